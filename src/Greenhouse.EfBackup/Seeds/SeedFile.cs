using Greenhouse.EfBackup.Storage;

namespace Greenhouse.EfBackup.Seeds;

/// <summary>The file of a seed, found and read.</summary>
internal static class SeedFile
{
    /// <summary>A relative path is one beside the application, else one in the current folder.</summary>
    /// <exception cref="EfBackupException">It is in neither.</exception>
    public static string Find(string path)
    {
        string[] places = Path.IsPathRooted(path) ? [path] : [Path.Combine(AppContext.BaseDirectory, path), Path.GetFullPath(path)];
        return places.FirstOrDefault(File.Exists) ?? throw SeedErrors.NotRead(
            path, $"is not there: it would be {string.Join(" or ", places.Distinct())}", "name it with its folder, or have the build copy it beside the application: <None Update=\"seeds/**\" CopyToOutputDirectory=\"PreserveNewest\" />");
    }

    /// <exception cref="EfBackupException">It can't be read, or is none.</exception>
    public static SeedText Read(string path)
    {
        var file = Find(path);
        try
        {
            if (new FileInfo(file).Length > SeedText.MaxBytes)
            {
                throw SeedErrors.NotRead(file, $"is larger than {SeedText.MaxBytes >> 20} MiB", "a seed is read as a whole: bring so many rows in by a backup (`dotnet ef-backup restore --mode merge`), or into several seeds");
            }

            return SeedParser.Parse(File.ReadAllBytes(file), file);
        }
        catch (Exception exception) when (FileProblems.IsFileProblem(exception))
        {
            throw SeedErrors.NotRead(file, $"can't be read: {exception.Message}", "see the rights to it, and the disk", exception);
        }
    }
}
