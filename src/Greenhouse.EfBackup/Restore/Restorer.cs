using System.Diagnostics;
using Greenhouse.EfBackup.Databases;
using Greenhouse.EfBackup.Format;
using Greenhouse.EfBackup.Protocol;
using Greenhouse.EfBackup.Snapshot;
using Greenhouse.EfBackup.Storage;
using Microsoft.EntityFrameworkCore;

namespace Greenhouse.EfBackup.Restore;

/// <summary>
/// Replaces rows of a database by those of a backup: complete, or the database stays as it was. The file is read and checked to its end
/// before anything is asked or locked, and hashed once more while it is loaded.
/// </summary>
internal sealed class Restorer(DbContext context, IDatabase database, BackupFolder folder, Progress progress, Action<string> confirm, TimeProvider time)
{
    /// <param name="path">The backup file.</param>
    /// <param name="options">How.</param>
    /// <param name="check">The file's check, where it is under way already.</param>
    /// <exception cref="EfBackupException">The file, the schema or the database refuses, or the user does.</exception>
    public async Task<RestoreResult> RestoreAsync(string path, RestoreOptions options, CancellationToken cancellation, Task<CheckedFile>? check = null)
    {
        var start = Stopwatch.GetTimestamp();
        var backup = check is null ? FileCheck.Check(path, options.Passphrase, progress, cancellation) : await check;
        RestorePlan plan;
        await using (var snapshot = await database.OpenSnapshotAsync(cancellation))
        {
            plan = await RestorePlan.MakeAsync(context, database, snapshot, backup, options.Selection, options.Lenient, cancellation);
        }

        Announce(plan, path, backup.Metadata);
        string? safety = null;
        var verified = false;
        if (!options.DryRun)
        {
            confirm($"Replace {plan.RowsToDelete} rows of {plan.Pairs.Count} tables in {database.Name} by the {plan.Pairs.Sum(pair => backup.Metadata.Statistics[pair.Source.Key])} rows of {Path.GetFileName(path)}?{MaskedBackup.Sentence(backup.Metadata)}");
            (plan, safety, verified) = await ReplaceAsync(plan, path, backup, options, cancellation);
        }

        return new RestoreResult
        {
            File = path,
            Context = context.GetType().FullName!,
            Provider = context.Database.ProviderName!,
            Database = database.Name,
            Tables = [.. plan.Pairs.Select(pair => new RestoredTable(pair.Target.Key, backup.Metadata.Statistics[pair.Source.Key], plan.Survey.Rows[pair.Target.Key] ?? 0))],
            Untouched = plan.Untouched,
            SafetyBackup = safety,
            Rows = plan.Pairs.Sum(pair => backup.Metadata.Statistics[pair.Source.Key]),
            Seconds = Progress.SecondsSince(start),
            DryRun = options.DryRun,
            Verified = verified,
        };
    }

    private void Announce(RestorePlan plan, string path, BackupMetadata metadata)
    {
        progress.Say(new NoteEvent($"{Path.GetFileName(path)}, taken {metadata.Timestamp.UtcDateTime:yyyy-MM-dd HH:mm:ss} UTC from {metadata.Database}{(metadata.Description is null ? "" : $": {metadata.Description}")}"));
        if (plan.Pairs.Any(pair => pair.Foreign))
        {
            progress.Say(new NoteEvent($"it is of {metadata.Provider}: values become what {context.Database.ProviderName} stores, and every row is read back and compared"));
        }

        foreach (var conversion in plan.Converted)
        {
            progress.Say(new NoteEvent(conversion));
        }

        foreach (var loss in plan.Losses)
        {
            progress.Warn(ErrorCode.NoPlace, $"{loss} of the backup has no place in {database.Name} and is not restored", "to have it all back, restore with --schema backup or migrate");
        }

        WarnOfColumns(plan.Defaulted);
        MaskedBackup.Warn(progress, path, metadata);
        foreach (var table in plan.Untouched)
        {
            progress.Say(new NoteEvent($"table {table} is not in the backup and stays as it is"));
        }
    }

