using Greenhouse.EfBackup.Protocol;

namespace Greenhouse.EfBackup.Launch;

/// <summary>Finds the project that holds the contexts and the one that starts, by the rules that users know from <c>dotnet ef</c>.</summary>
internal static class ProjectFinder
{
    /// <summary>Each of the two falls back to the only project of the working directory, then to the other.</summary>
    /// <returns>Absolute paths of project files.</returns>
    public static (string Project, string Startup) Find(string? project, string? startupProject, string workingDirectory)
    {
        var named = project is null ? null : Resolve(project, workingDirectory);
        var namedStartup = startupProject is null ? null : Resolve(startupProject, workingDirectory);
        var here = named is null || namedStartup is null ? ProjectsOf(workingDirectory) : [];

        // With one of the two named, a folder of several projects is no question: the named one is both.
        var only = here is [var single] ? single : null;
        var target = named ?? only ?? namedStartup ?? throw NoneOrSeveral(here, workingDirectory, "--project");
        return (target, namedStartup ?? only ?? target);
    }

    private static string Resolve(string fileOrFolder, string workingDirectory)
    {
        var path = Path.GetFullPath(fileOrFolder, workingDirectory);
        if (File.Exists(path))
        {
            return path;
        }

        if (!Directory.Exists(path))
        {
            throw new LaunchException(ErrorCode.ProjectNotFound, $"There is no project and no folder at '{path}'", "Name a project file or its folder");
        }

        var projects = ProjectsOf(path);
        return projects is [var only] ? only : throw NoneOrSeveral(projects, path, "the option");
    }

    private static string[] ProjectsOf(string folder) =>
    [
        .. Directory.EnumerateFiles(folder, "*.*proj")
            .Where(f => !f.EndsWith(".xproj", StringComparison.OrdinalIgnoreCase))
            .Order(StringComparer.Ordinal),
    ];

    private static LaunchException NoneOrSeveral(string[] projects, string folder, string option) => projects.Length == 0
        ? new LaunchException(ErrorCode.NoProject, $"There is no project in '{folder}'",
            "Run in a project's folder, name one with --project, or a compiled application with --assembly")
        : new LaunchException(ErrorCode.SeveralProjects, $"There are several projects in '{folder}'",
            $"Name the file of one with {option}", [.. projects.Select(p => Path.GetFileName(p))]);
}
