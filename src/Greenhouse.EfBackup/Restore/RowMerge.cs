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
        using var present = await ReadPresentAsync(pair, total, cancellation);
        try
        {
            var merged = await transaction.MergeAsync(
                pair, update, present is null ? rows : Without(present, rows, recycle), recycle, done => progress.Report(Stages.Load, table, done + (present?.Found ?? 0), total), cancellation);
            _merged[table] = merged with { Unchanged = merged.Unchanged + (present?.Found ?? 0) };
        }
        catch (EfBackupException exception) when (present is { Found: > 0 } && (exception.ErrorCode == ErrorCode.ValueUnfit || exception.ErrorCode == ErrorCode.ValueNotHeld || exception.ErrorCode == ErrorCode.RowRefused))
        {
            throw new EfBackupException(exception.ErrorCode, $"{exception.Message} (of those rows that differ from the table's)", exception.Help, exception.Details, exception);
        }

        progress.Say(new TableEvent(Stages.Load, table, total, _merged.Count, plan.Pairs.Count));
    }

    /// <summary>Where a row costs much to merge and little to read, those that are there just so are left out first.</summary>
    private async Task<PresentRows?> ReadPresentAsync(TablePair pair, long total, CancellationToken cancellation)
    {
        // All of the table is read for it, and two kinds of databases spell their rows differently.
        if (!transaction.MergesSlowly || pair.Foreign || total < LargeTable || total < plan.Survey.Rows[pair.Target.Key] / 2)
        {
            return null;
        }

        var present = new PresentRows();
        try
        {
            var sink = new RowSink(buffer =>
            {
                present.Add(buffer.Bytes.AsSpan(0, buffer.Position));
                buffer.Clear();
            });
            await using (var reading = await transaction.Snapshot.BeginReadingAsync([RestoredCheck.AsWritten(pair, names)], new BytePool(), cancellation))
            {
                await reading.ReadNextAsync(sink, cancellation);
            }

            sink.End();
            present.EndTable();
            return present;
        }
        catch
        {
            present.Dispose();
            throw;
        }
    }

    private static IEnumerable<RowChunk> Without(PresentRows present, IEnumerable<RowChunk> rows, Action<RowChunk> recycle)
    {
        foreach (var chunk in rows)
        {
            var rest = present.Rest(chunk);
            if (rest.Length > 0)
            {
                yield return rest;
            }
            else
            {
                recycle(chunk);
            }
        }
    }
}
