using Greenhouse.EfBackup.Databases;
using Greenhouse.EfBackup.Masking;
using Greenhouse.EfBackup.Protocol;
using Greenhouse.EfBackup.Schema;
using Greenhouse.EfBackup.Snapshot;
using Greenhouse.EfBackup.Storage;
using Greenhouse.EfBackup.Storage.Encryption;
using Microsoft.EntityFrameworkCore;

namespace Greenhouse.EfBackup.Operations;

/// <summary>A backup that code asks for.</summary>
internal sealed class BackupCall(DbContext context, EfBackupCreateOptions options, Listener listener)
{
    /// <param name="destination">Where it goes.</param>
    /// <param name="compression">How it is compressed.</param>
    /// <exception cref="EfBackupException">It could not be taken.</exception>
    public Task<EfBackupCreateResult> RunAsync(IBackupDestination destination, Compression compression, CancellationToken cancellation)
    {
        var (settings, wanted) = (LibraryDoor.Settings(options.LockTimeout, options.Parallel), Options(compression));
        return DatabaseOperations.WithDatabaseAsync(
            context,
            settings,
            makes: false,
            keeps: false,
            async database =>
            {
                var operations = new DatabaseOperations(context, database, settings, listener.Progress, options.Time);
                return options.UnlessNewerThan is { } time && destination is BackupFolder folder
                    ? await OneOfManyAsync(database, folder, time, () => CreateAsync(operations, destination, wanted, cancellation), cancellation)
                    : await CreateAsync(operations, destination, wanted, cancellation);
            },
            cancellation);
    }

    private async Task<EfBackupCreateResult> CreateAsync(DatabaseOperations operations, IBackupDestination destination, CreateOptions wanted, CancellationToken cancellation)
    {
        var made = await operations.CreateAsync(
            destination,
            wanted,
            LevelNames.Of(options.Verify),
            options.Retention?.Policy is { IsEmpty: false } policy ? policy : null,
            cancellation);
        if (!options.DryRun)
        {
            listener.Log.Taken(made.Database, made.File ?? "a stream", made.Rows, made.Bytes, made.Seconds);
        }

        return PublicResults.Of(made, listener.Warnings);
    }

    /// <exception cref="EfBackupException">They contradict each other.</exception>
    private CreateOptions Options(Compression compression)
    {
        var rows = RowChoice.Read(options.Where, options.Limit, options.WithRelated, options.AndDependents);
        return rows is not null && options.UnlessNewerThan is not null
            ? throw new EfBackupException(
                ErrorCode.Usage, $"a backup of some rows stands in for no whole one, and {nameof(EfBackupCreateOptions.UnlessNewerThan)} looks for that", $"leave {nameof(EfBackupCreateOptions.Where)}, {nameof(EfBackupCreateOptions.Limit)} and the like away, or {nameof(EfBackupCreateOptions.UnlessNewerThan)}")
            : Options(rows, new Packing(compression, options.Passphrase is { } passphrase ? new Passphrase(passphrase) : null));
    }

    private CreateOptions Options(SelectedRows? rows, Packing packing)
        => new(
            new TableSelection(options.Include, options.Exclude, options.AllTables),
            options.Description,
            options.DryRun,
            packing,
            Rows: rows,
            Masking: options.Mask || options.RequireMasking
                ? new MaskOptions([.. options.Masks.Select(mask => new MaskSetting(mask.Table, mask.Column, mask.Rule))], options.RequireMasking, options.MaskKey)
                : null);

    /// <summary>Whoever has the lock takes it; whoever comes later finds it.</summary>
    private async Task<EfBackupCreateResult> OneOfManyAsync(IDatabase database, BackupFolder folder, DateTimeOffset time, Func<Task<EfBackupCreateResult>> create, CancellationToken cancellation)
    {
        IAsyncDisposable? held;
        try
        {
            held = await SupportedDatabases.LockAsync(context, ProcessLock.Backup, TimeSpan.Zero, cancellation);
        }
        catch (EfBackupException exception) when (exception.ErrorCode == ErrorCode.MigrationBusy)
        {
            listener.Log.Skipped(database.Name, "another process is doing it");
            return new EfBackupCreateResult { Skipped = true };
        }

        try
        {
            if (folder.NewestManual(context.GetType().FullName!, database.Name) is { } newest && newest.Timestamp > time)
            {
                listener.Log.Skipped(database.Name, $"{newest.File} is new enough");
                return new EfBackupCreateResult { Skipped = true, File = newest.File, Timestamp = newest.Timestamp, Bytes = newest.Bytes, Rows = newest.Head!.Rows };
            }

            return await create();
        }
        finally
        {
            if (held is not null)
            {
                await held.DisposeAsync();
            }
        }
    }
}
