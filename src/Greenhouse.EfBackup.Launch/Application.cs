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

    /// <summary>What the project sets.</summary>
    public Configuration Configuration { get; init; } = Configuration.None;

    /// <summary>Finds, evaluates and (unless told not to) builds.</summary>
    /// <param name="options">Which application.</param>
    /// <param name="chosenFolder">The backup folder where the user names one, absolute.</param>
    /// <param name="cancellation">Ends the processes that are asked.</param>
    public static Application Resolve(LaunchOptions options, string? chosenFolder, CancellationToken cancellation)
    {
        if (options.Assembly is { } assembly)
        {
            return new Application(PublishedApplication.Resolve(assembly, options.WorkingDirectory), chosenFolder ?? Beside(options), null, []).With(ConfigurationOf(options));
        }

        var (projectFile, startupFile) = ProjectFinder.Find(options.Project, options.StartupProject, options.WorkingDirectory);
        var startup = ProjectEvaluation.Run(startupFile, options, build: !options.NoBuild, cancellation);
        var project = projectFile == startupFile ? startup : ProjectEvaluation.Run(projectFile, WithoutBuildChoices(options), build: false, cancellation);
        var target = TargetResolver.Resolve(project, startup);
        var folder = chosenFolder ?? FolderOf(project);
        return new Application(target, folder, null, PublishedBackups.Check(project, folder)).With(ConfigurationOf(project));
    }

    /// <summary>Only the folder: for verbs that read files. Nothing is built or started.</summary>
    public static Application ResolveFolder(LaunchOptions options, CancellationToken cancellation)
    {
        if (options.Assembly is not null)
        {
            return new Application(null, Beside(options), null, []).With(ConfigurationOf(options));
        }

        var (projectFile, _) = ProjectFinder.Find(options.Project, options.StartupProject, options.WorkingDirectory);
        var project = ProjectEvaluation.Run(projectFile, WithoutBuildChoices(options), build: false, cancellation);
        return new Application(null, FolderOf(project), null, []).With(ConfigurationOf(project));
    }

    /// <summary>Beside published output there is no project; who stands somewhere means what lies there.</summary>
    private static Configuration ConfigurationOf(LaunchOptions options) => new(ConfigurationFile.Read(options.WorkingDirectory), _ => null, Environment.GetEnvironmentVariable, folder: null);

    private static Configuration ConfigurationOf(ProjectProperties project) => new(ConfigurationFile.Read(project.Directory), name => project[name], Environment.GetEnvironmentVariable, project.Directory);

    private Application With(Configuration configuration) => this with { Configuration = configuration, Context = configuration[Settings.Context].Value };

    /// <summary>Framework and the rest are the startup project's; a library that it references has its own.</summary>
    private static LaunchOptions WithoutBuildChoices(LaunchOptions options) => options with { Framework = null, Configuration = null, Runtime = null };

    private static string Beside(LaunchOptions options) => Path.Combine(options.WorkingDirectory, DefaultFolder);

    private static string FolderOf(ProjectProperties project) => project.FullPath("EfBackupOutput") ?? Path.Combine(project.Directory, DefaultFolder);
}
