using Greenhouse.EfBackup.Operations;
using Greenhouse.EfBackup.Seeds;
using Greenhouse.EfBackup.Storage;
using Microsoft.EntityFrameworkCore.Infrastructure;

namespace Greenhouse.EfBackup;

/// <summary>
/// Backup and restore of a context's database, in code. What fails is an <see cref="EfBackupException"/> with a code, and leaves the database and the folder as they
/// were. A transaction of the context must not be under way. Events go to the context's log (<see cref="EfBackupEventId"/>).
/// </summary>
public static class EfBackupDatabaseExtensions
{
    /// <summary>Backs the database up into a file.</summary>
    /// <param name="database">The context's database.</param>
    /// <param name="path">
    /// The file, where the path ends in <c>.json</c>, <c>.json.gz</c> or <c>.json.br</c>, with <c>.age</c> behind it where it is encrypted: one that is there already is not
    /// overwritten. Any other path is a folder, made where it is missing, in which the backup is named by its time.
    /// </param>
    /// <param name="options">How; null for what is usual.</param>
    /// <param name="progress">Told how far it is, from the thread that works.</param>
    /// <param name="cancellationToken">Ends it; nothing is left behind.</param>
    /// <returns>The backup, which is whole and checked.</returns>
    /// <exception cref="EfBackupException">It could not be taken, or what it would hold could not be restored.</exception>
    /// <exception cref="ArgumentException">The ending of the path and the options differ in how it is packed, or an option is for folders only.</exception>
    public static Task<EfBackupCreateResult> BackupAsync(
        this DatabaseFacade database, string path, EfBackupCreateOptions? options = null, IProgress<EfBackupProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(database);
        ArgumentException.ThrowIfNullOrEmpty(path);
        var chosen = options ?? new EfBackupCreateOptions();
        var full = Path.GetFullPath(path);
        var compression = BackupPath.IsFile(full) ? DestinationCheck.OfFile(full, chosen) : (Compression)(chosen.Compression ?? EfBackupCompression.None);
        IBackupDestination destination = BackupPath.IsFile(full) ? new BackupPath(full) : new BackupFolder(full);
        return LibraryDoor.RunAsync(
            database, progress, alone: chosen.Verify == EfBackupVerifyLevel.Rehearse, (context, listener) => new BackupCall(context, chosen, listener).RunAsync(destination, compression, cancellationToken));
    }

    /// <summary>Backs the database up into a stream, such as the body of an HTTP response.</summary>
    /// <param name="database">The context's database.</param>
    /// <param name="stream">
    /// Written asynchronously, from front to back; stays open. The backup is checked on its way, and its end is written only when all is well: what was written before a
    /// failure is no backup, and every reader says so.
    /// </param>
    /// <param name="options">How; null for what is usual.</param>
    /// <param name="progress">Told how far it is, from the thread that works.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>The backup.</returns>
    /// <exception cref="EfBackupException">It could not be taken or written, or what it would hold could not be restored.</exception>
    /// <exception cref="ArgumentException">The stream can't be written, or an option is not for streams.</exception>
    public static Task<EfBackupCreateResult> BackupAsync(
        this DatabaseFacade database, Stream stream, EfBackupCreateOptions? options = null, IProgress<EfBackupProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(database);
        ArgumentNullException.ThrowIfNull(stream);
        var chosen = options ?? new EfBackupCreateOptions();
        var compression = DestinationCheck.OfStream(stream, chosen);
        return LibraryDoor.RunAsync(
            database, progress, alone: false, (context, listener) => new BackupCall(context, chosen, listener).RunAsync(new BackupStream(stream, cancellationToken), compression, cancellationToken));
    }

    /// <summary>Replaces the rows of the database by those of a backup: completely, or not at all.</summary>
    /// <param name="database">The context's database.</param>
    /// <param name="path">The file; or a folder, for the latest backup that it has of this context and database.</param>
    /// <param name="options">How; null for what is usual.</param>
    /// <param name="progress">Told how far it is, from the thread that works.</param>
    /// <param name="cancellationToken">Ends it, and the database is as it was.</param>
    /// <returns>What was restored.</returns>
    /// <exception cref="EfBackupException">The backup, the schema or the database refuses; the database is as it was.</exception>
    public static Task<EfBackupRestoreResult> RestoreAsync(
        this DatabaseFacade database, string path, EfBackupRestoreOptions? options = null, IProgress<EfBackupProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(database);
        ArgumentException.ThrowIfNullOrEmpty(path);
        var chosen = options ?? new EfBackupRestoreOptions();
        return LibraryDoor.RunAsync(
            database, progress, alone: chosen.Schema is EfBackupSchema.Backup or EfBackupSchema.Migrate, (context, listener) => new RestoreCall(context, chosen, listener).RunAsync(Path.GetFullPath(path), cancellationToken));
    }

