namespace Greenhouse.EfBackup.Specification;

/// <summary>Databases that others made and published, in a folder beside the repository.</summary>
internal static class PublicFiles
{
    private static readonly string _folder = Path.GetFullPath(Path.Combine(Repository(), "../shared/data"));

    /// <summary>Why there are none, for people to read; null where there are.</summary>
    public static string? WhyNone { get; } = Directory.Exists(_folder) ? null : "../shared/data, beside the repository, is not there";

    public static string At(string name) => Path.Combine(_folder, name);

    private static string Repository()
    {
        var folder = AppContext.BaseDirectory;
        while (folder is not null && !File.Exists(Path.Combine(folder, "Greenhouse.EfBackup.sln")))
        {
            folder = Path.GetDirectoryName(folder);
        }

        return folder ?? AppContext.BaseDirectory;
    }
}
