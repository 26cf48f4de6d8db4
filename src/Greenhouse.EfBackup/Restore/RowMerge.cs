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
        _merged[table] = await transaction.MergeAsync(pair, update, rows, recycle, done => progress.Report(Stages.Load, table, done, total), cancellation);
        progress.Say(new TableEvent(Stages.Load, table, total, _merged.Count, plan.Pairs.Count));
    }
}
