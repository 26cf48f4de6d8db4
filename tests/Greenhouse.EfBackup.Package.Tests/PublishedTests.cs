using Greenhouse.EfBackup.Package.Tests.Workshop;

namespace Greenhouse.EfBackup.Package.Tests;

/// <summary>Published output: no project, no SDK needed, and no design package.</summary>
public sealed class PublishedTests(Packages packages, ITestOutputHelper log) : PackageTest(packages, log)
{
    [Fact]
    public async Task Published_output_is_backed_up_and_restored_without_the_design_package()
    {
        var published = await Publish("Shop10");
        Assert.False(File.Exists(Path.Combine(published, "Microsoft.EntityFrameworkCore.Design.dll")));
        var rows = Shop.Rows();
        string[] assembly = ["--assembly", Path.Combine(published, "Shop10.dll"), "--output", Backups];

        (await Tool(Folder, ["create", .. assembly, "--", $"database={Shop.File}"])).Ended(0);
        Shop.Execute("""DELETE FROM "Customers" """);
        (await Tool(Folder, ["restore", "latest", .. assembly, "--yes", "--connection", Shop.Connection])).Ended(0);

        Assert.Equal(rows, Shop.Rows());
    }

    [Fact]
    public async Task Published_output_of_a_web_project_is_served_from_its_services_and_holds_no_backup()
    {
        var kept = Path.Combine(Packages.App("HostedPackage"), "backups");
        Directory.CreateDirectory(kept);
        File.Copy(await Sample(), Path.Combine(kept, "backup-2024-01-01T10-00-00-000Z.json"));

        var published = await Publish("HostedPackage");
        var ran = (await Tool(Folder, "create", "--assembly", Path.Combine(published, "HostedPackage.dll"), "--verbose")).Ended(0);

        Assert.Empty(Directory.GetFiles(published, "backup-*", SearchOption.AllDirectories));
        Assert.Contains("EF Core 10.0.14", ran.Error, StringComparison.Ordinal);
        Assert.Contains("of the application", ran.Error, StringComparison.Ordinal);
        Assert.Equal(Path.Combine(Folder, "backups"), Path.GetDirectoryName(ran.FirstLine));
        Directory.Delete(kept, recursive: true);
    }

    [Fact]
    public async Task With_the_tool_alone_a_web_project_is_warned_of_publishing_its_backups()
    {
        var inside = Path.Combine(Packages.App("Hosted"), "kept");

        var ran = (await Tool(Packages.App("Hosted"), "create", "--no-build", "--connection", Shop.Connection, "--output", inside)).Ended(0);

        Assert.Contains("warning EFB1015: `dotnet publish` of 'Hosted.csproj' would publish the backups in 'kept'", ran.Error, StringComparison.Ordinal);
        Directory.Delete(inside, recursive: true);
    }

    [Fact]
    public async Task Self_contained_and_single_file_output_is_refused()
    {
        var assembly = Path.Combine(Folder, "App.dll");
        File.WriteAllText(assembly, "");
        File.WriteAllText(Path.Combine(Folder, "App.deps.json"), "{}");
        File.WriteAllText(Path.Combine(Folder, "App.runtimeconfig.json"), """{ "runtimeOptions": { "tfm": "net10.0", "includedFrameworks": [{ "name": "Microsoft.NETCore.App", "version": "10.0.0" }] } }""");
        var single = Path.Combine(Folder, "single");
        File.WriteAllText(single, "");

        (await Tool(Folder, "create", "--assembly", assembly)).Refused("EFB1010", 6, "App.runtimeconfig.json", "--no-self-contained");
        (await Tool(Folder, "create", "--assembly", single)).Refused("EFB1010", 6, single);
        Assert.Empty(Files);
    }

    private async Task<string> Publish(string app)
    {
        var published = Path.Combine(Folder, "published");
        (await Dotnet(Packages.App(app), "publish", "--no-restore", "-c", "Debug", "-o", published, "-v", "quiet", "-nologo")).Ended(0);
        return published;
    }
}
