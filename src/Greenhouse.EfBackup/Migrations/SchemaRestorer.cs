using System.Diagnostics;
using System.Globalization;
using Greenhouse.EfBackup.Databases;
using Greenhouse.EfBackup.Format;
using Greenhouse.EfBackup.Protocol;
using Greenhouse.EfBackup.Restore;
using Greenhouse.EfBackup.Schema;
using Greenhouse.EfBackup.Snapshot;
using Greenhouse.EfBackup.Storage;
using Microsoft.EntityFrameworkCore;

namespace Greenhouse.EfBackup.Migrations;

/// <summary>Where schema and rows of a backup go.</summary>
internal enum SchemaMode
{
    /// <summary>The database's schema fits, or the restore is refused.</summary>
    Exact,

    /// <summary>The schema goes to the backup's migration.</summary>
    Backup,

    /// <summary>The same, and then forward through the application's migrations, with the rows in place.</summary>
    Migrate,
}

/// <summary>
/// Restores schema and rows: the database goes to the migration that the backup was taken at, gets its rows, and where that is wanted the newer migrations are
/// applied to them. Complete, or the database stays as it was.
/// </summary>
internal sealed class SchemaRestorer(DbContext context, IDatabase database, BackupFolder folder, Progress progress, Action<string> confirm, TimeProvider time)
{
    /// <param name="path">The backup file.</param>
    /// <param name="mode">Where to.</param>
    /// <param name="options">How; all tables of the backup are restored.</param>
    /// <param name="check">The file's check, where it is under way already.</param>
    /// <exception cref="EfBackupException">The file, the migrations or the database refuse, or the user does.</exception>
    public async Task<RestoreResult> RestoreAsync(string path, SchemaMode mode, RestoreOptions options, CancellationToken cancellation, Task<CheckedFile>? check = null)
    {
        NotRelational.Refuse(context, "the way to the backup's migration changes a schema");
        var start = Stopwatch.GetTimestamp();
        var backup = check is null ? FileCheck.Check(path, options.Passphrase, progress, cancellation) : await check;
        var (survey, history) = await LookAsync(database, cancellation);
        survey.WarnOfRemains(progress, database.Name, "it is removed with the way back");
        var place = PlaceOf(backup.Metadata, history);
        var target = mode == SchemaMode.Migrate ? history.Find(null) : place;
        RefuseLeftOut(backup.Metadata, survey);
        RestorePlan.RefuseReferencesFromOutside(survey, survey.Catalog.Tables, database);
        Announce(path, backup.Metadata, history, target);
        var differences = await new WhatGoes(context, database, progress).FindAsync(path, options.Passphrase, options.ShownRows, cancellation);
        foreach (var sentence in WhatGoes.Sentences(differences))
        {
            progress.Say(new NoteEvent(sentence));
        }

        differences = options.ShownRows is null ? WhatGoes.WithoutRows(differences) : differences;
        var tables = new RowsBefore(survey, backup.Metadata);
        PartialBackup.Warn(progress, Path.GetFileName(path), backup.Metadata, tables.Doomed.Select(table => (table.Key, tables.Of(table.Key), backup.Metadata.Statistics.GetValueOrDefault(table.Key))));
        if (options.DryRun)
        {
            return Result(path, backup, tables, target, null, start) with { DryRun = true, Differences = differences };
        }

        confirm($"Bring {database.Name} from {Named(history.Current)} to {Named(target)}, and replace its {tables.Total} rows by the {backup.Metadata.Statistics.Values.Sum()} of {Path.GetFileName(path)}?{MaskedBackup.Sentence(backup.Metadata)}");
        await using var change = await database.BeginSchemaChangeAsync(tables.Doomed, cancellation);
        var safety = await EmptyAsync(change, options, path, tables, cancellation);
        await GoBackAsync(change, backup.Metadata, tables, cancellation);
        await new Restorer(context, change.Database, folder, progress, _ => { }, time)
            .RestoreAsync(path, options with { SafetyBackup = false, Selection = TableSelection.Everything }, cancellation, Task.FromResult(backup));
        if (mode == SchemaMode.Migrate)
        {
            // Also where it is at the target: migrations of a branch that was merged since may be older than that.
            await change.MigrateAsync(backup.Metadata.Migrations, target, cancellation);
        }

        await change.CommitAsync(cancellation);
        return Result(path, backup, tables, target, safety, start) with { Verified = options.ReadBack, Differences = differences };
    }

