using Greenhouse.EfBackup.Storage.Encryption;

namespace Greenhouse.EfBackup.Storage;

/// <summary>Opens backup files, however they are packed.</summary>
internal static class BackupFile
{
    public const string EncryptedSuffix = ".age";
    private static readonly byte[] _armor = "-----BEGIN AGE ENCRYPTED FILE-----"u8.ToArray();
    private static readonly byte[] _magic = [.. AgeHeader.Magic.Select(letter => (byte)letter)];

    /// <summary>Opens a file for reading from front to back, decrypted and decompressed. One that is neither can be sought in.</summary>
    /// <param name="path">The file. How it is compressed its name says; whether it is encrypted, its content.</param>
    /// <param name="passphrase">What opens it, where it is encrypted.</param>
    /// <exception cref="EfBackupException">It is encrypted, and not opened by what is given.</exception>
    public static Stream Open(string path, Passphrase? passphrase)
    {
        var file = new FileStream(path, new FileStreamOptions { Access = FileAccess.Read, Share = FileShare.Read, BufferSize = 0, Options = FileOptions.SequentialScan });
        try
        {
            var packing = new Packing(CompressionStreams.Of(path), IsEncrypted(file, path) ? passphrase ?? throw AgeErrors.Missing(path) : null);
            return packing.Unpack(file, path);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>A passphrase is needed to read it.</summary>
    /// <exception cref="EfBackupException">It is in ASCII armor.</exception>
    public static bool IsEncrypted(string path)
    {
        try
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0);
            return IsEncrypted(file, path);
        }
        catch (Exception exception) when (FileProblems.IsFileProblem(exception))
        {
            throw FileProblems.Explain(exception, path);
        }
    }

    /// <summary>The name of an encrypted file as it would be if it were not.</summary>
    public static string WithoutEncryptedSuffix(string path)
        => path.EndsWith(EncryptedSuffix, StringComparison.Ordinal) ? path[..^EncryptedSuffix.Length] : path;

    /// <summary>By its first bytes; and by its name, so that one whose first bytes were altered is said to be damaged and not to be something else.</summary>
    private static bool IsEncrypted(FileStream file, string path)
    {
        Span<byte> start = stackalloc byte[_armor.Length];
        start = start[..file.ReadAtLeast(start, start.Length, throwOnEndOfStream: false)];
        file.Position = 0;
        if (start.SequenceEqual(_armor))
        {
            throw AgeErrors.Armored(path);
        }

        return !start.IsEmpty && (path.EndsWith(EncryptedSuffix, StringComparison.Ordinal) || _magic.AsSpan().StartsWith(start[..Math.Min(start.Length, _magic.Length)]));
    }
}
