using Greenhouse.EfBackup.Protocol;

namespace Greenhouse.EfBackup.Launch;

/// <summary>Web projects take every .json of their folder into their published output, and so would publish the backups.</summary>
internal static class PublishedBackups
{
    /// <summary>Warns of a web project whose backup folder lies in its own, where neither our package nor the project keeps it out.</summary>
    public static IReadOnlyList<WarningEvent> Check(ProjectProperties project, string backupFolder)
    {
        var inside = Path.GetRelativePath(project.Directory, backupFolder).Replace('\\', '/');
        if (!project.IsTrue("UsingMicrosoftNETSdkWeb") || project.IsTrue("EfBackupTargetsImported")
            || inside.StartsWith("../", StringComparison.Ordinal) || Path.IsPathRooted(inside) || Excluded(project, inside))
        {
            return [];
        }

        return
        [
            new WarningEvent(ErrorCode.BackupsNearContent.Id, $"`dotnet publish` of '{project.Name}' would publish the backups in '{inside}'",
                $"Add <DefaultItemExcludes>$(DefaultItemExcludes);{inside}/**</DefaultItemExcludes> to a PropertyGroup of the project, or reference the package Greenhouse.EfBackup, which does"),
        ];
    }

    private static bool Excluded(ProjectProperties project, string inside) => (project["DefaultItemExcludes"] ?? "").Replace('\\', '/').Split(';')
        .Select(pattern => pattern.Trim())
        .Any(pattern => pattern.StartsWith(inside + "/", StringComparison.Ordinal) || pattern.EndsWith("/" + inside + "/**", StringComparison.Ordinal) || pattern == "**/*.json");
}
