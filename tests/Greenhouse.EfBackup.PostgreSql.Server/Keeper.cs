using System.Diagnostics;

namespace Greenhouse.EfBackup.PostgreSql.Server;

/// <summary>
/// A shell that waits for this process to end, in whatever way, and then stops a cluster and removes its folder: its standard input ends when this
/// process does. Test hosts are killed as soon as their tests are done, and have no time to stop a server.
/// </summary>
internal sealed class Keeper
{
    private const string Script = """trap "" INT TERM HUP; cat >/dev/null; folder=$1; shift; "$@"; rm -rf "$folder" """;

    private readonly Process _shell;

    private Keeper(Process shell) => _shell = shell;

    /// <summary>Null where there is no shell.</summary>
    public static Keeper? Watch(string folder, string[] stop)
    {
        if (OperatingSystem.IsWindows())
        {
            return null;
        }

        var start = new ProcessStartInfo("/bin/sh", ["-c", $"{{ {Script}; }} >/dev/null 2>&1", "keeper", folder, .. stop]) { RedirectStandardInput = true, WorkingDirectory = "/" };
        return new Keeper(Process.Start(start)!);
    }

    /// <summary>Has it do its work, and waits for it.</summary>
    public void Finish()
    {
        _shell.StandardInput.Close();
        _shell.WaitForExit();
        _shell.Dispose();
    }
}
