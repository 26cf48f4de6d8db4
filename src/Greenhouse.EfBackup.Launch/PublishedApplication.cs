using Greenhouse.EfBackup.Protocol;

namespace Greenhouse.EfBackup.Launch;

/// <summary>A compiled application without its project: what a server or a container has.</summary>
internal static class PublishedApplication
{
    public static LaunchTarget Resolve(string assemblyOption, string workingDirectory)
    {
        var assembly = Path.GetFullPath(assemblyOption, workingDirectory);
        if (!File.Exists(assembly))
        {
            throw new LaunchException(ErrorCode.ProjectNotFound, $"There is no assembly '{assembly}'", "Name the application's .dll with --assembly");
        }

        var deps = Path.ChangeExtension(assembly, ".deps.json");
        var config = Path.ChangeExtension(assembly, ".runtimeconfig.json");
        if (!assembly.EndsWith(".dll", StringComparison.OrdinalIgnoreCase))
        {
            throw NotAnAssembly(assembly);
        }

        if (!File.Exists(config))
        {
            throw new LaunchException(ErrorCode.NotStartable, $"'{Path.GetFileName(assembly)}' is not an application: '{config}' is not there",
                "Name the .dll of the application that starts, in its published folder");
        }

        SelfContained.Refuse(config);
        return File.Exists(deps)
            ? new LaunchTarget { Assembly = assembly, StartupAssembly = assembly, DepsFile = deps, RuntimeConfig = config, WorkingDirectory = workingDirectory }
            : throw new LaunchException(ErrorCode.NotStartable, $"The application's list of dependencies '{deps}' is not there",
                "Publish with <GenerateDependencyFile>true</GenerateDependencyFile>, which is the default");
    }

    /// <summary>The launcher of an application beside its .dll, or a single file.</summary>
    private static LaunchException NotAnAssembly(string file)
    {
        var library = Path.Combine(Path.GetDirectoryName(file)!, Path.GetFileNameWithoutExtension(file) + ".dll");
        library = File.Exists(library) ? library : file + ".dll";
        return File.Exists(library)
            ? new LaunchException(ErrorCode.ProjectNotFound, $"'{file}' is not a .dll", $"Name the assembly: --assembly {library}")
            : SelfContained.Refusal(file);
    }
}