    private async Task<(Survey Survey, MigrationHistory History)> LookAsync(IDatabase at, CancellationToken cancellation)
    {
        await using var snapshot = await at.OpenSnapshotAsync(cancellation);
        var survey = await Survey.TakeAsync(context, at, snapshot, TableSelection.Mapped, sequences: false, cancellation);
        return (survey, MigrationHistory.Of(context, survey.Model.AppliedMigrations));
    }

    private string PlaceOf(BackupMetadata backup, MigrationHistory history)
    {
        if (backup.Provider != context.Database.ProviderName)
        {
            throw new EfBackupException(
                ErrorCode.SchemaDiffers,
                $"the backup is of {backup.Provider}, the database of {context.Database.ProviderName}: their migrations have nothing in common",
                "bring the database to a schema that fits (`dotnet ef database update`), and restore without --schema");
        }

        var place = history.PlaceOf(backup);
        history.RefuseUnknownInDatabase(database.Name);
        return place;
    }

    /// <summary>The way to another schema empties every table of the application.</summary>
    private void RefuseLeftOut(BackupMetadata backup, Survey survey)
    {
        var lost = survey.Catalog.Tables.Where(table => survey.Rows[table.Key] is not 0 && backup.LeftOut.Contains(table.Key, database.Names)).ToArray();
        if (lost.Length > 0)
        {
            throw new EfBackupException(
                ErrorCode.SchemaDiffers,
                "the backup leaves out tables whose rows would go, for the way to its schema empties every table",
                "restore a backup of all tables, or this one without --schema",
                [.. lost.Select(table => $"{table.Key} has {survey.Rows[table.Key]?.ToString(CultureInfo.InvariantCulture) ?? "unknown"} rows")]);
        }
    }

    private void Announce(string path, BackupMetadata backup, MigrationHistory history, string target)
    {
        progress.Say(new NoteEvent($"{Path.GetFileName(path)}, taken {backup.Timestamp.UtcDateTime:yyyy-MM-dd HH:mm:ss} UTC from {backup.Database} at {backup.Migrations[^1]}"));
        progress.Say(new NoteEvent($"{database.Name} goes from {Named(history.Current)} to {Named(target)}"));
    }

    /// <summary>Saves what is there, under the lock, and deletes it.</summary>
    private async Task<string?> EmptyAsync(ISchemaChange change, RestoreOptions options, string path, RowsBefore tables, CancellationToken cancellation)
    {
        await using var emptying = await change.Database.BeginRestoreAsync(tables.Doomed, cancellation);
        // Somebody may have changed it since it was looked at.
        var survey = await Survey.TakeAsync(context, change.Database, emptying.Snapshot, TableSelection.Mapped, sequences: false, cancellation);
        tables.Take(survey, MigrationHistory.Of(context, survey.Model.AppliedMigrations));
        var safety = options.SafetyBackup && tables.Total > 0
            ? await new SafetyBackup(context, change.Database, folder, options.PackingOfSafety(path), progress, time).WriteAsync(
                emptying.Snapshot,
                await Survey.TakeAsync(context, change.Database, emptying.Snapshot, TableSelection.Everything, sequences: false, cancellation),
                tables.Doomed.Select(table => table.Key).ToHashSet(StringComparer.Ordinal),
                $"before restoring {Path.GetFileName(path)}",
                cancellation)
            : null;
        await emptying.ClearAsync(survey.Catalog.Tables, _ => { }, cancellation);
        await emptying.RebuildAsync(survey.Catalog.Tables, cancellation);
        await emptying.CommitAsync(cancellation);
        return safety;
    }

