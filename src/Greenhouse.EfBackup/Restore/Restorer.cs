using System.Diagnostics;
using Greenhouse.EfBackup.Databases;
using Greenhouse.EfBackup.Format;
using Greenhouse.EfBackup.Protocol;
using Greenhouse.EfBackup.Schema;
using Greenhouse.EfBackup.Storage;
using Microsoft.EntityFrameworkCore;

namespace Greenhouse.EfBackup.Restore;

/// <summary>
/// Replaces rows of a database by those of a backup, or brings them together: complete, or the database stays as it was. The file is read and checked to its end
/// before anything is asked or locked, and hashed once more while it is loaded.
/// </summary>
/// <param name="forecast">Counts what a merge would do, for a dry run; null where none is asked for.</param>
internal sealed class Restorer(DbContext context, IDatabase database, BackupFolder folder, Progress progress, Action<string> confirm, TimeProvider time, IMergeForecast? forecast = null)
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
        string? safety = null;
        var verified = false;
        IReadOnlyDictionary<string, MergedRows> merged = new Dictionary<string, MergedRows>();
        await using (var snapshot = await database.OpenSnapshotAsync(cancellation))
        {
            plan = await RestorePlan.MakeAsync(context, database, snapshot, backup, options, cancellation);
            Announce(plan, path, backup.Metadata, options.Mode);
            if (options is { DryRun: true, Mode: not RestoreMode.Replace } && forecast is not null)
            {
                merged = await GuardAsync(path, () => forecast.CountAsync(plan, snapshot, new FileTables(path, options.Passphrase, backup), update: options.Mode == RestoreMode.Merge, cancellation));
            }
        }

        if (!options.DryRun)
        {
            confirm(Question(plan, path, backup, options.Mode));
            (plan, safety, verified, merged) = await RestoreAsync(plan, path, backup, options, cancellation);
        }

        return new RestoreResult
        {
            File = path,
            Context = context.GetType().FullName!,
            Provider = context.Database.ProviderName!,
            Database = database.Name,
            Mode = NameOf(options.Mode),
            Tables = [.. plan.Pairs.Select(pair => Describe(pair, plan, backup, options.Mode, merged.GetValueOrDefault(pair.Source.Key)))],
            Untouched = plan.Untouched,
            SafetyBackup = safety,
            Rows = plan.Pairs.Sum(pair => backup.Metadata.Statistics[pair.Source.Key]),
            Seconds = Progress.SecondsSince(start),
            DryRun = options.DryRun,
            Verified = verified,
        };
    }

    private void Announce(RestorePlan plan, string path, BackupMetadata metadata, RestoreMode mode)
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

        if (mode == RestoreMode.Replace)
        {
            PartialBackup.Warn(progress, Path.GetFileName(path), metadata, plan.Pairs.Select(pair => (pair.Target.Key, plan.Survey.Rows[pair.Target.Key] ?? 0, metadata.Statistics[pair.Source.Key])));
        }
    }

    private void WarnOfColumns(IEnumerable<string> defaulted)
    {
        foreach (var column in defaulted)
        {
            progress.Warn(ErrorCode.ColumnNotRestored, $"column {column} is not in the backup", "its rows will have null or the column's default");
        }
    }

    private async Task<(RestorePlan Plan, string? Safety, bool Verified, IReadOnlyDictionary<string, MergedRows> Merged)> RestoreAsync(
        RestorePlan announced, string path, CheckedFile backup, RestoreOptions options, CancellationToken cancellation)
    {
        await using var transaction = await database.BeginRestoreAsync([.. announced.Pairs.Select(pair => pair.Target)], cancellation);
        var plan = await RestorePlan.MakeAsync(context, database, transaction.Snapshot, backup, options, cancellation);
        // Somebody may have added one since.
        WarnOfColumns(plan.Defaulted.Except(announced.Defaulted));
        var readBack = options.ReadBack || transaction.MayChangeValues || plan.Pairs.Any(pair => pair.Foreign);
        var safety = options.SafetyBackup ? await SaveAsync(transaction, plan, path, backup, options, cancellation) : null;
        var file = new FileTables(path, options.Passphrase, backup);
        var merged = await GuardAsync(path, async () =>
        {
            IReadOnlyDictionary<string, MergedRows> merged = new Dictionary<string, MergedRows>();
            if (options.Mode == RestoreMode.Replace)
            {
                await new RowReplacement(transaction, plan, backup, file, database.Names, readBack, progress).RunAsync(cancellation);
            }
            else
            {
                merged = await new RowMerge(transaction, plan, backup, file, database.Names, readBack, progress).RunAsync(update: options.Mode == RestoreMode.Merge, cancellation);
            }

            await transaction.CommitAsync(cancellation);
            return merged;
        });
        return (plan, safety, readBack, merged);
    }

    private static async Task<T> GuardAsync<T>(string path, Func<Task<T>> action)
    {
        try
        {
            return await action();
        }
        catch (Exception exception) when (FileProblems.IsFileProblem(exception))
        {
            throw FileProblems.Explain(exception, path);
        }
    }

    /// <summary>Saves the rows of the tables that will change.</summary>
    /// <returns>The file; null where there is nothing to lose.</returns>
    private async Task<string?> SaveAsync(IRestoreTransaction transaction, RestorePlan plan, string path, CheckedFile backup, RestoreOptions options, CancellationToken cancellation)
    {
        var changing = plan.Pairs.Where(pair => options.Mode == RestoreMode.Replace || backup.Metadata.Statistics[pair.Source.Key] > 0).Select(pair => pair.Target.Key).ToHashSet(StringComparer.Ordinal);
        return changing.Any(table => plan.Survey.Rows[table] > 0)
            ? await new SafetyBackup(context, database, folder, options.PackingOfSafety(path), progress, time).WriteAsync(
                transaction.Snapshot, plan.Survey, changing, $"before restoring {Path.GetFileName(path)}", cancellation)
            : null;
    }

    private string Question(RestorePlan plan, string path, CheckedFile backup, RestoreMode mode)
    {
        var (rows, tables, file) = (plan.Pairs.Sum(pair => backup.Metadata.Statistics[pair.Source.Key]), plan.Pairs.Count, Path.GetFileName(path));
        var what = mode switch
        {
            RestoreMode.Merge => $"Merge the {rows} rows of {file} into {tables} tables in {database.Name}, where rows with the same keys get their values?",
            RestoreMode.Insert => $"Insert those of the {rows} rows of {file} into {tables} tables in {database.Name} whose keys are not there?",
            _ => $"Replace {plan.RowsToDelete} rows of {tables} tables in {database.Name} by the {rows} rows of {file}?",
        };
        return what + MaskedBackup.Sentence(backup.Metadata);
    }

    private static RestoredTable Describe(TablePair pair, RestorePlan plan, CheckedFile backup, RestoreMode mode, MergedRows? merged)
        => new(pair.Target.Key, backup.Metadata.Statistics[pair.Source.Key], mode == RestoreMode.Replace ? plan.Survey.Rows[pair.Target.Key] ?? 0 : 0)
        {
            Inserted = merged?.Inserted,
            Updated = merged?.Updated,
            Unchanged = merged?.Unchanged,
        };

    private static string NameOf(RestoreMode mode)
        => mode switch { RestoreMode.Merge => RestoreModes.Merge, RestoreMode.Insert => RestoreModes.Insert, _ => RestoreModes.Replace };
}
