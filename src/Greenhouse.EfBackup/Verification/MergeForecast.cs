using Greenhouse.EfBackup.Databases;
using Greenhouse.EfBackup.Format;
using Greenhouse.EfBackup.Protocol;
using Greenhouse.EfBackup.Restore;
using Greenhouse.EfBackup.Schema;
using Greenhouse.EfBackup.Verification.Differences;

namespace Greenhouse.EfBackup.Verification;

/// <summary>
/// Counts what a merge would do by reading: the rows of the file are held against those of the database, as a comparison of the two does. No lock is taken
/// for it, and nothing is said of what the database itself would refuse.
/// </summary>
/// <param name="names">How identifiers compare in the database.</param>
internal sealed class MergeForecast(StringComparer names, Progress progress) : IMergeForecast
{
    public async Task<IReadOnlyDictionary<string, MergedRows>> CountAsync(RestorePlan plan, ISnapshot snapshot, FileTables file, bool update, CancellationToken cancellation)
    {
        var counts = new Dictionary<string, MergedRows>(StringComparer.Ordinal);
        (TablePair Pair, TableDescription There)[] tables = [.. plan.Pairs.Select(pair => (pair, RestoredCheck.AsWritten(pair, names)))];
        await using var rows = new LiveRows(snapshot, "the database", "", [.. tables.Select(table => (table.There, plan.Survey.Rows[table.Pair.Target.Key] ?? 0))]);
        await rows.BeginAsync([.. tables.Select(table => table.There)], cancellation);
        await file.ReadAsync(
            plan.Pairs,
            async (pair, incoming, recycle) =>
            {
                var there = tables.First(table => table.Pair == pair).There;
                var found = await OwnThread.Run(() => Compare(pair, there, incoming, recycle, rows, cancellation));
                counts[pair.Source.Key] = new MergedRows(found.Removed, update ? found.Changed : 0, update ? found.Same : found.Same + found.Changed);
                progress.Say(new TableEvent(Stages.Compare, pair.Target.Key, found.Rows, counts.Count, tables.Length));
            },
            cancellation);
        return counts;
    }

    /// <summary>The file is the old, and what is there the new: what is gone since would be inserted.</summary>
    private TableCounts Compare(TablePair pair, TableDescription there, IEnumerable<RowChunk> incoming, Action<RowChunk> recycle, LiveRows rows, CancellationToken cancellation)
    {
        var match = TableMatch.Of(pair.Source, there, names, pair.Foreign);
        using var left = new RowCursor(incoming, recycle, new RowValues(pair.Source, Side.Old));
        using var right = new RowCursor(rows.Read(there, cancellation), rows.Recycle, new RowValues(there, Side.New));
        using var comparison = new TableComparison(match, new AllDifferences(), seen =>
        {
            cancellation.ThrowIfCancellationRequested();
            progress.Report(Stages.Compare, pair.Target.Key, seen, rows.RowsOf(there));
        });
        try
        {
            return comparison.Run(left, right, cancellation);
        }
        catch (UnreadableRowException exception)
        {
            throw exception.Side == Side.New ? rows.Unreadable(pair.Target.Key, exception) : FileRows.Unreadable("the backup", pair.Source.Key, exception);
        }
    }
}
