using Greenhouse.EfBackup.Databases;
using Greenhouse.EfBackup.Format;
using Greenhouse.EfBackup.Protocol;
using Greenhouse.EfBackup.Schema;
using Greenhouse.EfBackup.Snapshot;
using Greenhouse.EfBackup.Storage;

namespace Greenhouse.EfBackup.Restore;

/// <summary>Brings rows of a backup into tables that keep what they have.</summary>
internal sealed class RowMerge(IRestoreTransaction transaction, RestorePlan plan, CheckedFile backup, FileTables file, StringComparer names, bool readBack, Progress progress)
{
    private const int LargeTable = 10_000;

    private readonly Dictionary<string, MergedRows> _merged = new(StringComparer.Ordinal);

    /// <param name="update">Rows that are there get the values of the file.</param>
    /// <returns>What became of the rows of each table, by its key in the file.</returns>
    /// <exception cref="EfBackupException">The database refuses, or the tables do not hold what they should.</exception>
    public async Task<IReadOnlyDictionary<string, MergedRows>> RunAsync(bool update, CancellationToken cancellation)
    {
        TableDescription[] targets = [.. plan.Pairs.Select(pair => pair.Target)];
        await transaction.BeginMergeAsync(targets, cancellation);
        await file.ReadAsync(plan.Pairs, (pair, rows, recycle) => MergeAsync(pair, update, rows, recycle, cancellation), cancellation);
        var sequences = Survey.Of(plan.NamedHere(backup.Metadata.Sequences), isWhole: targets.Length == backup.Metadata.Tables.Count);
        await transaction.AdvanceSequencesAsync(targets, sequences, cancellation);
        RestoredCheck.RefuseDangling(await transaction.RebuildAsync(targets, cancellation));
        var check = new MergedCheck(transaction.Snapshot, plan, _merged, names);
        await check.CountAsync(cancellation);
        if (readBack)
        {
            await check.ReadBackAsync(file, update, progress, cancellation);
        }

        return _merged;
    }

    private async Task MergeAsync(TablePair pair, bool update, IEnumerable<RowChunk> rows, Action<RowChunk> recycle, CancellationToken cancellation)
    {
        var (table, total) = (pair.Source.Key, backup.Metadata.Statistics[pair.Source.Key]);
        if (!IsLookedFor(pair, total))
        {
            _merged[table] = await transaction.MergeAsync(pair, update, rows, recycle, done => progress.Report(Stages.Load, table, done, total), cancellation);
        }
        else
        {
            using var differing = await DifferingRows.FindAsync(rows, recycle, (sink, stop) => ReadTableAsync(pair, sink, stop), transaction.Search, found => progress.Report(Stages.Load, table, found, total), cancellation);
            _merged[table] = await MergeAsync(pair, update, differing, recycle, total, cancellation);
        }

        progress.Say(new TableEvent(Stages.Load, table, total, _merged.Count, plan.Pairs.Count));
    }

    private async Task<MergedRows> MergeAsync(TablePair pair, bool update, DifferingRows differing, Action<RowChunk> recycle, long total, CancellationToken cancellation)
    {
        try
        {
            var merged = await transaction.MergeAsync(pair, update, differing.Read(), recycle, done => progress.Report(Stages.Load, pair.Source.Key, done + differing.Found, total), cancellation);
            return merged with { Unchanged = merged.Unchanged + differing.Found };
        }
        catch (EfBackupException exception) when (differing.Found > 0 && (exception.ErrorCode == ErrorCode.ValueUnfit || exception.ErrorCode == ErrorCode.ValueNotHeld || exception.ErrorCode == ErrorCode.RowRefused))
        {
            throw new EfBackupException(exception.ErrorCode, $"{exception.Message} (of those rows that differ from the table's)", exception.Help, exception.Details, exception);
        }
    }

    /// <summary>All of the table is read for it, and two kinds of databases spell their rows differently.</summary>
    private bool IsLookedFor(TablePair pair, long total)
        => transaction.Search != PresentRowsSearch.None && !pair.Foreign && total >= LargeTable && total >= plan.Survey.Rows[pair.Target.Key] / 2;

    private async Task ReadTableAsync(TablePair pair, RowSink sink, CancellationToken cancellation)
    {
        await using var reading = await transaction.Snapshot.BeginReadingAsync([RestoredCheck.AsWritten(pair, names)], new BytePool(), cancellation);
        await reading.ReadNextAsync(sink, cancellation);
    }
}
