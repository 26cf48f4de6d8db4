using Greenhouse.EfBackup.Protocol;

namespace Greenhouse.EfBackup.Launch;

/// <summary>What the options mean: the application to start, and what its project says about backups.</summary>
/// <param name="Target">How it is started; null where only the folder was wanted.</param>
/// <param name="BackupFolder">Where its backups are, absolute.</param>
/// <param name="Context">The context that the project chooses by a property; null where it does not.</param>
/// <param name="Warnings">What should be said about the project.</param>
internal sealed record Application(LaunchTarget? Target, string BackupFolder, string? Context, IReadOnlyList<WarningEvent> Warnings)
{
    public const string DefaultFolder = "backups";

    /// <summary>The project wants its backups encrypted, whoever takes them.</summary>
    public bool Encrypt { get; init; }

    /// <summary>Finds, evaluates and (unless told not to) builds.</summary>
    /// <param name="options">Which application.</param>
    /// <param name="chosenFolder">The backup folder where the user names one, absolute.</param>
    /// <param name="cancellation">Ends the processes that are asked.</param>
    public static Application Resolve(LaunchOptions options, string? chosenFolder, CancellationToken cancellation)
    {
        if (options.Assembly is { } assembly)
        {
            return new Application(PublishedApplication.Resolve(assembly, options.WorkingDirectory), chosenFolder ?? Beside(options), null, []);
        }

        var (projectFile, startupFile) = ProjectFinder.Find(options.Project, options.StartupProject, options.WorkingDirectory);
        var startup = ProjectEvaluation.Run(startupFile, options, build: !options.NoBuild, cancellation);
        var project = projectFile == startupFile ? startup : ProjectEvaluation.Run(projectFile, WithoutBuildChoices(options), build: false, cancellation);
        var target = TargetResolver.Resolve(project, startup);
        var folder = chosenFolder ?? FolderOf(project);
        return new Application(target, folder, project["EfBackupContext"], PublishedBackups.Check(project, folder)) { Encrypt = project.IsTrue("EfBackupEncrypt") };
    }

    /// <summary>Only the folder: for verbs that read files. Nothing is built or started.</summary>
    public static Application ResolveFolder(LaunchOptions options, CancellationToken cancellation)
    {
        if (options.Assembly is not null)
        {
            return new Application(null, Beside(options), null, []);
        }

        var (projectFile, _) = ProjectFinder.Find(options.Project, options.StartupProject, options.WorkingDirectory);
        var project = ProjectEvaluation.Run(projectFile, WithoutBuildChoices(options), build: false, cancellation);
        return new Application(null, FolderOf(project), project["EfBackupContext"], []);
    }

    /// <summary>Framework and the rest are the startup project's; a library that it references has its own.</summary>
    private static LaunchOptions WithoutBuildChoices(LaunchOptions options) => options with { Framework = null, Configuration = null, Runtime = null };

    private static string Beside(LaunchOptions options) => Path.Combine(options.WorkingDirectory, DefaultFolder);

    private static string FolderOf(ProjectProperties project) => project.FullPath("EfBackupOutput") ?? Path.Combine(project.Directory, DefaultFolder);
}
