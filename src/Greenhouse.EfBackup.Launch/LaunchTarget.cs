namespace Greenhouse.EfBackup.Launch;

/// <summary>A compiled application, and all that the runtime wants to know to start the host in its dependency closure.</summary>
internal sealed record LaunchTarget
{
    /// <summary>The assembly that holds contexts and migrations, absolute.</summary>
    public required string Assembly { get; init; }

    /// <summary>The assembly that starts, absolute.</summary>
    public required string StartupAssembly { get; init; }

    public required string DepsFile { get; init; }

    public required string RuntimeConfig { get; init; }

    /// <summary>Where the packages are that were not copied beside the application.</summary>
    public IReadOnlyList<string> ProbingPaths { get; init; } = [];

    /// <summary>Where relative paths of the application (a SQLite file) start from.</summary>
    public required string WorkingDirectory { get; init; }

    /// <summary>The folder of the project that holds the contexts; null for published output.</summary>
    public string? ProjectDirectory { get; init; }
}
