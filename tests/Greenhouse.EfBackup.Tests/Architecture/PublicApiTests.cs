namespace Greenhouse.EfBackup.Tests.Architecture;

/// <summary>What applications compile against, beside what it was: a change of it is seen in review, and meant.</summary>
public class PublicApiTests
{
    private const string Update = "EFBACKUP_UPDATE_PUBLIC_API";
    private static readonly string _baseline = Path.Combine(Root(), "tests", "Greenhouse.EfBackup.Tests", "Architecture", "PublicApi.txt");

    [Fact]
    public void The_public_api_is_that_of_the_baseline()
    {
        string[] found = [.. PublicApi.Of(typeof(EfBackupException).Assembly), .. PublicApi.Of(typeof(EfBackup.Scheduling.EfBackupJobExtensions).Assembly)];
        if (Environment.GetEnvironmentVariable(Update) is { Length: > 0 })
        {
            File.WriteAllLines(_baseline, found);
        }

        var known = File.ReadAllLines(_baseline);
        string[] changes = [.. known.Except(found).Select(line => "- " + line), .. found.Except(known).Select(line => "+ " + line)];
        Assert.True(changes.Length == 0, $"The public API has changed. Where that is meant, run this test with {Update}=1 and commit {Path.GetFileName(_baseline)}:\n{string.Join('\n', changes)}");
        Assert.Equal(known, found);
    }

    [Fact]
    public void Everything_public_is_in_the_namespace_of_its_package_and_sealed()
    {
        // Public for EF's tools, which find it by the name that the package writes into projects.
        Type[] types = [.. typeof(EfBackupException).Assembly.GetExportedTypes().Where(type => type != typeof(EfBackup.Migrations.EfBackupDesignTimeServices)), .. typeof(EfBackup.Scheduling.EfBackupJobExtensions).Assembly.GetExportedTypes()];

        Assert.NotEmpty(types);
        Assert.All(types, type => Assert.Equal(type.Assembly.GetName().Name, type.Namespace));
        Assert.All(types, type => Assert.True(type.IsSealed, $"{type} is not sealed."));
    }

    private static string Root()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "Greenhouse.EfBackup.sln")))
        {
            folder = Path.GetDirectoryName(folder)!;
        }

        return folder;
    }
}
