namespace Greenhouse.EfBackup.Databases.Sqlite;

/// <summary>
/// A folder for one scratch database and what SQLite puts beside it, its owner's only: <c>.rehearsal-0123456789abcdef0123456789abcdef</c>. A file in it is held as long
/// as the folder is used; one that nobody holds is of a process that was killed, and goes with the next.
/// </summary>
internal sealed class SqliteScratchFolder : IDisposable
{
    private const string Prefix = ".rehearsal-";
    private const string LockName = "lock";
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private readonly string _path;
    private readonly FileStream _lock;

    private SqliteScratchFolder(string path)
    {
        _path = path;
        _lock = Create(Path.Combine(path, LockName));
    }

    /// <summary>The database's file, empty.</summary>
    public string File => Path.Combine(_path, "scratch.db");

    /// <param name="parent">Where it is made.</param>
    /// <exception cref="IOException">It can't be.</exception>
    public static SqliteScratchFolder Make(string parent)
    {
        RemoveAbandoned(parent);
        var path = Path.Combine(parent, Prefix + Guid.NewGuid().ToString("N"));
        _ = OperatingSystem.IsWindows() ? Directory.CreateDirectory(path) : Directory.CreateDirectory(path, OwnerOnly | UnixFileMode.UserExecute);
        var made = new SqliteScratchFolder(path);
        Create(made.File).Dispose();
        return made;
    }

    /// <exception cref="IOException">It stays.</exception>
    public void Dispose()
    {
        _lock.Dispose();
        Directory.Delete(_path, recursive: true);
    }

    private static FileStream Create(string path)
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.ReadWrite, Share = FileShare.None };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = OwnerOnly;
        }

        return new FileStream(path, options);
    }

    /// <summary>Without a file to hold it is none of ours, or just being made.</summary>
    private static void RemoveAbandoned(string parent)
    {
        foreach (var folder in Directory.EnumerateDirectories(parent, Prefix + "*").Where(folder => Guid.TryParseExact(Path.GetFileName(folder)[Prefix.Length..], "N", out _)))
        {
            try
            {
                using (new FileStream(Path.Combine(folder, LockName), FileMode.Open, FileAccess.ReadWrite, FileShare.None))
                {
                }

                Directory.Delete(folder, recursive: true);
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                // In use, or not ours to remove: it stays.
            }
        }
    }
}
