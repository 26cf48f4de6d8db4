using System.Diagnostics;
using Greenhouse.EfBackup.Databases;
using Greenhouse.EfBackup.Format;
using Greenhouse.EfBackup.Protocol;
using Greenhouse.EfBackup.Schema;
using Greenhouse.EfBackup.Snapshot;
using Greenhouse.EfBackup.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Greenhouse.EfBackup.Migrations;

/// <summary>How to migrate.</summary>
/// <param name="Target">The migration to go to, by id or name; null for the last one, <c>0</c> for none.</param>
/// <param name="DryRun">Say what is pending and what it endangers, and change nothing.</param>
/// <param name="Rollback">All migrations together succeed or leave nothing; otherwise what was applied before a failure stays.</param>
/// <param name="Packing">Of the snapshot; null for JSON as it is.</param>
internal sealed record MigrateOptions(string? Target = null, bool DryRun = false, bool Rollback = true, Packing? Packing = null);

/// <summary>Applies migrations: says what they endanger, takes a snapshot, and brings the database to the target with its rows, or leaves it as it was.</summary>
/// <param name="verify">Verifies the snapshot before anything is migrated; null where nobody wants that.</param>
internal sealed class SchemaMigrator(
    DbContext context, IDatabase database, BackupFolder folder, Progress progress, Action<string> confirm, TimeProvider time, Func<string, CancellationToken, Task<VerifyResult>>? verify = null)
{
    /// <exception cref="EfBackupException">There is no such migration, the snapshot or a migration fails, or the user declines.</exception>
    public async Task<MigrateResult> MigrateAsync(MigrateOptions options, CancellationToken cancellation)
    {
        NotRelational.Refuse(context, "migrations change a schema");
        var start = Stopwatch.GetTimestamp();
        Survey survey;
        MigrationHistory history;
        IReadOnlyList<MigrationHazard> hazards;
        string target;
        await using (var snapshot = await database.OpenSnapshotAsync(cancellation))
        {
            survey = await Survey.TakeAsync(context, database, snapshot, TableSelection.Mapped, sequences: false, cancellation);
            history = MigrationHistory.Of(context, survey.Model.AppliedMigrations);
            target = history.Find(options.Target);
            history.RefuseUnknownInDatabase(database.Name);
            hazards = [];
            await MigrationErrors.GuardAsync(database.Name, target, async () => hazards = await FindHazardsAsync(snapshot, survey, history, target, cancellation), cancellation);
        }

        survey.WarnOfRemains(progress, database.Name, options.Rollback ? "it is removed with the migration" : "wait for it, or migrate without --no-rollback, which removes it");
        var route = history.RouteTo(target);
        var result = new MigrateResult
        {
            Context = context.GetType().FullName!,
            Provider = context.Database.ProviderName!,
            Database = database.Name,
            From = history.Current,
            To = target,
            Migrations = route,
            Hazards = hazards,
            DryRun = options.DryRun,
        };
        if (options.DryRun || route.Count == 0)
        {
            return result with { Seconds = Progress.SecondsSince(start) };
        }

        if (!options.Rollback && survey.Remains.Count > 0)
        {
            throw new EfBackupException(
                ErrorCode.MigrationBusy,
                $"another process migrates {database.Name}, or was killed in the middle of it; the application's migrator would wait for it without an end",
                "wait for it; where none is running, migrate without --no-rollback, which removes what was left, or bring back what was before it (`dotnet ef-backup undo`)",
                survey.Remains);
        }

        Consent(hazards, target);
        var (saved, before, after) = options.Rollback ? await MigrateTogetherAsync(options, survey, history, target, cancellation) : await MigrateEachAsync(options, survey, route, target, cancellation);
        return result with { Snapshot = saved?.File, Verification = saved?.Verification, Tables = Compare(before, after), Seconds = Progress.SecondsSince(start) };
    }

    private async Task<IReadOnlyList<MigrationHazard>> FindHazardsAsync(ISnapshot snapshot, Survey survey, MigrationHistory history, string target, CancellationToken cancellation)
    {
        var assembly = context.GetService<IMigrationsAssembly>();
        var (found, renamed) = (new List<MigrationHazard>(), new RenamedTables());
        foreach (var id in history.RouteTo(target))
        {
            var migration = assembly.CreateMigration(assembly.Migrations[id], context.Database.ProviderName!);
            foreach (var operation in history.Applied.Contains(id) ? migration.DownOperations : migration.UpOperations)
            {
                foreach (var hazard in Hazard.Of(operation))
                {
                    if (hazard.Table is null)
                    {
                        found.Add(new MigrationHazard(id, hazard.What, null, null, null, null, hazard.Loses));
                    }
                    else if (renamed.Find(hazard.Table, hazard.Schema) is { } place)
                    {
                        var table = Find(survey, place.Table, place.Schema);
                        var column = hazard.Column is null ? null : table?.StoredColumns.FirstOrDefault(column => database.Names.Equals(column.Name, renamed.Find(place, hazard.Column)));
                        var rows = table is null ? null : survey.Rows[table.Key];
                        found.Add(new MigrationHazard(id, hazard.What, table?.Key ?? hazard.Table, hazard.Column, rows, column is null || rows is null ? null : await snapshot.CountValuesAsync(table!, column, cancellation), hazard.Loses));
                    }
                }

                renamed.Follow(operation);
            }
        }

        return found;
    }

    /// <summary>The default schema has no name in a survey, and may have one in a migration.</summary>
    private TableDescription? Find(Survey survey, string name, string? schema)
        => survey.Catalog.Tables.Concat(survey.Catalog.LeftOut)
            .Where(table => database.Names.Equals(table.Name, name) && (table.Schema is null || table.Schema == schema))
            .MaxBy(table => table.Schema == schema);

    /// <summary>Only what can lose something needs a yes.</summary>
    private void Consent(IReadOnlyList<MigrationHazard> hazards, string target)
    {
        foreach (var hazard in hazards)
        {
            progress.Say(new NoteEvent($"{hazard.Migration} {hazard}"));
        }

        if (hazards.Any(hazard => hazard.Loses && hazard.AtStake is not 0))
        {
            confirm($"Bring {database.Name} to {target}, which can lose data?");
        }
    }

    private async Task<CreateResult?> SaveAsync(IDatabase from, MigrateOptions options, Survey survey, IReadOnlyList<string> route, string target, CancellationToken cancellation)
    {
        var saved = survey.Catalog.Tables.Any(table => survey.Rows[table.Key] is not 0)
            ? await new BackupCreator(context, from, folder, progress, time)
                .CreateAsync(new CreateOptions(TableSelection.Mapped, null, Packing: options.Packing, Before: route[0]), cancellation)
            : null;
        if (saved is not null && verify is not null)
        {
            saved = saved with { Verification = await verify(saved.File!, cancellation) };
        }

        progress.Say(new NoteEvent($"{route.Count} {(route.Count == 1 ? "migration" : "migrations")} to {target}"));
        return saved;
    }

    /// <summary>The snapshot is taken under the lock: what others write until then is in it, and nothing after it.</summary>
    private async Task<(CreateResult? Saved, Survey Before, Survey After)> MigrateTogetherAsync(MigrateOptions options, Survey survey, MigrationHistory history, string target, CancellationToken cancellation)
    {
        await using var change = await database.BeginSchemaChangeAsync(survey.Catalog.Tables, cancellation);
        var before = await LookAsync(change.Database, cancellation);
        if (!before.Model.AppliedMigrations.SequenceEqual(history.Applied))
        {
            throw new EfBackupException(ErrorCode.DatabaseLocked, $"somebody else has migrated {database.Name} in this moment; nothing was changed", "see what is pending now (--dry-run), and try again");
        }

        var saved = await SaveAsync(change.Database, options, before, history.RouteTo(target), target, cancellation);
        await change.MigrateAsync(history.Applied, target, cancellation);
        var after = await LookAsync(change.Database, cancellation);
        await change.CommitAsync(cancellation);
        return (saved, before, after);
    }

    /// <summary>As EF's own tools do it.</summary>
    private async Task<(CreateResult? Saved, Survey Before, Survey After)> MigrateEachAsync(MigrateOptions options, Survey survey, IReadOnlyList<string> route, string target, CancellationToken cancellation)
    {
        var saved = await SaveAsync(database, options, survey, route, target, cancellation);
        try
        {
            await MigrationErrors.GuardAsync(database.Name, target, () => PlainMigrator.Of(context).MigrateAsync(target, cancellation), cancellation);
        }
        catch (EfBackupException exception)
        {
            throw new EfBackupException(
                exception.ErrorCode,
                exception.Message,
                $"what was applied before it was left, as --no-rollback says. {(saved is null ? "" : $"`dotnet ef-backup undo` brings back what {Path.GetFileName(saved.File)} holds")}",
                inner: exception);
        }

        return (saved, survey, await LookAsync(database, cancellation));
    }

    private async Task<Survey> LookAsync(IDatabase at, CancellationToken cancellation)
    {
        await using var snapshot = await at.OpenSnapshotAsync(cancellation);
        return await Survey.TakeAsync(context, at, snapshot, TableSelection.Mapped, sequences: false, cancellation);
    }

    private static IReadOnlyList<MigratedTable> Compare(Survey before, Survey after)
        => [.. before.Rows.Keys.Union(after.Rows.Keys).Order(StringComparer.Ordinal).Select(table => new MigratedTable(table, before.Rows.GetValueOrDefault(table), after.Rows.GetValueOrDefault(table)))];
}
