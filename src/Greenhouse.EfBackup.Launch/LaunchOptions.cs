namespace Greenhouse.EfBackup.Launch;

/// <summary>Which application, as the command line says it. Unset is null.</summary>
internal sealed record LaunchOptions
{
    /// <summary>The project that holds contexts and migrations: a file or a folder.</summary>
    public string? Project { get; init; }

    /// <summary>The project that starts the application: a file or a folder.</summary>
    public string? StartupProject { get; init; }

    public string? Framework { get; init; }

    public string? Configuration { get; init; }

    public string? Runtime { get; init; }

    public bool NoBuild { get; init; }

    /// <summary>The compiled application in place of a project.</summary>
    public string? Assembly { get; init; }

    /// <summary>The folder that relative paths start from.</summary>
    public required string WorkingDirectory { get; init; }
}
