namespace Greenhouse.EfBackup.Launch;

/// <summary>
/// Starts the host while MSBuild is still asked what the project is: both take half a second. Where the last build lies is guessed; a host
/// that was started on a wrong guess has got no request, has done nothing, and is ended.
/// </summary>
internal sealed class HostAhead : IDisposable
{
    private readonly LaunchTarget _guess;
    private HostProcess? _host;

    private HostAhead(LaunchTarget guess, HostProcess host)
    {
        _guess = guess;
        _host = host;
    }

    /// <summary>Starts a host on a guess; null where there is none to be made.</summary>
    public static HostAhead? Start(string hostFolder, LaunchOptions options, IHostListener listener)
    {
        try
        {
            return Guess(options) is { } guess ? new HostAhead(guess, HostProcess.Start(hostFolder, guess, listener)) : null;
        }
        catch (Exception e) when (e is LaunchException or IOException or UnauthorizedAccessException)
        {
            // Whoever does it in earnest will say what is wrong.
            return null;
        }
    }

    /// <summary>Hands over the host if it runs on exactly this target.</summary>
    public HostProcess? Take(LaunchTarget? target)
    {
        if (target is null || target.WorkingDirectory != _guess.WorkingDirectory
            || !HostCommand.Arguments("", target, "").SequenceEqual(HostCommand.Arguments("", _guess, "")))
        {
            return null;
        }

        var host = _host;
        _host = null;
        return host;
    }

    public void Dispose() => _host?.Abandon();

    /// <summary>The only output of the last build in the place where projects put it unless they say otherwise.</summary>
    internal static LaunchTarget? Guess(LaunchOptions options)
    {
        if (!options.NoBuild || options.Assembly is not null || options.Runtime is not null)
        {
            return null;
        }

        var (project, startup) = ProjectFinder.Find(options.Project, options.StartupProject, options.WorkingDirectory);
        var directory = Path.GetDirectoryName(startup)!;
        var output = Path.Combine(directory, "bin", options.Configuration ?? "Debug");
        if (project != startup || !Directory.Exists(output))
        {
            return null;
        }

        var name = Path.GetFileNameWithoutExtension(startup);
        var built = Directory.EnumerateDirectories(output)
            .Where(d => options.Framework is null || Path.GetFileName(d) == options.Framework)
            .Select(d => Path.Combine(d, name))
            .Where(p => File.Exists(p + ".dll") && File.Exists(p + ".deps.json") && File.Exists(p + ".runtimeconfig.json"))
            .ToArray();
        return built is not [var only] ? null : new LaunchTarget
        {
            Assembly = only + ".dll",
            StartupAssembly = only + ".dll",
            DepsFile = only + ".deps.json",
            RuntimeConfig = only + ".runtimeconfig.json",
            ProbingPaths = PackageFolders(Path.Combine(directory, "obj", Path.GetFileName(startup) + ".nuget.g.props")),
            WorkingDirectory = directory,
        };
    }

    /// <summary>The property that restoring wrote down.</summary>
    private static string[] PackageFolders(string properties)
    {
        if (!File.Exists(properties))
        {
            return [];
        }

        var text = File.ReadAllText(properties);
        var start = text.IndexOf("<NuGetPackageFolders", StringComparison.Ordinal);
        start = start < 0 ? -1 : text.IndexOf('>', start) + 1;
        var end = start <= 0 ? -1 : text.IndexOf('<', start);
        return end < 0 ? [] : text[start..end].Split(';', StringSplitOptions.RemoveEmptyEntries);
    }
}
