using System.Diagnostics;
using Greenhouse.EfBackup.Databases;
using Greenhouse.EfBackup.Protocol;
using Greenhouse.EfBackup.Storage;
using Greenhouse.EfBackup.Storage.Encryption;
using Microsoft.EntityFrameworkCore;

namespace Greenhouse.EfBackup.Verification;

/// <summary>Verifies a backup up to a level, each after the one before.</summary>
/// <param name="context">The application's context.</param>
internal sealed class Verifier(DbContext context, DatabaseSettings settings, Progress progress, TimeProvider time)
{
    /// <param name="path">The backup.</param>
    /// <param name="passphrase">What opens it, where it is encrypted.</param>
    /// <param name="level">One of <see cref="VerifyLevels"/>.</param>
    /// <param name="database">The application's database; closed where a scratch database needs the context.</param>
    /// <exception cref="EfBackupException">The backup fails, or could not be verified so far.</exception>
    public Task<VerifyResult> VerifyAsync(string path, Passphrase? passphrase, string level, IDatabase database, CancellationToken cancellation)
        => VerifyAsync(path, passphrase, level, file => SchemaCheck.RunAsync(context, database, file, elsewhere: level == VerifyLevels.Rehearse, cancellation), database.DisposeAsync, cancellation);

    /// <summary>The same for a backup that was taken of the database in this moment, while nobody can change it: it fits.</summary>
    /// <param name="path">The backup.</param>
    /// <param name="passphrase">What opens it, where it is encrypted.</param>
    /// <param name="level">One of <see cref="VerifyLevels"/>.</param>
    /// <param name="database">The database's name.</param>
    public Task<VerifyResult> VerifySnapshotAsync(string path, Passphrase? passphrase, string level, string database, CancellationToken cancellation)
        => VerifyAsync(path, passphrase, level, file => Task.FromResult(new SchemaProof(database, Fits: true, SchemaCheck.MigrationOf(context, file.Metadata))), () => ValueTask.CompletedTask, cancellation);

    private Task<VerifyResult> VerifyAsync(string path, Passphrase? passphrase, string level, Func<CheckedFile, Task<SchemaProof>> fit, Func<ValueTask> close, CancellationToken cancellation)
        => VerificationMark.KeepAsync(path, progress, time, async () =>
        {
            var start = Stopwatch.GetTimestamp();
            var (file, result) = FileProof.Prove(path, passphrase, progress, cancellation);
            if (level != VerifyLevels.File)
            {
                result = result with { Schema = await fit(file) };
            }

            if (level == VerifyLevels.Rehearse)
            {
                await close();
                result = result with { Rehearsal = await new Rehearsal(context, settings, progress, time).RunAsync(path, passphrase, file, cancellation) };
            }

            return result with { Level = level, Seconds = Progress.SecondsSince(start) };
        });
}
