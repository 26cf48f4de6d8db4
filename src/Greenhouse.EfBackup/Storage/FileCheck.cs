using Greenhouse.EfBackup.Format;
using Greenhouse.EfBackup.Protocol;
using Greenhouse.EfBackup.Storage.Encryption;

namespace Greenhouse.EfBackup.Storage;

/// <summary>What a whole read of a file proved.</summary>
/// <param name="Metadata">Its head.</param>
/// <param name="Tables">Rows and hash of every table.</param>
/// <param name="Bytes">Its size.</param>
internal sealed record CheckedFile(BackupMetadata Metadata, IReadOnlyList<TableIntegrity> Tables, long Bytes);

/// <summary>Reads a whole backup file: every count, every hash, the tail.</summary>
internal static class FileCheck
{
    /// <param name="path">The file.</param>
    /// <param name="passphrase">What opens it, where it is encrypted.</param>
    /// <exception cref="EfBackupException">The file is not a whole backup.</exception>
    public static CheckedFile Check(string path, Passphrase? passphrase, Progress progress, CancellationToken cancellation)
    {
        try
        {
            using var stream = BackupFile.Open(path, passphrase);
            return Check(stream, path, progress, cancellation);
        }
        catch (Exception exception) when (FileProblems.IsFileProblem(exception))
        {
            throw FileProblems.Explain(exception, path);
        }
    }

    /// <param name="stream">The file, open at its start, decrypted and decompressed; disposed.</param>
    /// <param name="path">Its name, for messages.</param>
    public static CheckedFile Check(Stream stream, string path, Progress progress, CancellationToken cancellation)
    {
        // The reader disposes it too, but not where it fails at the head.
        using var input = stream;
        using var reader = new BackupReader(input, path);
        while (reader.NextTable() is not null)
        {
            while (reader.SkipRows())
            {
                cancellation.ThrowIfCancellationRequested();
                progress.Report(Stages.Check, "", stream.Position, stream.Length);
            }
        }

        return new CheckedFile(reader.Metadata, reader.Finish(), stream.Length);
    }
}
