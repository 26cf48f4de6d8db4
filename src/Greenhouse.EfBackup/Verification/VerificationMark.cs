using Greenhouse.EfBackup.Protocol;
using Greenhouse.EfBackup.Storage;

namespace Greenhouse.EfBackup.Verification;

/// <summary>What stays of a verification: its mark beside the file, which one that fails takes away.</summary>
internal static class VerificationMark
{
    /// <param name="path">The backup.</param>
    /// <param name="verify">Verifies it.</param>
    public static async Task<VerifyResult> KeepAsync(string path, Progress progress, TimeProvider time, Func<Task<VerifyResult>> verify)
    {
        try
        {
            var result = await verify();
            Put(path, new VerifiedMark(result.Level, time.GetUtcNow(), LibraryVersion.Text), progress);
            return result;
        }
        // What is wrong with a database, a disk, a passphrase or a user says nothing of the file.
        catch (EfBackupException exception) when (exception.ErrorCode.ExitCode is ExitCodes.InvalidBackup or ExitCodes.SchemaMismatch && exception.ErrorCode != ErrorCode.PassphraseWrong)
        {
            if (Sidecar.Read(path) is { Verified: not null })
            {
                Put(path, null, progress);
            }

            throw;
        }
    }

    private static void Put(string path, VerifiedMark? mark, Progress progress)
    {
        try
        {
            var known = Sidecar.Read(path) ?? new Sidecar { Bytes = new FileInfo(path).Length };
            (known with { Verified = mark }).Write(path);
        }
        catch (EfBackupException exception)
        {
            progress.Warn(exception.ErrorCode, $"what the verification found can't be noted beside {path}: {exception.Message}", "`list` will not show it");
        }
    }
}
