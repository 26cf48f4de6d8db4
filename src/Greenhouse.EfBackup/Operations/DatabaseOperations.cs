using Greenhouse.EfBackup.Databases;
using Greenhouse.EfBackup.Migrations;
using Greenhouse.EfBackup.Protocol;
using Greenhouse.EfBackup.Pruning;
using Greenhouse.EfBackup.Restore;
using Greenhouse.EfBackup.Seeds;
using Greenhouse.EfBackup.Snapshot;
using Greenhouse.EfBackup.Storage;
using Greenhouse.EfBackup.Storage.Encryption;
using Greenhouse.EfBackup.Verification;
using Microsoft.EntityFrameworkCore;

namespace Greenhouse.EfBackup.Operations;

/// <summary>What every door has done with an application's database.</summary>
/// <param name="context">The application's context.</param>
/// <param name="database">Its database, opened.</param>
internal sealed class DatabaseOperations(DbContext context, IDatabase database, DatabaseSettings settings, Progress progress, TimeProvider time)
{
    /// <summary>Opens the context's database, and carries something out with it.</summary>
    /// <param name="makes">A missing database is made, and stays where <paramref name="keeps"/> says so and all went well.</param>
    /// <exception cref="EfBackupException">It can't be opened.</exception>
    public static async Task<T> WithDatabaseAsync<T>(DbContext context, DatabaseSettings settings, bool makes, bool keeps, Func<IDatabase, Task<T>> action, CancellationToken cancellation)
    {
        await using var made = new MadeDatabase(context);
        await using var database = await (makes ? made.OpenAsync(settings, cancellation) : SupportedDatabases.OpenAsync(context, settings, cancellation));
        var result = await action(database);
        if (keeps)
        {
            made.Keep();
        }

        return result;
    }

    /// <summary>Takes a backup, verifies it where that is wanted, and removes older ones as the policy says.</summary>
    /// <param name="destination">Where it goes. Only of a folder something is removed.</param>
    /// <param name="level">One of <see cref="VerifyLevels"/>; null for none.</param>
    /// <exception cref="EfBackupException">It could not be taken, or does not pass.</exception>
    public async Task<CreateResult> CreateAsync(IBackupDestination destination, CreateOptions options, string? level, RetentionPolicy? policy, CancellationToken cancellation)
    {
        var made = await new BackupCreator(context, database, destination, progress, time).CreateAsync(options with { Portable = destination is SeedDestination }, cancellation);
        return made with
        {
            Bytes = destination is SeedDestination { Bytes: { } bytes } ? bytes : made.Bytes,
            Verification = level is not null && made.File is { } file ? await VerifyAsync(file, options.Packing?.Passphrase, level, cancellation) : null,
            Pruned = destination is BackupFolder folder ? new PruneAfterSnapshot(folder, policy, progress, time).Run(made.File, made.Context, made.Database, Reasons.Manual, cancellation) : null,
        };
    }

    /// <summary>Restores a backup.</summary>
    /// <param name="file">The backup.</param>
    /// <param name="mode">What becomes of the schema.</param>
    /// <param name="safety">Where rows that will go are saved.</param>
    /// <param name="confirm">Asked before anything is changed; it throws where that is not wanted.</param>
    /// <param name="check">The file's check, where it is under way already.</param>
    /// <exception cref="EfBackupException">It could not be restored; the database is as it was.</exception>
    public Task<RestoreResult> RestoreAsync(
        string file, SchemaMode mode, RestoreOptions options, BackupFolder safety, Action<string> confirm, CancellationToken cancellation, Task<CheckedFile>? check = null)
        => mode == SchemaMode.Exact
            ? new Restorer(context, database, safety, progress, confirm, time, new MergeForecast(database.Names, progress)).RestoreAsync(file, options, cancellation, check)
            : new SchemaRestorer(context, database, safety, progress, confirm, time).RestoreAsync(file, mode, options, cancellation, check);

    /// <summary>Verifies a backup.</summary>
    /// <param name="level">One of <see cref="VerifyLevels"/>.</param>
    /// <exception cref="EfBackupException">It does not pass.</exception>
    public Task<VerifyResult> VerifyAsync(string file, Passphrase? passphrase, string level, CancellationToken cancellation)
        => new Verifier(context, settings, progress, time).VerifyAsync(file, passphrase, level, database, cancellation);
}
