using Greenhouse.EfBackup.Protocol;

namespace Greenhouse.EfBackup.Storage;

/// <summary>What has no room in memory for a while: a file that its owner alone may read and that is gone with the process.</summary>
internal sealed class ScratchFile : IDisposable
{
    private readonly FileStream _file;

    /// <exception cref="EfBackupException">It can't be made.</exception>
    public ScratchFile()
    {
        try
        {
            _file = Open(Path.GetTempPath());
        }
        catch (Exception exception) when (FileProblems.IsFileProblem(exception))
        {
            throw Explain(exception);
        }
    }

    public long Length { get; private set; }

    /// <exception cref="EfBackupException">The disk is full, or fails.</exception>
    public void Append(ReadOnlySpan<byte> bytes)
    {
        try
        {
            RandomAccess.Write(_file.SafeFileHandle, bytes, Length);
            Length += bytes.Length;
        }
        catch (Exception exception) when (FileProblems.IsFileProblem(exception))
        {
            throw Explain(exception);
        }
    }

    /// <returns>How many bytes were read; 0 at the end.</returns>
    public int Read(long offset, Span<byte> target) => RandomAccess.Read(_file.SafeFileHandle, target, offset);

    /// <summary>Writes a part of it to another stream.</summary>
    public void CopyTo(Stream target, long start, long end)
    {
        var buffer = new byte[1 << 16];
        for (var offset = start; offset < end && Read(offset, buffer.AsSpan(0, (int)Math.Min(buffer.Length, end - offset))) is > 0 and var read; offset += read)
        {
            target.Write(buffer, 0, read);
        }
    }

    public void Dispose() => _file.Dispose();

    /// <summary>Without a name where the system can do that: a process that is killed leaves nothing behind.</summary>
    /// <param name="folder">Where it takes its room.</param>
    /// <exception cref="IOException">It can't be made.</exception>
    public static FileStream Open(string folder)
    {
        var path = Path.Combine(folder, $"efbackup-{Guid.NewGuid():N}.tmp");
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.ReadWrite, Share = FileShare.None, BufferSize = 0, Options = FileOptions.DeleteOnClose };
        if (OperatingSystem.IsWindows())
        {
            return new FileStream(path, options);
        }

        options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        var file = new FileStream(path, options);
        File.Delete(path);
        return file;
    }

    public static EfBackupException Explain(Exception exception)
        => new(
            FileProblems.IsDiskFull(exception) ? ErrorCode.DiskFull : ErrorCode.FileFailed,
            $"rows could not be set aside in {Path.GetTempPath()}: {exception.Message}",
            "free some space there, or name another folder with the variable TMPDIR (on Windows, TMP)",
            inner: exception);
}