    /// <summary>Replaces the rows of the database by those of a backup that comes as a stream, such as the body of an HTTP request: completely, or not at all.</summary>
    /// <param name="database">The context's database.</param>
    /// <param name="stream">
    /// Read asynchronously to its end, and not closed; how it is packed is seen from what it holds. It is set aside in the folder for temporary files, since a backup is read more
    /// than once, for its owner only and as long as this takes. What the stream itself throws is not caught.
    /// </param>
    /// <param name="options">How; null for what is usual.</param>
    /// <param name="progress">Told how far it is, from the thread that works.</param>
    /// <param name="cancellationToken">Ends it, and the database is as it was.</param>
    /// <returns>What was restored.</returns>
    /// <exception cref="EfBackupException">The backup, the schema or the database refuses; the database is as it was.</exception>
    public static Task<EfBackupRestoreResult> RestoreAsync(
        this DatabaseFacade database, Stream stream, EfBackupRestoreOptions? options = null, IProgress<EfBackupProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(database);
        DestinationCheck.Readable(stream);
        var chosen = options ?? new EfBackupRestoreOptions();
        return LibraryDoor.RunAsync(
            database, progress, alone: chosen.Schema is EfBackupSchema.Backup or EfBackupSchema.Migrate, (context, listener) => new RestoreCall(context, chosen, listener).RunAsync(stream, cancellationToken));
    }

    /// <summary>Verifies a backup: that it is whole, and as the options say that it fits the database, and that it restores.</summary>
    /// <param name="database">The context's database.</param>
    /// <param name="path">The file; or a folder, for the latest backup that it has of this context and database.</param>
    /// <param name="options">How; null for what is usual.</param>
    /// <param name="progress">Told how far it is, from the thread that works.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>What was proved.</returns>
    /// <exception cref="EfBackupException">The backup does not pass, or could not be verified so far.</exception>
    public static Task<EfBackupVerifyResult> VerifyAsync(
        this DatabaseFacade database, string path, EfBackupVerifyOptions? options = null, IProgress<EfBackupProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(database);
        ArgumentException.ThrowIfNullOrEmpty(path);
        var chosen = options ?? new EfBackupVerifyOptions();
        return LibraryDoor.RunAsync(
            database, progress, alone: chosen.Level == EfBackupVerifyLevel.Rehearse, (context, listener) => new VerifyCall(context, chosen, listener).RunAsync(Path.GetFullPath(path), cancellationToken));
    }

    /// <summary>Verifies a backup that comes as a stream, which is set aside as for a restore.</summary>
    /// <param name="database">The context's database.</param>
    /// <param name="stream">Read asynchronously to its end, and not closed.</param>
    /// <param name="options">How; null for what is usual.</param>
    /// <param name="progress">Told how far it is, from the thread that works.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>What was proved.</returns>
    /// <exception cref="EfBackupException">The backup does not pass, or could not be verified so far.</exception>
    public static Task<EfBackupVerifyResult> VerifyAsync(
        this DatabaseFacade database, Stream stream, EfBackupVerifyOptions? options = null, IProgress<EfBackupProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(database);
        DestinationCheck.Readable(stream);
        var chosen = options ?? new EfBackupVerifyOptions();
        return LibraryDoor.RunAsync(
            database, progress, alone: chosen.Level == EfBackupVerifyLevel.Rehearse, (context, listener) => new VerifyCall(context, chosen, listener).RunAsync(stream, cancellationToken));
    }

    /// <summary>
    /// Applies a seed: rows that are missing are inserted, those that are there get the values that differ, and no row goes. In the transaction of the context where one is under
    /// way, else in one of its own.
    /// </summary>
    /// <param name="database">The context's database, with its tables.</param>
    /// <param name="path">The file; a relative one lies beside the application, or else in the current folder.</param>
    /// <param name="options">How; null for what is usual.</param>
    /// <param name="cancellationToken">Ends it, and nothing is changed.</param>
    /// <returns>What became of its rows.</returns>
    /// <exception cref="EfBackupException">The seed is wrong, or the database refuses a row. Nothing was changed; a transaction of the context's can only be rolled back.</exception>
    public static Task<EfBackupSeedResult> SeedAsync(this DatabaseFacade database, string path, EfBackupSeedOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(database);
        ArgumentException.ThrowIfNullOrEmpty(path);
        return LibraryDoor.RunWithinAsync(database, (context, listener) => new SeedCall(context, options ?? new EfBackupSeedOptions(), listener).RunAsync(path, cancellationToken));
    }

    /// <inheritdoc cref="SeedAsync"/>
    public static EfBackupSeedResult Seed(this DatabaseFacade database, string path, EfBackupSeedOptions? options = null) => SeedAsync(database, path, options).GetAwaiter().GetResult();

    /// <summary>Writes the rows of the database as a seed: a file to edit and to keep under version control, of which a row is a line, in an order that stays the same.</summary>
    /// <param name="database">The context's database.</param>
    /// <param name="path">The file. One that is there is replaced where it is a seed that was written like this, and else an error.</param>
    /// <param name="options">Which tables and rows, and how masked. A seed is neither packed, encrypted nor verified.</param>
    /// <param name="cancellationToken">Ends it; nothing is left behind.</param>
    /// <returns>What was written.</returns>
    /// <exception cref="EfBackupException">It could not be written, or is too large for a seed.</exception>
    /// <exception cref="ArgumentException">An option is none of seeds.</exception>
    public static Task<EfBackupCreateResult> WriteSeedAsync(this DatabaseFacade database, string path, EfBackupCreateOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(database);
        ArgumentException.ThrowIfNullOrEmpty(path);
        var chosen = options ?? new EfBackupCreateOptions();
        DestinationCheck.OfSeed(chosen);
        return LibraryDoor.RunAsync(
            database, report: null, alone: false, (context, listener) => new BackupCall(context, chosen, listener).RunAsync(new SeedDestination(Path.GetFullPath(path), cancellationToken), Compression.None, cancellationToken));
    }
}
