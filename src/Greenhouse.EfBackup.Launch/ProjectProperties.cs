using System.Text.Json;
using Greenhouse.EfBackup.Protocol;

namespace Greenhouse.EfBackup.Launch;

/// <summary>What MSBuild says of one project.</summary>
internal sealed class ProjectProperties(string file, IReadOnlyDictionary<string, string> values)
{
    /// <summary>The properties to ask for, in one evaluation.</summary>
    public static IReadOnlyList<string> Names { get; } =
    [
        .. Settings.All.Select(setting => setting.Property),
        "TargetPath", "AssemblyName", "TargetFramework", "TargetFrameworks", "OutputType", "MSBuildProjectDirectory", "ProjectDepsFilePath",
        "ProjectRuntimeConfigFilePath", "NuGetPackageFolders", "SelfContained", "PublishSingleFile", "UsingMicrosoftNETSdkWeb",
        "DefaultItemExcludes", "EfBackupOutput", "EfBackupTargetsImported",
    ];

    /// <summary>The project file, absolute.</summary>
    public string File => file;

    public string Directory => Path.GetDirectoryName(file)!;

    public string Name => Path.GetFileName(file);

    /// <summary>A property's value; null where it is empty.</summary>
    public string? this[string name] => values.GetValueOrDefault(name) is { Length: > 0 } value ? value : null;

    public bool IsTrue(string name) => string.Equals(this[name], "true", StringComparison.OrdinalIgnoreCase);

    /// <summary>A property that is a path, absolute; null where it is empty.</summary>
    public string? FullPath(string name) => this[name] is { } value ? Path.GetFullPath(value.Replace('\\', Path.DirectorySeparatorChar), Directory) : null;

    /// <summary>Reads the document that <c>-getProperty</c> prints; null where the text holds none.</summary>
    public static ProjectProperties? Parse(string projectFile, string output)
    {
        // A first run of the SDK, or a response file, may print lines before it.
        var start = output.StartsWith('{') ? 0 : output.IndexOf("\n{", StringComparison.Ordinal);
        if (start < 0)
        {
            return null;
        }

        try
        {
            using var document = JsonDocument.Parse(output.AsMemory(start));
            return new ProjectProperties(projectFile, document.RootElement.GetProperty("Properties").EnumerateObject()
                .ToDictionary(p => p.Name, p => p.Value.GetString() ?? ""));
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException)
        {
            return null;
        }
    }
}