    /// <summary>Goes the first way back that leads to the schema of the backup.</summary>
    private async Task GoBackAsync(ISchemaChange change, BackupMetadata backup, RowsBefore tables, CancellationToken cancellation)
    {
        foreach (var way in change.WaysBack)
        {
            try
            {
                await change.MigrateBackAsync(way, tables.History!.Applied, backup.Migrations, tables.Survey.Catalog.Tables, backup.Tables, cancellation);
                await RefuseDifferencesAsync(change, backup, tables, cancellation);
                return;
            }
            catch (EfBackupException exception) when (way != change.WaysBack[^1] && (exception.ErrorCode == ErrorCode.MigrationFailed || exception.ErrorCode == ErrorCode.SchemaNotReached || exception.ErrorCode == ErrorCode.MigrationNotInTransaction))
            {
                progress.Say(new NoteEvent($"the Down methods do not lead to the schema of the backup ({(exception.Details is [var first, ..] ? first : exception.Message)}): its tables are made anew"));
            }
        }
    }

    private async Task RefuseDifferencesAsync(ISchemaChange change, BackupMetadata backup, RowsBefore tables, CancellationToken cancellation)
    {
        var (reached, _) = await LookAsync(change.Database, cancellation);
        TableDescription[] present = [.. reached.Catalog.Tables, .. reached.Catalog.LeftOut];
        var left = tables.Survey.Catalog.Tables.Select(table => table.Key).Intersect(present.Select(table => table.Key), database.Names)
            .Except([.. backup.Statistics.Keys, .. backup.LeftOut], database.Names);
        string[] differences = [.. SchemaDifferences.Between(backup.Tables, present, database.Names), .. left.Select(table => $"table {table} is still there")];
        if (differences.Length > 0)
        {
            throw new EfBackupException(
                ErrorCode.SchemaNotReached,
                $"the migrations lead to {backup.Migrations[^1]}, but not to the schema that the backup was taken from; nothing was changed",
                "somebody changed the schema by other means, or a migration was changed since. Restore into a database of that schema, without --schema",
                differences);
        }
    }

    private RestoreResult Result(string path, CheckedFile backup, RowsBefore tables, string target, string? safety, long start)
        => new()
        {
            File = path,
            Context = context.GetType().FullName!,
            Provider = context.Database.ProviderName!,
            Database = database.Name,
            Migration = target,
            Tables = [.. backup.Metadata.Statistics.Select(pair => new RestoredTable(pair.Key, pair.Value, tables.Of(pair.Key)))],
            SafetyBackup = safety,
            Rows = backup.Metadata.Statistics.Values.Sum(),
            Seconds = Progress.SecondsSince(start),
        };

    private static string Named(string migration) => migration == MigrationHistory.None ? "no migration" : migration;

    /// <summary>What was there, looked at without and then with the lock.</summary>
    private sealed class RowsBefore(Survey survey, BackupMetadata backup)
    {
        public Survey Survey { get; private set; } = survey;

        public MigrationHistory? History { get; private set; }

        /// <summary>The tables whose rows go: the application's, and others that the backup holds.</summary>
        public IReadOnlyList<TableDescription> Doomed => [.. Survey.Catalog.Tables, .. Survey.Catalog.LeftOut.Where(table => backup.Statistics.ContainsKey(table.Key))];

        public long Total => Doomed.Sum(table => Of(table.Key));

        public void Take(Survey now, MigrationHistory history) => (Survey, History) = (now, history);

        public long Of(string table) => Survey.Rows.TryGetValue(table, out var rows) ? rows ?? 0 : 0;
    }
}
