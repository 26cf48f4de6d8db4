using Greenhouse.EfBackup.Storage;

namespace Greenhouse.EfBackup.Operations;

/// <summary>What code asks for that can't be: mistakes of whoever wrote it, found before anything is opened.</summary>
internal static class DestinationCheck
{
    /// <returns>How the backup is compressed.</returns>
    /// <exception cref="ArgumentException">The name says otherwise than the options, or an option is for folders only.</exception>
    public static Compression OfFile(string path, EfBackupCreateOptions options)
    {
        RefuseFolderOptions(options);
        var named = CompressionStreams.Of(path);
        if (options.Compression is { } wanted && named != (Compression)wanted)
        {
            throw new ArgumentException($"The name {Path.GetFileName(path)} does not end as that of a backup with the compression {wanted}: .json, .json.gz or .json.br.", nameof(path));
        }

        return path.EndsWith(BackupFile.EncryptedSuffix, StringComparison.Ordinal) == options.Passphrase is not null ? named : throw new ArgumentException(
            $"The name {Path.GetFileName(path)} {(options.Passphrase is null ? "is that of an encrypted backup, and no passphrase is set" : "does not end in .age, as that of an encrypted backup does")}.", nameof(path));
    }

    /// <returns>How the backup is compressed.</returns>
    /// <exception cref="ArgumentException">The stream can't be written, or an option is for files only.</exception>
    public static Compression OfStream(Stream stream, EfBackupCreateOptions options)
    {
        RefuseFolderOptions(options);
        return !stream.CanWrite ? throw new ArgumentException("The stream can't be written.", nameof(stream))
            : options.Verify is not null ? throw new ArgumentException($"What goes into a stream is checked on its way, and can't be read again: {nameof(options.Verify)} is for files.", nameof(options))
            : (Compression)(options.Compression ?? EfBackupCompression.None);
    }

    /// <exception cref="ArgumentException">An option is none of seeds.</exception>
    public static void OfSeed(EfBackupCreateOptions options)
    {
        RefuseFolderOptions(options);
        if (options.Passphrase is not null || options.Verify is not null || options.Compression is not (null or EfBackupCompression.None))
        {
            throw new ArgumentException($"A seed is a text to read and edit: {nameof(options.Passphrase)}, {nameof(options.Compression)} and {nameof(options.Verify)} are for backups.", nameof(options));
        }
    }

    /// <exception cref="ArgumentException">The stream can't be read.</exception>
    public static void Readable(Stream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        if (!stream.CanRead)
        {
            throw new ArgumentException("The stream can't be read.", nameof(stream));
        }
    }

    private static void RefuseFolderOptions(EfBackupCreateOptions options)
    {
        if (options.Retention is not null || options.UnlessNewerThan is not null)
        {
            throw new ArgumentException($"{nameof(options.Retention)} and {nameof(options.UnlessNewerThan)} are about the backups of a folder: give the path of one.", nameof(options));
        }
    }
}
