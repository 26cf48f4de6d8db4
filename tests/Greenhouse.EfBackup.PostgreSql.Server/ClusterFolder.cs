namespace Greenhouse.EfBackup.PostgreSql.Server;

/// <summary>The folder of a private cluster. A file in it is locked for as long as the process lives that it belongs to.</summary>
internal sealed class ClusterFolder : IDisposable
{
    private const string Prefix = "efbackup-postgres-";

    private readonly FileStream _lock;

    private ClusterFolder(string path, FileStream @lock) => (Path, _lock) = (path, @lock);

    public string Path { get; }

    public string Data => At("data");

    public string Log => At("data/server.log");

    public string Passwords => At("passwords");

    /// <summary>A new folder, which everybody may pass through and only the server may look into.</summary>
    public static ClusterFolder Create(string parent)
    {
        // Locked before it has its name, so that nobody takes it for abandoned.
        var name = $"{Prefix}{Environment.ProcessId}-{Guid.NewGuid():N}";
        var (unnamed, path) = (System.IO.Path.Combine(parent, $".{name}"), System.IO.Path.Combine(parent, name));
        Directory.CreateDirectory(unnamed);
        if (!OperatingSystem.IsWindows())
        {
            const UnixFileMode pass = UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;
            File.SetUnixFileMode(unnamed, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute | pass);
        }

        var folder = new ClusterFolder(path, Lock(unnamed, FileMode.CreateNew));
        Directory.Move(unnamed, path);
        Unprivileged.CreateFolder(folder.Data);
        return folder;
    }

    /// <summary>The folders of processes that were killed, locked for the caller.</summary>
    public static IEnumerable<ClusterFolder> Abandoned(string parent)
    {
        foreach (var path in Directory.EnumerateDirectories(parent, Prefix + "*"))
        {
            FileStream file;
            try
            {
                file = Lock(path, FileMode.Open);
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                // Somebody's, or being removed already.
                continue;
            }

            using var folder = new ClusterFolder(path, file);
            yield return folder;
        }
    }

    /// <summary>Writes a file that nobody else reads.</summary>
    public static void WriteSecret(string path, string text)
    {
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        using var writer = new StreamWriter(path, options);
        writer.Write(text);
    }

    public void Remove()
    {
        _lock.Dispose();
        try
        {
            Directory.Delete(Path, recursive: true);
        }
        catch (DirectoryNotFoundException)
        {
            // The keeper of a process that has just ended is at it too.
        }
    }

    public void Dispose() => _lock.Dispose();

    private static FileStream Lock(string path, FileMode mode) => new(System.IO.Path.Combine(path, "lock"), mode, FileAccess.ReadWrite, FileShare.None);

    private string At(string name) => System.IO.Path.Combine(Path, name);
}
