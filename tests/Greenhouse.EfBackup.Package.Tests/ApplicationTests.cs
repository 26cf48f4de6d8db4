using Greenhouse.EfBackup.Package.Tests.Workshop;

namespace Greenhouse.EfBackup.Package.Tests;

/// <summary>Which code works in the host, and how the application's context is found.</summary>
public sealed class ApplicationTests(Packages packages, ITestOutputHelper log) : PackageTest(packages, log)
{
    [Theory]
    [InlineData("Shop8", "8.0.33", false)]
    [InlineData("Shop8Package", "8.0.33", true)]
    [InlineData("Shop10", "10.0.14", false)]
    [InlineData("Shop10Package", "10.0.14", true)]
    public async Task The_application_brings_EF_Core_and_where_it_holds_it_the_library(string app, string efCore, bool fromApplication)
    {
        var rows = Shop.Rows();

        var create = (await On(app, "create", "--verbose")).Ended(0);
        Shop.Execute("""DELETE FROM "Customers" """);
        var restore = (await On(app, "restore", "latest", "--yes", "--verify", "--verbose")).Ended(0);

        Assert.All([create, restore], ran => Assert.Contains(
            $"EF Core {efCore}, Greenhouse.EfBackup {Packages.Version}{(fromApplication ? " of the application" : "")}\n", ran.Error, StringComparison.Ordinal));
        Assert.Equal(rows, Shop.Rows());
    }

    [Fact]
    public async Task Arguments_after_two_dashes_reach_the_factory()
    {
        var other = Workshop.Shop.Create(Path.Combine(Folder, "other shop.db"));
        other.Execute("""DELETE FROM "Orders" """);

        var ran = (await Tool(Packages.App("Shop10"), "create", "--no-build", "--json", "--output", Backups, "--", $"database={other.File}", "--json", "@x")).Ended(0);

        Assert.Equal("other shop.db", ran.Json.GetProperty("database").GetString());
        Assert.Equal(3, ran.Json.GetProperty("rows").GetInt32());
    }

    [Fact]
    public async Task A_connection_string_from_the_environment_is_in_no_argument_list()
    {
        var arguments = new[] { "ef-backup", "create", "--no-build", "--json", "--output", Backups };

        using var running = Packages.StartWith("EFBACKUP_CONNECTION", Shop.Connection, Packages.App("Shop10"), arguments);
        var ran = (await Logged(running)).Ended(0);

        Assert.Equal(7, ran.Json.GetProperty("rows").GetInt32());
    }

    [Fact]
    public async Task With_nothing_said_the_project_here_is_built_and_its_own_database_and_folder_are_taken()
    {
        var app = Packages.App("Shop10");
        var own = Workshop.Shop.Create(Path.Combine(app, "shop.db"));
        var rows = own.Rows();

        var create = (await Tool(app, "create")).Ended(0);
        own.Execute("""DELETE FROM "Orders" """);
        var restore = (await Tool(app, "restore", "latest", "--yes", "--no-build")).Ended(0);
        var list = (await Tool(app, "list")).Ended(0);

        Assert.Equal(Path.Combine(app, "backups"), Path.GetDirectoryName(create.FirstLine));
        Assert.Contains(create.FirstLine, restore.FirstLine, StringComparison.Ordinal);
        Assert.Equal(Path.Combine(app, "backups"), list.FirstLine);
        Assert.Equal(rows, own.Rows());
        Directory.Delete(Path.Combine(app, "backups"), recursive: true);
        File.Delete(own.File);
    }

    [Fact]
    public async Task What_the_application_prints_goes_to_standard_error_and_harms_nothing()
    {
        var ran = (await Run("create", "--json", "--", "print")).Ended(0);

        Assert.Equal(7, ran.Json.GetProperty("rows").GetInt32());
        Assert.Contains("{\"event\":\"a line of the application\"}\n", ran.Error, StringComparison.Ordinal);
        Assert.Contains("a piece without its end", ran.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_context_of_the_applications_services_is_found_and_the_application_runs_no_further()
    {
        var rows = Shop.Rows();

        var create = (await On("Hosted", "create", "--json")).Ended(0);
        Shop.Execute("""DELETE FROM "Orders" """);
        (await On("Hosted", "restore", "latest", "--yes")).Ended(0);

        Assert.Equal("ShopContext", create.Json.GetProperty("context").GetString());
        Assert.Contains("the application starts\n", create.Error, StringComparison.Ordinal);
        Assert.Equal(rows, Shop.Rows());
        Assert.False(File.Exists(Path.Combine(Packages.App("Hosted"), "ran-too-far")));
    }

    [Fact]
    public async Task The_context_and_the_start_may_be_in_two_projects()
    {
        var rows = Shop.Rows();
        string[] projects = ["--project", Packages.App("Library"), "--startup-project", Path.Combine(Packages.App("Starter"), "Starter.csproj")];

        var create = (await Tool(Folder, [.. OnArguments("create", Shop.Connection, [.. projects, "--verbose"])])).Ended(0);
        Shop.Execute("""DELETE FROM "Orders" """);
        (await Tool(Folder, [.. OnArguments("restore", Shop.Connection, ["latest", "--yes", .. projects])])).Ended(0);

        Assert.Contains("ShopContext on Microsoft.EntityFrameworkCore.Sqlite", create.Error, StringComparison.Ordinal);
        Assert.Equal(rows, Shop.Rows());
    }
}
