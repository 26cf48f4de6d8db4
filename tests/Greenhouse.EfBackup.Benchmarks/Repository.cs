namespace Greenhouse.EfBackup.Benchmarks;

/// <summary>Where things lie.</summary>
internal static class Repository
{
    public static string Root { get; } = FindRoot();

    /// <summary>The tool, as built in the configuration of this program.</summary>
    public static string Tool => Path.Combine(Root, "src/dotnet-ef-backup/bin", Configuration, "net8.0/dotnet-ef-backup.dll");

    public static string Configuration => Path.GetFileName(Path.GetDirectoryName(AppContext.BaseDirectory.TrimEnd('/', '\\')))!;

    private static string FindRoot()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "Greenhouse.EfBackup.sln")))
        {
            folder = Path.GetDirectoryName(folder) ?? throw new InvalidOperationException("This program runs inside its repository.");
        }

        return folder;
    }
}