    private void WarnOfColumns(IEnumerable<string> defaulted)
    {
        foreach (var column in defaulted)
        {
            progress.Warn(ErrorCode.ColumnNotRestored, $"column {column} is not in the backup", "its rows will have null or the column's default");
        }
    }

    private async Task<(RestorePlan Plan, string? Safety, bool Verified)> ReplaceAsync(RestorePlan announced, string path, CheckedFile backup, RestoreOptions options, CancellationToken cancellation)
    {
        await using var transaction = await database.BeginRestoreAsync([.. announced.Pairs.Select(pair => pair.Target)], cancellation);
        var plan = await RestorePlan.MakeAsync(context, database, transaction.Snapshot, backup, options.Selection, options.Lenient, cancellation);
        // Somebody may have added one since.
        WarnOfColumns(plan.Defaulted.Except(announced.Defaulted));
        var readBack = options.ReadBack || transaction.MayChangeValues || plan.Pairs.Any(pair => pair.Foreign);
        var check = new RestoredCheck(transaction.Snapshot, plan.Pairs, backup, database.Names, readBack, progress);
        var safety = options.SafetyBackup && plan.RowsToDelete > 0 ? await new SafetyBackup(context, database, folder, options.PackingOfSafety(path), progress, time).WriteAsync(
                transaction.Snapshot, plan.Survey, plan.Pairs.Select(pair => pair.Target.Key).ToHashSet(StringComparer.Ordinal), $"before restoring {Path.GetFileName(path)}", cancellation) : null;
        try
        {
            var cleared = 0;
            await transaction.ClearAsync(
                [.. plan.Pairs.Select(pair => pair.Target)],
                table => progress.Say(new TableEvent(Stages.Clear, table.Key, plan.Survey.Rows[table.Key] ?? 0, ++cleared, plan.Pairs.Count)),
                cancellation);
            await LoadAsync(transaction, plan, path, options, backup, check, cancellation);
            TableDescription[] targets = [.. plan.Pairs.Select(pair => pair.Target)];
            var sequences = Survey.Of(plan.NamedHere(backup.Metadata.Sequences), isWhole: targets.Length == backup.Metadata.Tables.Count);
            await transaction.RestoreSequencesAsync(targets, sequences, cancellation);
            RestoredCheck.RefuseDangling(await transaction.RebuildAsync(targets, cancellation));
            await check.RunAsync(cancellation);
            await transaction.CommitAsync(cancellation);
        }
        catch (Exception exception) when (FileProblems.IsFileProblem(exception))
        {
            throw FileProblems.Explain(exception, path);
        }

        return (plan, safety, readBack);
    }

    private async Task LoadAsync(IRestoreTransaction transaction, RestorePlan plan, string path, RestoreOptions options, CheckedFile backup, RestoredCheck check, CancellationToken cancellation)
    {
        var pairs = plan.Pairs.ToDictionary(pair => pair.Source.Key, StringComparer.Ordinal);
        using var reader = new BackupReader(BackupFile.Open(path, options.Passphrase), path);
        var loaded = 0;
        while (reader.NextTable() is { } table)
        {
            if (pairs.TryGetValue(table.Key, out var pair))
            {
                var total = backup.Metadata.Statistics[table.Key];
                var rows = await transaction.LoadAsync(
                    pair, check.Watch(pair, pair.Projection?.Of(RowFeed.Of(reader, cancellation), reader.Recycle) ?? RowFeed.Of(reader, cancellation)), pair.Projection is null ? reader.Recycle : _ => { }, done => progress.Report(Stages.Load, table.Key, done, total), cancellation);
                progress.Say(new TableEvent(Stages.Load, table.Key, rows, ++loaded, pairs.Count));
            }
            else
            {
                while (reader.SkipRows())
                {
                }
            }
        }

        // The file may have changed since it was checked: what was loaded counts only if it is that file.
        if (!reader.Finish().SequenceEqual(backup.Tables))
        {
            throw FileErrors.Damaged(path, "it changed while it was read");
        }
    }
}
