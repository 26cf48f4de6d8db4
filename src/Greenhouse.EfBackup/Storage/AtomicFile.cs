using System.Runtime.InteropServices;

namespace Greenhouse.EfBackup.Storage;

/// <summary>
/// A file that is there whole or not at all: written beside its place under a temporary name, readable by its owner only, flushed to the
/// disk, checked, and only then given its name.
/// </summary>
internal sealed class AtomicFile : IBackupTarget
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>In the temporary name of a file whose own name is taken by that: no two can be made.</summary>
    private const string Reserved = "new";
    private readonly string _temporary;
    private bool _named;

    private AtomicFile(string path, string part)
    {
        Path = path;
        _temporary = TemporaryOf(path, part);
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.ReadWrite, Share = FileShare.Read, BufferSize = 0 };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = OwnerOnly;
        }

        Stream = new GrowingFile(new FileStream(_temporary, options));
    }

    /// <summary>The final path.</summary>
    public string Path { get; }

    /// <summary>What is written goes here; whoever checks it reads along.</summary>
    public GrowingFile Stream { get; }

    string IBackupTarget.Name => Path;

    string? IBackupTarget.File => Path;

    Stream IBackupTarget.Output => Stream;

    /// <exception cref="EfBackupException">The folder can't be written.</exception>
    public static AtomicFile Create(string path)
    {
        try
        {
            return new AtomicFile(path, Guid.NewGuid().ToString("N"));
        }
        catch (Exception exception) when (FileProblems.IsFileProblem(exception))
        {
            throw FileProblems.ExplainFolder(exception, path);
        }
    }

    /// <summary>The same, of a name that nobody else has or is about to have.</summary>
    /// <returns>Null where somebody has.</returns>
    /// <exception cref="EfBackupException">The folder can't be written.</exception>
    public static AtomicFile? TryCreate(string path)
    {
        try
        {
            var file = new AtomicFile(path, Reserved);
            if (!File.Exists(path))
            {
                return file;
            }

            file.Dispose();
            return null;
        }
        catch (IOException exception) when (FileProblems.IsTaken(exception))
        {
            return null;
        }
        catch (Exception exception) when (FileProblems.IsFileProblem(exception))
        {
            throw FileProblems.ExplainFolder(exception, path);
        }
    }

    /// <summary>Removes temporary files that no process holds any more; whoever wrote them was killed.</summary>
    /// <param name="folder">Where they lie.</param>
    /// <param name="before">Only those that were last written before this.</param>
    /// <returns>Their paths.</returns>
    public static IReadOnlyList<string> RemoveAbandoned(string folder, DateTimeOffset before)
    {
        var removed = new List<string>();
        foreach (var file in Directory.EnumerateFiles(folder, ".*.json.*.tmp").Where(file => File.GetLastWriteTimeUtc(file) < before.UtcDateTime))
        {
            try
            {
                // Its writer has it open, if there is one, and then nobody has it to himself.
                using (new FileStream(file, FileMode.Open, FileAccess.ReadWrite, FileShare.None))
                {
                }

                File.Delete(file);
                removed.Add(file);
            }
            catch (Exception exception) when (FileProblems.IsFileProblem(exception))
            {
                // In use, or not ours to remove: it stays.
            }
        }

        return removed;
    }

    /// <summary>Flushes to the disk and gives the file its name. What was written has been checked before.</summary>
    /// <param name="overwrite">A file of that name is replaced; otherwise it is an error.</param>
    /// <exception cref="IOException">The file could not be flushed or named.</exception>
    public void Commit(bool overwrite = false)
    {
        Stream.FlushToDisk();
        Stream.Dispose();
        File.Move(_temporary, Path, overwrite);
        _named = true;
        FlushFolder(System.IO.Path.GetDirectoryName(Path)!);
    }

    Stream IBackupTarget.Follow() => Stream.Follow();

    void IBackupTarget.Complete() => Stream.Complete();

    void IBackupTarget.Commit() => Commit();

    public void Dispose()
    {
        Stream.Dispose();
        if (!_named)
        {
            File.Delete(_temporary);
        }
    }

    private static string TemporaryOf(string path, string part)
        => System.IO.Path.Combine(System.IO.Path.GetDirectoryName(path)!, $".{System.IO.Path.GetFileName(path)}.{part}.tmp");

    /// <summary>The new name itself must reach the disk; POSIX wants the folder flushed for that, Windows has no such call.</summary>
    private static void FlushFolder(string folder)
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        var descriptor = open(folder, 0);
        if (descriptor >= 0)
        {
            _ = fsync(descriptor);
            _ = close(descriptor);
        }

#pragma warning disable CA2101 // Marshalled as UTF-8, which is what these systems take.
        [DllImport("libc", SetLastError = true)]
        [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
        static extern int open([MarshalAs(UnmanagedType.LPUTF8Str)] string path, int flags);
#pragma warning restore CA2101

        [DllImport("libc", SetLastError = true)]
        [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
        static extern int fsync(int descriptor);

        [DllImport("libc", SetLastError = true)]
        [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
        static extern int close(int descriptor);
    }
}
