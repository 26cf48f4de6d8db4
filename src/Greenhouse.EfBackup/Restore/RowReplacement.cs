using Greenhouse.EfBackup.Databases;
using Greenhouse.EfBackup.Format;
using Greenhouse.EfBackup.Protocol;
using Greenhouse.EfBackup.Snapshot;
using Greenhouse.EfBackup.Storage;

namespace Greenhouse.EfBackup.Restore;

/// <summary>Deletes the rows of tables, and loads those of a backup.</summary>
internal sealed class RowReplacement(IRestoreTransaction transaction, RestorePlan plan, CheckedFile backup, FileTables file, StringComparer names, bool readBack, Progress progress)
{
    /// <exception cref="EfBackupException">The database refuses, or what was loaded is not what the file holds.</exception>
    public async Task RunAsync(CancellationToken cancellation)
    {
        var check = new RestoredCheck(transaction.Snapshot, plan.Pairs, backup, names, readBack, progress);
        TableDescription[] targets = [.. plan.Pairs.Select(pair => pair.Target)];
        var cleared = 0;
        await transaction.ClearAsync(targets, table => progress.Say(new TableEvent(Stages.Clear, table.Key, plan.Survey.Rows[table.Key] ?? 0, ++cleared, targets.Length)), cancellation);
        await LoadAsync(check, cancellation);
        var sequences = Survey.Of(plan.NamedHere(backup.Metadata.Sequences), isWhole: targets.Length == backup.Metadata.Tables.Count);
        await transaction.RestoreSequencesAsync(targets, sequences, cancellation);
        RestoredCheck.RefuseDangling(await transaction.RebuildAsync(targets, cancellation));
        await check.RunAsync(cancellation);
    }

    private Task LoadAsync(RestoredCheck check, CancellationToken cancellation)
    {
        var loaded = 0;
        return file.ReadAsync(
            plan.Pairs,
            async (pair, rows, recycle) =>
            {
                var (table, total) = (pair.Source.Key, backup.Metadata.Statistics[pair.Source.Key]);
                var count = await transaction.LoadAsync(pair, check.Watch(pair, rows), recycle, done => progress.Report(Stages.Load, table, done, total), cancellation);
                progress.Say(new TableEvent(Stages.Load, table, count, ++loaded, plan.Pairs.Count));
            },
            cancellation);
    }
}
