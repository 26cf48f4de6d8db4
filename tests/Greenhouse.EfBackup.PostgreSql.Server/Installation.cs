namespace Greenhouse.EfBackup.PostgreSql.Server;

/// <summary>The PostgreSQL that is installed on this machine.</summary>
internal static class Installation
{
    private static readonly string[] _elsewhere =
    [
        "/usr/lib/postgresql/*/bin",
        "/usr/pgsql-*/bin",
        "/opt/homebrew/opt/postgresql*/bin",
        "/usr/local/opt/postgresql*/bin",
        "/Applications/Postgres.app/Contents/Versions/*/bin",
        "C:/Program Files/PostgreSQL/*/bin",
    ];

    /// <summary>The folder of the programs of the newest server; null where none is installed.</summary>
    public static string? Newest { get; } = Folders().FirstOrDefault(folder => Has(folder, "initdb") && Has(folder, "pg_ctl"));

    /// <summary>The path of a program, such as <c>pg_dump</c>, of the newest version that has it.</summary>
    public static string? Program(string name)
        => Folders().FirstOrDefault(folder => Has(folder, name)) is { } folder ? Path.Combine(folder, FileName(name)) : null;

    /// <summary>The name of a program's file.</summary>
    public static string FileName(string program) => OperatingSystem.IsWindows() ? program + ".exe" : program;

    /// <summary>Newest versions first, then the path: Debian has wrappers there that look for a cluster of their own.</summary>
    private static IEnumerable<string> Folders()
        => _elsewhere.SelectMany(Expand).OrderByDescending(folder => Version(folder)).Concat(OfPgConfig()).Concat(SearchPath());

    private static string[] SearchPath()
        => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries);

    private static IEnumerable<string> OfPgConfig()
    {
        var program = SearchPath().Where(folder => Has(folder, "pg_config")).Select(folder => Path.Combine(folder, FileName("pg_config"))).FirstOrDefault();
        try
        {
            return program is null ? [] : [Command.Run([program, "--bindir"]).Trim()];
        }
        catch (InvalidOperationException)
        {
            // Debian's has nothing to say where only the client is installed.
            return [];
        }
    }

    /// <summary>The folders that a pattern with one star means.</summary>
    private static IEnumerable<string> Expand(string pattern)
    {
        var star = pattern.IndexOf('*', StringComparison.Ordinal);
        var parent = pattern[..pattern.LastIndexOf('/', star)];
        var (name, rest) = (pattern[(parent.Length + 1)..pattern.IndexOf('/', star)], pattern[(pattern.IndexOf('/', star) + 1)..]);
        return Directory.Exists(parent) ? Directory.EnumerateDirectories(parent, name).Select(folder => Path.Combine(folder, rest)) : [];
    }

    private static double Version(string folder)
    {
        var digits = new string([.. Path.GetFileName(Path.GetDirectoryName(folder)!).SkipWhile(letter => !char.IsAsciiDigit(letter)).TakeWhile(letter => char.IsAsciiDigit(letter) || letter == '.')]);
        return double.TryParse(digits, System.Globalization.CultureInfo.InvariantCulture, out var version) ? version : 0;
    }

    /// <summary>A link may have outlived what it leads to.</summary>
    private static bool Has(string folder, string program)
    {
        var path = Path.Combine(folder, FileName(program));
        return File.Exists(path) && (File.ResolveLinkTarget(path, returnFinalTarget: true)?.Exists ?? true);
    }
}
