using Greenhouse.EfBackup.Migrations;
using Greenhouse.EfBackup.Protocol;
using Greenhouse.EfBackup.Restore;
using Greenhouse.EfBackup.Schema;
using Greenhouse.EfBackup.Storage;
using Greenhouse.EfBackup.Storage.Encryption;
using Microsoft.EntityFrameworkCore;

namespace Greenhouse.EfBackup.Operations;

/// <summary>A restore that code asks for.</summary>
internal sealed class RestoreCall(DbContext context, EfBackupRestoreOptions options, Listener listener)
{
    // As the snapshot before a migration has it.
    private const string DefaultFolder = "backups";
    private readonly Passphrase? _passphrase = options.Passphrase is { } text ? new Passphrase(text) : null;

    private SchemaMode Mode => options.Schema switch { EfBackupSchema.Backup => SchemaMode.Backup, EfBackupSchema.Migrate => SchemaMode.Migrate, _ => SchemaMode.Exact };

    private RestoreMode RowMode
        => options.Mode switch
        {
            EfBackupRestoreMode.Replace => RestoreMode.Replace,
            _ when Mode != SchemaMode.Exact => throw new EfBackupException(
                ErrorCode.Usage, $"the mode {options.Mode} keeps the rows that are there, and the way to another schema ({options.Schema}) empties every table", $"leave {nameof(EfBackupRestoreOptions.Schema)} as it is, or {nameof(EfBackupRestoreOptions.Mode)}"),
            EfBackupRestoreMode.Merge => RestoreMode.Merge,
            _ => RestoreMode.Insert,
        };

    /// <summary>Restores a file, or the latest of a folder.</summary>
    /// <exception cref="EfBackupException">It could not be restored; the database is as it was.</exception>
    public async Task<EfBackupRestoreResult> RunAsync(string path, CancellationToken cancellation)
    {
        var result = await RestoreAsync(path, Path.GetDirectoryName(Path.GetFullPath(path))!, cancellation);
        Log(result, result.File);
        return PublicResults.Of(result, result.File, listener.Warnings);
    }

    /// <summary>Restores what a stream gives.</summary>
    /// <exception cref="EfBackupException">It could not be restored; the database is as it was.</exception>
    public async Task<EfBackupRestoreResult> RunAsync(Stream stream, CancellationToken cancellation)
    {
        using var spooled = new SpooledBackup();
        listener.Named = spooled.Unnamed;
        await spooled.ReadAsync(stream, _passphrase, cancellation);
        var result = await RestoreAsync(spooled.Path, DefaultFolder, cancellation);
        Log(result, "a stream");
        return PublicResults.Of(result, file: null, listener.Warnings);
    }

    private Task<RestoreResult> RestoreAsync(string path, string folder, CancellationToken cancellation)
    {
        var (settings, wanted) = (LibraryDoor.Settings(options.LockTimeout), Options());
        return DatabaseOperations.WithDatabaseAsync(
            context,
            settings,
            makes: Mode != SchemaMode.Exact,
            keeps: !options.DryRun,
            async database =>
            {
                var file = LatestOf.Resolve(path, context, database);
                var safety = new BackupFolder(Path.GetFullPath(options.SafetyFolder ?? (Directory.Exists(path) ? path : folder)));
                return await new DatabaseOperations(context, database, settings, listener.Progress, TimeProvider.System)
                    .RestoreAsync(file, Mode, wanted, safety, _ => { }, cancellation);
            },
            cancellation);
    }

    /// <exception cref="EfBackupException">They contradict each other.</exception>
    private RestoreOptions Options()
        => new(
            new TableSelection(options.Include, options.Exclude, AllTables: false),
            options.SafetyBackup,
            options.DryRun,
            options.VerifyRestored,
            options.Schema == EfBackupSchema.Lenient,
            _passphrase,
            options.EncryptSafetyBackup
                ? new Packing(Passphrase: _passphrase ?? throw new EfBackupException(ErrorCode.NoPassphrase, "the safety backup is to be encrypted, and no passphrase is given", $"set {nameof(EfBackupRestoreOptions.Passphrase)}; nothing was written"))
                : null,
            Mode: RowMode);

    private void Log(RestoreResult result, string file)
    {
        if (!options.DryRun)
        {
            listener.Log.Restored(result.Database, file, result.Rows, result.Seconds);
        }
    }
}
