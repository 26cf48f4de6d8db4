using System.Reflection;

namespace Greenhouse.EfBackup.Package.Tests.Workshop;

/// <summary>
/// The packages, packed once for all tests, with a folder outside of the repository that they are installed in, and the applications
/// that use them, built once.
/// </summary>
public sealed class Packages : IAsyncLifetime
{
    private readonly Dictionary<string, string?> _environment = Clean();

    /// <summary>Never the version of an earlier run, which a cache might serve.</summary>
    public string Version { get; } = $"1.0.0-test.{DateTime.UtcNow.Ticks}";

    public string Folder { get; } = Directory.CreateTempSubdirectory("efbackup-packages-").FullName;

    /// <summary>The backup that tests share; null until one has taken it.</summary>
    public string? Sample { get; set; }

    /// <summary>The folder of an application.</summary>
    public string App(string name) => Path.Combine(Folder, "apps", name);

    /// <summary>A copy of a database of 300,000 rows, which is made once.</summary>
    public void CopyLarge(string file)
    {
        var large = Path.Combine(Folder, "large.db");
        if (!File.Exists(large))
        {
            Shop.CreateLarge(large);
        }

        File.Copy(large, file);
    }

    public async Task InitializeAsync()
    {
        var feed = Path.Combine(Folder, "feed");
        foreach (var project in new[] { "Greenhouse.EfBackup", "dotnet-ef-backup" })
        {
            await MustAsync(Path.Combine(RepositoryRoot, "src", project), "pack", "-c", "Release", "-o", feed, $"-p:Version={Version}", "-v", "quiet", "-nologo");
        }

        // A home and a packages folder of our own: what the SDK remembers of installed tools is one file for all folders, which another run of these
        // tests would change; nothing of a test version stays in the user's, and what that holds is not fetched again.
        _environment["DOTNET_CLI_HOME"] = MakeHome();
        _environment["NUGET_PACKAGES"] = Path.Combine(Folder, "packages");
        Sources.WriteRoot(Folder, feed, UserPackages);
        await MustAsync(Folder, "new", "tool-manifest");
        await MustAsync(Folder, "tool", "install", "dotnet-ef-backup", "--version", Version);
        await MustAsync(Folder, "tool", "install", "dotnet-ef", "--version", "10.0.14");
        Sources.WriteApps(Folder, Version);
        await MustAsync(Folder, "build", "All.slnx", "-v", "quiet", "-nologo", "-clp:NoSummary");
    }

    public Task DisposeAsync()
    {
        Directory.Delete(Folder, recursive: true);
        return Task.CompletedTask;
    }

    /// <summary>Starts <c>dotnet</c> with arguments.</summary>
    public Running Start(string directory, IEnumerable<string> arguments) => Running.Start(directory, _environment, "dotnet", arguments);

    /// <summary>Starts it as the leader of a process group, as a shell does, with signals as a terminal's user has them.</summary>
    public Running StartGroup(string directory, IEnumerable<string> arguments)
        => Running.Start(directory, _environment, "env", ["--default-signal=INT", "setsid", "dotnet", .. arguments]);

    /// <summary>Runs <c>dotnet</c> with an environment variable more.</summary>
    public Running StartWith(string variable, string value, string directory, IEnumerable<string> arguments)
        => Running.Start(directory, new Dictionary<string, string?>(_environment) { [variable] = value }, "dotnet", arguments);

    /// <summary>Runs <c>dotnet</c> with several environment variables more.</summary>
    public Running StartWith(IEnumerable<(string Name, string Value)> variables, string directory, IEnumerable<string> arguments)
    {
        var environment = new Dictionary<string, string?>(_environment);
        foreach (var (name, value) in variables)
        {
            environment[name] = value;
        }

        return Running.Start(directory, environment, "dotnet", arguments);
    }

    private static string RepositoryRoot => typeof(Packages).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == "RepositoryRoot").Value!;

    private static string UserHome => Environment.GetEnvironmentVariable("DOTNET_CLI_HOME") is { Length: > 0 } home ? home : Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);

    private static string UserPackages => Environment.GetEnvironmentVariable("NUGET_PACKAGES") is { Length: > 0 } folder
        ? folder
        : Path.Combine(UserHome, ".nuget", "packages");

    /// <summary>A home with the user's package sources, which NuGet looks up in <c>DOTNET_CLI_HOME</c> where it is not Windows.</summary>
    private string MakeHome()
    {
        var home = Path.Combine(Folder, "home");
        var sources = Path.Combine(".nuget", "NuGet", "NuGet.Config");
        Directory.CreateDirectory(Path.Combine(home, Path.GetDirectoryName(sources)!));
        if (File.Exists(Path.Combine(UserHome, sources)))
        {
            File.Copy(Path.Combine(UserHome, sources), Path.Combine(home, sources));
        }

        return home;
    }

    private async Task MustAsync(string directory, params string[] arguments)
    {
        using var running = Start(directory, arguments);
        (await running.EndAsync()).Ended(0);
    }

    /// <summary>Without what <c>dotnet test</c> tells its children about its own SDK and build.</summary>
    private static Dictionary<string, string?> Clean()
    {
        var environment = Environment.GetEnvironmentVariables().Keys.Cast<string>()
            .Where(name => name.StartsWith("MSBUILD", StringComparison.OrdinalIgnoreCase) || name.StartsWith("VSTEST", StringComparison.Ordinal) || name.StartsWith("EFBACKUP", StringComparison.Ordinal)
                || name is "DOTNET_HOST_PATH" or "DOTNET_CLI_TELEMETRY_SESSIONID")
            .ToDictionary(name => name, _ => (string?)null);
        environment["MSBUILDDISABLENODEREUSE"] = "1";
        environment["MSBUILDTERMINALLOGGER"] = "off";
        environment["DOTNET_NOLOGO"] = "1";
        environment["DOTNET_CLI_UI_LANGUAGE"] = "en";
        return environment;
    }
}

/// <summary>One after the other: each test starts processes that want all cores.</summary>
[CollectionDefinition(Name)]
public sealed class OneAfterTheOther : ICollectionFixture<Packages>
{
    public const string Name = "packages";
}
