using Greenhouse.EfBackup.Format;
using Greenhouse.EfBackup.Storage.Encryption;

namespace Greenhouse.EfBackup.Storage;

/// <summary>
/// A backup that came as a stream, set aside as a file, since it is read more than once: in a folder that its owner alone may read, and gone when this is disposed. What killed processes have left the next one removes.
/// How it is packed its content says, for a stream has no name.
/// </summary>
internal sealed class SpooledBackup : IDisposable
{
    private const string Prefix = "efbackup-stream-";

    // Open as long as the folder is in use.
    private const string Mark = "held";
    private const string Stem = "stream" + BackupName.Extension;
    private const int BufferBytes = 1 << 16;
    private static readonly byte[] _gzip = [0x1F, 0x8B];
    private static readonly TimeSpan _abandonedAfter = TimeSpan.FromMinutes(1);
    private readonly string _folder;
    private readonly FileStream _held;

    /// <exception cref="EfBackupException">There is no room for it.</exception>
    public SpooledBackup()
    {
        RemoveAbandoned();
        (_folder, _held) = MakeFolder();
        Path = System.IO.Path.Combine(_folder, Stem);
    }

    /// <summary>The file.</summary>
    public string Path { get; private set; }

    /// <param name="source">Read to its end, asynchronously; stays open. What it throws is not caught.</param>
    /// <param name="passphrase">What opens it, where it is encrypted.</param>
    /// <exception cref="EfBackupException">There is no room for it, or it is encrypted and not opened by what is given.</exception>
    public async Task ReadAsync(Stream source, Passphrase? passphrase, CancellationToken cancellation)
    {
        await CopyAsync(source, Path, cancellation);
        var named = Path + SuffixOf(Path, passphrase);
        File.Move(Path, named);
        Path = named;
    }

    /// <summary>Nobody knows the file by its name, and it is gone: messages are about the stream.</summary>
    public string Unnamed(string message) => message.Replace(Path, "the stream", StringComparison.Ordinal).Replace(System.IO.Path.GetFileName(Path), "the stream", StringComparison.Ordinal);

    public void Dispose()
    {
        _held.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private static void RemoveAbandoned()
    {
        var before = DateTime.UtcNow - _abandonedAfter;
        foreach (var folder in Directory.EnumerateDirectories(System.IO.Path.GetTempPath(), Prefix + "*").Where(folder => Directory.GetLastWriteTimeUtc(folder) < before))
        {
            try
            {
                // Its process has it open, if there is one, and then nobody has it to himself.
                using (new FileStream(System.IO.Path.Combine(folder, Mark), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None))
                {
                }

                Directory.Delete(folder, recursive: true);
            }
            catch (Exception exception) when (FileProblems.IsFileProblem(exception))
            {
                // In use, or not ours to remove: it stays.
            }
        }
    }

    private static (string Folder, FileStream Held) MakeFolder()
    {
        try
        {
            // On Unix its mode is 0700.
            var folder = Directory.CreateTempSubdirectory(Prefix).FullName;
            return (folder, new FileStream(System.IO.Path.Combine(folder, Mark), FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None));
        }
        catch (Exception exception) when (FileProblems.IsFileProblem(exception))
        {
            throw ScratchFile.Explain(exception);
        }
    }

    private static async Task CopyAsync(Stream source, string path, CancellationToken cancellation)
    {
        await using var file = OpenNew(path);
        var buffer = new byte[BufferBytes];
        while (await source.ReadAsync(buffer, cancellation) is > 0 and var read)
        {
            try
            {
                await file.WriteAsync(buffer.AsMemory(0, read), cancellation);
            }
            catch (Exception exception) when (FileProblems.IsFileProblem(exception))
            {
                throw ScratchFile.Explain(exception);
            }
        }
    }

    private static FileStream OpenNew(string path)
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, Share = FileShare.None, BufferSize = 0 };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        return new FileStream(path, options);
    }

    private static string SuffixOf(string path, Passphrase? passphrase)
    {
        var encrypted = BackupFile.IsEncrypted(path);
        using var content = BackupFile.Open(path, passphrase);
        return CompressionOf(content).Suffix() + (encrypted ? BackupFile.EncryptedSuffix : "");
    }

    /// <summary>Brotli has no mark of its own: it is what gives the head of a backup.</summary>
    private static Compression CompressionOf(Stream content)
    {
        var start = new byte[BufferBytes];
        var length = content.ReadAtLeast(start, start.Length, throwOnEndOfStream: false);
        if (start.AsSpan(0, length).StartsWith(_gzip))
        {
            return Compression.Gzip;
        }

        using var brotli = new BrotliReadStream(new MemoryStream(start, 0, length));
        var head = new byte[BackupFormat.Head.Length];
        try
        {
            return brotli.ReadAtLeast(head, head.Length, throwOnEndOfStream: false) == head.Length && BackupFormat.Head.SequenceEqual(head) ? Compression.Brotli : Compression.None;
        }
        catch (InvalidDataException)
        {
            return Compression.None;
        }
    }
}
