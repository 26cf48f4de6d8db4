using Greenhouse.EfBackup.Databases;
using Greenhouse.EfBackup.Format;
using Greenhouse.EfBackup.Protocol;
using Greenhouse.EfBackup.Restore;
using Greenhouse.EfBackup.Schema;
using Greenhouse.EfBackup.Storage;
using Microsoft.EntityFrameworkCore;

namespace Greenhouse.EfBackup.Verification;

/// <summary>Holds a backup against the application: its database as it is now, and the migrations of its code. Nothing is changed.</summary>
internal static class SchemaCheck
{
    /// <param name="elsewhere">The database may be at other migrations than the backup, as long as the code knows the backup's.</param>
    /// <exception cref="EfBackupException">The backup does not fit.</exception>
    public static async Task<SchemaProof> RunAsync(DbContext context, IDatabase database, CheckedFile backup, bool elsewhere, CancellationToken cancellation)
    {
        var migration = MigrationOf(context, backup.Metadata);
        await using var snapshot = await database.OpenSnapshotAsync(cancellation);
        try
        {
            await RestorePlan.MakeAsync(context, database, snapshot, backup, new RestoreOptions(TableSelection.Everything), cancellation);
            return new SchemaProof(database.Name, Fits: true, migration);
        }
        catch (EfBackupException exception) when (elsewhere && migration is not null && exception.ErrorCode == ErrorCode.SchemaDiffers)
        {
            var live = await snapshot.ReadSchemaAsync(cancellation);
            var applied = (await database.GuardAsync(() => ModelTables.ReadAsync(context, database.Names, live, cancellation), cancellation)).AppliedMigrations;
            if (applied.SequenceEqual(backup.Metadata.Migrations))
            {
                throw;
            }

            return new SchemaProof(database.Name, Fits: false, migration);
        }
    }

    /// <summary>A backup of another kind of database has migrations that mean nothing here.</summary>
    /// <exception cref="EfBackupException">The code does not have the backup's.</exception>
    public static string? MigrationOf(DbContext context, BackupMetadata backup)
        => backup.Migrations.Count == 0 || backup.Provider != context.Database.ProviderName ? null : MigrationHistory.Of(context, []).PlaceOf(backup);
}
