using System.Diagnostics;
using Greenhouse.EfBackup.Protocol;
using Greenhouse.EfBackup.Storage;
using Greenhouse.EfBackup.Storage.Encryption;

namespace Greenhouse.EfBackup.Verification;

/// <summary>Verifies a backup by its file alone.</summary>
internal static class FileProof
{
    /// <param name="path">The file.</param>
    /// <param name="passphrase">What opens it, where it is encrypted.</param>
    /// <exception cref="EfBackupException">The file is not a whole backup, or its keys do not hold.</exception>
    public static Task<VerifyResult> ProveAsync(string path, Passphrase? passphrase, Progress progress, TimeProvider time, CancellationToken cancellation)
        => VerificationMark.KeepAsync(path, progress, time, () => Task.FromResult(Prove(path, passphrase, progress, cancellation).Result));

    /// <summary>The same without a mark, where more is to follow.</summary>
    public static (CheckedFile File, VerifyResult Result) Prove(string path, Passphrase? passphrase, Progress progress, CancellationToken cancellation)
    {
        var start = Stopwatch.GetTimestamp();
        var proven = KeyCheck.Run(path, passphrase, progress, cancellation);
        foreach (var key in proven.Unchecked)
        {
            progress.Say(new NoteEvent($"{key.Table} ({string.Join(", ", key.Columns)}) -> {key.References} is not checked: {key.Why}"));
        }

        return (proven.File, new VerifyResult
        {
            File = path,
            Bytes = proven.File.Bytes,
            Level = VerifyLevels.File,
            Tables = [.. proven.File.Tables.Select(table => new TableRows(table.Key, table.Rows))],
            Rows = proven.File.Tables.Sum(table => table.Rows),
            Keys = proven.Keys,
            References = proven.References,
            Unchecked = proven.Unchecked,
            Seconds = Progress.SecondsSince(start),
        });
    }
}
