using System.Globalization;
using Greenhouse.EfBackup.Databases;
using Greenhouse.EfBackup.Protocol;
using Greenhouse.EfBackup.Pruning;
using Greenhouse.EfBackup.Schema;
using Greenhouse.EfBackup.Snapshot;
using Greenhouse.EfBackup.Storage;
using Greenhouse.EfBackup.Storage.Encryption;
using Greenhouse.EfBackup.Verification;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;

namespace Greenhouse.EfBackup.Migrations;

/// <summary>Takes the backup of a database that is about to be migrated; one that fails stops the migration.</summary>
internal sealed class SnapshotBeforeMigration(DbContext context, HookTalk talk)
{
    /// <summary>What UseEfBackup was given; null where it was not called.</summary>
    private EfBackupOptions? Options => context.GetService<IDbContextOptions>().FindExtension<EfBackupOptionsExtension>()?.Options;

    /// <summary>Whether a snapshot may be wanted, as far as that is to be known without a look at the database.</summary>
    /// <exception cref="EfBackupException">The environment says neither yes nor no.</exception>
    public bool MayBeWanted => (HookSettings.FromEnvironment ?? HookSettings.Of(Options)) is not BeforeMigration.Nothing;

    /// <summary>Backs up the model's tables as they are.</summary>
    /// <param name="pending">What is about to happen.</param>
    /// <param name="isInTransaction">An ambient transaction is under way.</param>
    /// <returns>The file; null where no snapshot is wanted, or no table holds a row.</returns>
    /// <exception cref="EfBackupException">It could not be taken; its message names the variable that does without.</exception>
    public async Task<string?> TakeAsync(PendingMigrations pending, bool isInTransaction, CancellationToken cancellation)
    {
        var settings = HookSettings.Of(context, Options);
        if (settings.Before == BeforeMigration.Nothing)
        {
            return null;
        }

        try
        {
            RefuseTransaction(isInTransaction);
            var result = await CreateAsync(settings, pending, cancellation);
            if (result.File is { } file)
            {
                talk.Say(context, string.Create(
                    CultureInfo.InvariantCulture,
                    $"{result.Rows:N0} {(result.Rows == 1 ? "row" : "rows")} of {result.Tables.Count} {(result.Tables.Count == 1 ? "table" : "tables")} saved to {Shown(file)} {pending.Before}"));
                if (settings.Before == BeforeMigration.Rehearsal)
                {
                    await RehearseAsync(file, settings.Packing.Passphrase, result.Database, cancellation);
                }

                Prune(settings, result, cancellation);
            }

            return result.File;
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            throw Stopped(exception, $"the snapshot {pending.Before} failed");
        }
    }

    /// <summary>The failure that stops a migration.</summary>
    public static EfBackupException Stopped(Exception reason, string what)
    {
        var known = reason as EfBackupException;
        var help = $"{(known is null ? "" : $"{known.Help}; or ")}migrate without a snapshot: {HookSettings.BeforeMigrationVariable}=false";
        var code = known?.ErrorCode == ErrorCode.MigrationBusy ? ErrorCode.MigrationBusy : ErrorCode.SnapshotFailed;
        // Whoever migrates shows the message and nothing else.
        var findings = string.Concat(known?.Details.Select(line => $"\n  {line}") ?? []);
        return new EfBackupException(code, $"{code.Id}: {what}, and nothing was migrated: {reason.Message}; {help}{findings}", help, known?.Details, reason);
    }

    private async Task<CreateResult> CreateAsync(HookSettings settings, PendingMigrations pending, CancellationToken cancellation)
    {
        await using var database = await SupportedDatabases.OpenAsync(context, DatabaseSettings.Default, cancellation);
        return await new BackupCreator(context, database, new BackupFolder(settings.Folder), talk.ProgressOf(context), TimeProvider.System)
            .CreateAsync(new CreateOptions(TableSelection.Mapped, Packing: settings.Packing, Before: pending.First, SkipEmpty: true), cancellation);
    }

    private async Task RehearseAsync(string file, Passphrase? passphrase, string database, CancellationToken cancellation)
    {
        var found = await new Verifier(context, DatabaseSettings.Default, talk.ProgressOf(context), TimeProvider.System).VerifySnapshotAsync(file, passphrase, VerifyLevels.Rehearse, database, cancellation);
        talk.Say(context, $"{Shown(file)} was restored into the scratch database {found.Rehearsal!.Place}, read back and compared");
    }

    /// <summary>Snapshots from before earlier migrations go as the settings say; what others took or wanted otherwise stays.</summary>
    private void Prune(HookSettings settings, CreateResult made, CancellationToken cancellation)
    {
        var pruned = new PruneAfterSnapshot(new BackupFolder(settings.Folder), settings.Retention, talk.ProgressOf(context), TimeProvider.System)
            .Run(made.File, made.Context, made.Database, Reasons.Migration, cancellation);
        if (pruned is { Removed: > 0 })
        {
            talk.Say(context, string.Create(CultureInfo.InvariantCulture, $"{pruned.Removed} older {(pruned.Removed == 1 ? "snapshot" : "snapshots")} removed"));
        }
    }

    /// <summary>Inside of somebody's transaction a snapshot would hold what may yet be rolled back, and could not begin one of its own.</summary>
    private void RefuseTransaction(bool isInTransaction)
    {
        if (SurroundingTransaction.IsUnderWay(context, isInTransaction))
        {
            throw new EfBackupException(
                ErrorCode.SnapshotFailed, "a transaction is under way, inside of which no snapshot can be taken", "migrate outside of transactions");
        }
    }

    /// <summary>As somebody in the current folder would name it.</summary>
    private static string Shown(string file) => Path.GetRelativePath(Environment.CurrentDirectory, file) is var near && near.StartsWith("..", StringComparison.Ordinal) ? file : near;
}
