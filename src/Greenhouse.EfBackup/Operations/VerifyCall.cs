using Greenhouse.EfBackup.Protocol;
using Greenhouse.EfBackup.Storage;
using Greenhouse.EfBackup.Storage.Encryption;
using Greenhouse.EfBackup.Verification;
using Microsoft.EntityFrameworkCore;

namespace Greenhouse.EfBackup.Operations;

/// <summary>A verification that code asks for.</summary>
internal sealed class VerifyCall(DbContext context, EfBackupVerifyOptions options, Listener listener)
{
    private readonly Passphrase? _passphrase = options.Passphrase is { } text ? new Passphrase(text) : null;

    /// <summary>Verifies a file, or the latest of a folder.</summary>
    /// <exception cref="EfBackupException">It does not pass.</exception>
    public async Task<EfBackupVerifyResult> RunAsync(string path, CancellationToken cancellation)
    {
        var result = await VerifyAsync(path, cancellation);
        listener.Log.Verified(result.File, result.Level, result.Rows, result.Seconds);
        return PublicResults.Of(result, result.File, listener.Warnings);
    }

    /// <summary>Verifies what a stream gives.</summary>
    /// <exception cref="EfBackupException">It does not pass.</exception>
    public async Task<EfBackupVerifyResult> RunAsync(Stream stream, CancellationToken cancellation)
    {
        using var spooled = new SpooledBackup();
        listener.Named = spooled.Unnamed;
        await spooled.ReadAsync(stream, _passphrase, cancellation);
        var result = await VerifyAsync(spooled.Path, cancellation);
        listener.Log.Verified("a stream", result.Level, result.Rows, result.Seconds);
        return PublicResults.Of(result, file: null, listener.Warnings);
    }

    /// <summary>Only what is about the database opens it.</summary>
    private Task<VerifyResult> VerifyAsync(string path, CancellationToken cancellation)
    {
        if (options.Level == EfBackupVerifyLevel.File && !Directory.Exists(path))
        {
            return FileProof.ProveAsync(new BackupFolder(path).Resolve(path, context: null, database: null), _passphrase, listener.Progress, TimeProvider.System, cancellation);
        }

        var settings = LibraryDoor.Settings(options.LockTimeout);
        return DatabaseOperations.WithDatabaseAsync(
            context,
            settings,
            makes: false,
            keeps: false,
            database => new DatabaseOperations(context, database, settings, listener.Progress, TimeProvider.System)
                .VerifyAsync(LatestOf.Resolve(path, context, database), _passphrase, LevelNames.Of(options.Level)!, cancellation),
            cancellation);
    }
}
