namespace Greenhouse.EfBackup.PostgreSql.Server;

/// <summary>PostgreSQL's server refuses to run as root: there somebody else runs it.</summary>
internal static class Unprivileged
{
    private static readonly string[] _folders = ["/usr/bin", "/usr/sbin", "/bin", "/sbin"];

    /// <summary>Name and group of who runs it; null where that is this user.</summary>
    private static readonly (string Name, string Group)? _user = !OperatingSystem.IsWindows() && Environment.IsPrivilegedProcess ? FindUser() : null;

    /// <summary>The command that runs a command as a user that the server does not refuse.</summary>
    public static string[] Command(params string[] command)
    {
        if (_user is not (var name, var group))
        {
            return command;
        }

        return Find("runuser") is { } runuser ? [runuser, "-u", name, "--", .. command]
            : Find("setpriv") is { } setpriv ? [setpriv, "--reuid", name, "--regid", group, "--clear-groups", "--", .. command]
            : Find("su") is { } su ? [su, "-s", "/bin/sh", "-c", "exec \"$0\" \"$@\"", "--", name, .. command]
            : throw new InvalidOperationException("PostgreSQL refuses to run as root, and none of runuser, setpriv and su is here.");
    }

    /// <summary>Makes a folder that the server can write to, and nobody else.</summary>
    public static void CreateFolder(string path)
    {
        Directory.CreateDirectory(path);
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }

        Own(path);
    }

    /// <summary>Gives a file or folder to who runs the server.</summary>
    public static void Own(string path)
    {
        if (_user is (var name, _))
        {
            Server.Command.Run(["chown", name, path]);
        }
    }

    private static (string Name, string Group) FindUser()
    {
        // name:password:user:group:...
        var users = File.ReadLines("/etc/passwd").Select(line => line.Split(':')).Where(fields => fields.Length > 3).ToArray();
        var user = users.FirstOrDefault(fields => fields[0] == "postgres") ?? users.First(fields => fields[0] == "nobody");
        return (user[0], user[3]);
    }

    private static string? Find(string program) => _folders.Select(folder => Path.Combine(folder, program)).FirstOrDefault(File.Exists);
}
