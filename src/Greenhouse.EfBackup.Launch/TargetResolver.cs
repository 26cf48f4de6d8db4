using Greenhouse.EfBackup.Protocol;

namespace Greenhouse.EfBackup.Launch;

/// <summary>From two evaluated projects to what the host starts with; refuses what can't be started, with the reason.</summary>
internal static class TargetResolver
{
    public static LaunchTarget Resolve(ProjectProperties project, ProjectProperties startup)
    {
        RequireFramework(startup, startup["TargetFramework"]);
        RequireStartable(startup);

        var startupAssembly = startup.FullPath("TargetPath")!;
        RequireBuilt(startup, startupAssembly);

        // The startup project's output holds a copy of the other's assembly, built for the framework that fits it.
        var assembly = ReferenceEquals(project, startup)
            ? startupAssembly
            : Path.Combine(Path.GetDirectoryName(startupAssembly)!, project["AssemblyName"] + ".dll");
        return File.Exists(assembly)
            ? Target(project, startup, assembly, startupAssembly)
            : throw new LaunchException(ErrorCode.NotBuilt, $"'{Path.GetFileName(assembly)}' is not in the output of '{startup.Name}'",
                $"Add a ProjectReference to '{project.Name}' to '{startup.Name}', or name another --startup-project");
    }

    /// <summary>Refuses a project of several frameworks where none of them is named.</summary>
    public static void RequireFramework(ProjectProperties project, string? named)
    {
        if (project["TargetFrameworks"] is { } list)
        {
            var frameworks = list.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
            if (named is null || !frameworks.Contains(named, StringComparer.OrdinalIgnoreCase))
            {
                throw new LaunchException(ErrorCode.SeveralFrameworks,
                    $"'{project.Name}' targets {string.Join(", ", frameworks)}{(named is null ? "" : $", and not {named}")}", $"Choose one: --framework {frameworks[0]}");
            }
        }

        if (project["TargetPath"] is null)
        {
            throw new LaunchException(ErrorCode.NotStartable, $"'{project.File}' is not a project that builds an assembly", "Name a .NET project with --project");
        }
    }

    private static void RequireStartable(ProjectProperties startup)
    {
        if (startup["OutputType"] is "Library" && startup.FullPath("ProjectRuntimeConfigFilePath") is var config && !File.Exists(config))
        {
            throw new LaunchException(ErrorCode.NotStartable, $"'{startup.Name}' is a library, which can't be started",
                "Name the application with --startup-project, or set <GenerateRuntimeConfigurationFiles>true</GenerateRuntimeConfigurationFiles> in the library");
        }

        if (startup["TargetFramework"] is { } framework && (framework.StartsWith("net4", StringComparison.Ordinal) || framework.StartsWith("netstandard", StringComparison.Ordinal)))
        {
            throw new LaunchException(ErrorCode.NotStartable, $"'{startup.Name}' targets {framework}", "Name an application on .NET 8 or newer with --startup-project");
        }
    }

    private static void RequireBuilt(ProjectProperties startup, string assembly)
    {
        if (!File.Exists(assembly) || startup.FullPath("ProjectRuntimeConfigFilePath") is not { } config || !File.Exists(config))
        {
            throw new LaunchException(ErrorCode.NotBuilt, $"'{startup.Name}' is not built: '{assembly}' is not there",
                "Leave --no-build away, or build with the same --configuration and --framework first");
        }

        SelfContained.Refuse(config);
    }

    private static LaunchTarget Target(ProjectProperties project, ProjectProperties startup, string assembly, string startupAssembly) => new()
    {
        Assembly = assembly,
        StartupAssembly = startupAssembly,
        DepsFile = startup.FullPath("ProjectDepsFilePath") ?? Path.ChangeExtension(startupAssembly, ".deps.json"),
        RuntimeConfig = startup.FullPath("ProjectRuntimeConfigFilePath")!,
        ProbingPaths = startup["NuGetPackageFolders"]?.Split(';', StringSplitOptions.RemoveEmptyEntries) ?? [],
        WorkingDirectory = startup.Directory,
        ProjectDirectory = project.Directory,
    };
}
