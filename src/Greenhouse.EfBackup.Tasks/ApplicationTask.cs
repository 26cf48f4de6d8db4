using Greenhouse.EfBackup.Launch;
using Greenhouse.EfBackup.Protocol;

namespace Greenhouse.EfBackup.Tasks;

/// <summary>A task that needs the application: the properties at hand say all that the tool has to ask MSBuild for.</summary>
public abstract class ApplicationTask : EfBackupTask
{
    /// <summary><c>$(TargetPath)</c>.</summary>
    public string? TargetPath { get; set; }

    /// <summary><c>$(AssemblyName)</c>.</summary>
    public string? AssemblyName { get; set; }

    /// <summary><c>$(OutputType)</c>.</summary>
    public string? OutputType { get; set; }

    /// <summary><c>$(TargetFramework)</c>.</summary>
    public string? TargetFramework { get; set; }

    /// <summary><c>$(ProjectDepsFilePath)</c>.</summary>
    public string? DepsFile { get; set; }

    /// <summary><c>$(ProjectRuntimeConfigFilePath)</c>.</summary>
    public string? RuntimeConfig { get; set; }

    /// <summary><c>$(NuGetPackageFolders)</c>.</summary>
    public string? PackageFolders { get; set; }

    /// <summary>The project that starts the application; empty where it is this one.</summary>
    public string? StartupProject { get; set; }

    /// <summary>The startup project's assembly.</summary>
    public string? StartupTargetPath { get; set; }

    /// <summary>Another connection string than the application's. It would stand in a binary log: prefer the environment variable.</summary>
    public string? Connection { get; set; }

    /// <summary>The only tables to take, separated by semicolons.</summary>
    public string? Include { get; set; }

    /// <summary>Tables to leave out, separated by semicolons.</summary>
    public string? Exclude { get; set; }

    /// <summary>How many seconds a lock that somebody else holds is waited for; empty for what is usual with the database.</summary>
    public string? LockTimeout { get; set; }

    /// <summary>Encrypt what is written, safety backups included.</summary>
    public string? Encrypt { get; set; }

    /// <summary>Say what would happen, and change nothing.</summary>
    public bool DryRun { get; set; }

    /// <summary>Rules of which backups stay, <c>KeepLast=7</c>, after a snapshot is taken; those without a value are not set.</summary>
    public string[] Retention { get; set; } = [];

    private protected abstract BackupRequest Complete(BackupRequest request);

    private protected abstract string Verb { get; }

    private protected override (LaunchTarget? Target, BackupRequest Request) Prepare()
    {
        var project = new ProjectProperties(Path.GetFullPath(ProjectFile), new Dictionary<string, string>
        {
            ["TargetPath"] = TargetPath ?? "",
            ["AssemblyName"] = AssemblyName ?? "",
            ["OutputType"] = OutputType ?? "",
            ["TargetFramework"] = TargetFramework ?? "",
            ["ProjectDepsFilePath"] = DepsFile ?? "",
            ["ProjectRuntimeConfigFilePath"] = RuntimeConfig ?? "",
            ["NuGetPackageFolders"] = PackageFolders ?? "",
        });
        var target = TargetResolver.Resolve(project, Startup() ?? project);
        var request = RequestOf(Verb);
        request = request with
        {
            Application = new ApplicationRequest
            {
                Assembly = target.Assembly,
                StartupAssembly = target.StartupAssembly,
                ProjectDirectory = target.ProjectDirectory,
                Context = request.Context,
                Connection = ConnectionVariable.Or(Connection),
            },
            DryRun = DryRun,
        };
        return (target, Configuration.Apply(Complete(request), _ => false));
    }

    private protected override string? SettingOf(string property)
        => property switch
        {
            "EfBackupInclude" => Include,
            "EfBackupExclude" => Exclude,
            "EfBackupEncrypt" => Encrypt,
            "EfBackupLockTimeout" => LockTimeout,
            _ => RetentionOf(property) ?? base.SettingOf(property),
        };

    /// <summary>Another project's assembly is known; what stands beside it has its name.</summary>
    private ProjectProperties? Startup() => Value(StartupProject) is null || Value(StartupTargetPath) is not { } assembly
        ? null
        : new ProjectProperties(Path.GetFullPath(StartupProject!, ProjectDirectory), new Dictionary<string, string>
        {
            ["TargetPath"] = assembly,
            ["ProjectDepsFilePath"] = Path.ChangeExtension(assembly, ".deps.json"),
            ["ProjectRuntimeConfigFilePath"] = Path.ChangeExtension(assembly, ".runtimeconfig.json"),
            ["NuGetPackageFolders"] = PackageFolders ?? "",
        });

    private protected static string[] List(string? property) => property?.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) ?? [];

    private string? RetentionOf(string property) => Retention.Select(rule => rule.Split('=', 2)).FirstOrDefault(rule => "EfBackup" + rule[0] == property)?[1].Trim();
}
