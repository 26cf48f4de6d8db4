using Greenhouse.EfBackup.Package.Tests.Workshop;

namespace Greenhouse.EfBackup.Package.Tests;

/// <summary>The package in a project is all that <c>dotnet ef database update</c> and a migration bundle need to take a snapshot first.</summary>
public sealed class HookTests(Packages packages, ShopServer server, ITestOutputHelper log) : HookTest(packages, server, log)
{
    [Theory]
    [InlineData("Hook8")]
    [InlineData("Hook10")]
    public async Task The_tool_takes_a_snapshot_names_it_and_migrates_and_the_next_time_does_neither(string app)
    {
        Shop.Execute(MigratingCode.History);

        var first = (await Update(app, Shop.Connection)).Ended(0);
        var second = (await Update(app, Shop.Connection)).Ended(0);

        await AssertSnapshot(first);
        Assert.Equal(MigratingCode.Last, Applied[^1]);
        Assert.DoesNotContain("Greenhouse.EfBackup", second.Output + second.Error, StringComparison.Ordinal);
    }

    [PostgreSqlFact]
    public async Task The_same_on_PostgreSQL()
    {
        Here.Execute(MigratingCode.History);

        var first = WithoutSecret((await Update("HookPostgreSql", Here.Connection)).Ended(0), Here.Connection);
        (await Update("HookPostgreSql", Here.Connection)).Ended(0);

        await AssertSnapshot(first);
        Assert.Equal(MigratingCode.Last, Here.Query("""SELECT max("MigrationId") FROM "__EFMigrationsHistory" """).Single());
    }

    [Theory]
    [InlineData("Hook8")]
    [InlineData("Hook10")]
    public async Task A_bundle_takes_one_too(string app)
    {
        Shop.Execute(MigratingCode.History);

        var ran = (await Hooked(app, "Data Source=nowhere/nowhere.db", ["exec", .. App(app, "bundle", "--connection", Shop.Connection)])).Ended(0);

        await AssertSnapshot(ran);
        Assert.Equal(MigratingCode.Last, Applied[^1]);
    }

    [Fact]
    public async Task The_connection_that_the_tool_is_given_is_the_one_that_counts()
    {
        Shop.Execute(MigratingCode.History);

        var ran = (await Hooked("Hook10", "Data Source=nowhere/nowhere.db", ["ef", "database", "update", "--no-build", "--connection", Shop.Connection])).Ended(0);

        await AssertSnapshot(ran);
    }

    [Fact]
    public async Task A_missing_and_an_empty_database_are_migrated_without()
    {
        var missing = new Shop(Path.Combine(Folder, "new.db"));
        var empty = new Shop(Path.Combine(Folder, "empty.db"));
        empty.Execute(MigratingCode.History);
        empty.Execute("""CREATE TABLE "Customers" ("Id" INTEGER NOT NULL PRIMARY KEY, "Name" TEXT NOT NULL); CREATE TABLE "Orders" ("Id" INTEGER NOT NULL PRIMARY KEY)""");

        foreach (var shop in new[] { missing, empty })
        {
            (await Update("Hook10", shop.Connection)).Ended(0);
            Assert.Equal([MigratingCode.Last], shop.Query("""SELECT max("MigrationId") FROM "__EFMigrationsHistory" """));
        }

        Assert.Empty(Snapshots);
    }

    [Theory]
    [InlineData("Hook8")]
    [InlineData("Hook10")]
    public async Task A_snapshot_that_fails_stops_the_tool_and_the_variable_that_it_names_goes_on(string app)
    {
        Shop.Execute(MigratingCode.History);
        Shop.Execute("""PRAGMA foreign_keys = OFF; INSERT INTO "Orders" VALUES (77, 4711, '1', NULL)""");

        var stopped = await Update(app, Shop.Connection);

        Assert.NotEqual(0, stopped.ExitCode);
        var said = stopped.Output + stopped.Error;
        Assert.Contains("EFB1701: the snapshot before AddEmail failed, and nothing was migrated: rows of Orders reference rows that are not there", said, StringComparison.Ordinal);
        Assert.Contains("4711", said, StringComparison.Ordinal);
        Assert.Contains("EFBACKUP_BEFORE_MIGRATION=false", said, StringComparison.Ordinal);
        Assert.DoesNotContain("   at Greenhouse.EfBackup", said, StringComparison.Ordinal);
        AssertNotMigrated();
        Assert.Empty(Snapshots);

        (await Update(app, Shop.Connection, ("EFBACKUP_BEFORE_MIGRATION", "false"))).Ended(0);
        Assert.Equal(MigratingCode.Last, Applied[^1]);
        Assert.Empty(Snapshots);
    }

    [Fact]
    public async Task A_snapshot_that_has_to_be_rehearsed_is_before_anything_is_migrated()
    {
        Shop.Execute(MigratingCode.History);

        var ran = (await Update("Hook10", Shop.Connection, ("EFBACKUP_BEFORE_MIGRATION", "require-rehearsal"))).Ended(0);

        Assert.Matches($"{Path.GetFileName(Assert.Single(Snapshots))} was restored into the scratch database .*, read back and compared", ran.Output);
        Assert.Equal(MigratingCode.Last, Applied[^1]);
        Assert.Empty(Directory.GetDirectories(Backups));
    }

    [Fact]
    public async Task A_folder_that_can_not_be_written_and_a_variable_that_says_neither_stop_it_too()
    {
        Shop.Execute(MigratingCode.History);
        var file = Path.Combine(Folder, "file");
        await File.WriteAllTextAsync(file, "");

        var folder = await Update("Hook10", Shop.Connection, ("EFBACKUP_OUTPUT", file));
        var neither = await Update("Hook10", Shop.Connection, ("EFBACKUP_BEFORE_MIGRATION", "perhaps"));

        Assert.Equal([1, 1], new[] { folder.ExitCode, neither.ExitCode });
        Assert.Contains("EFB1701: ", folder.Output + folder.Error, StringComparison.Ordinal);
        Assert.Contains("EFB1703: nothing was migrated, for the variable EFBACKUP_BEFORE_MIGRATION is 'perhaps'", neither.Output + neither.Error, StringComparison.Ordinal);
        AssertNotMigrated();
    }

    [Fact]
    public async Task Without_variables_the_snapshot_goes_into_the_projects_folder_wherever_the_tool_is_run()
    {
        Shop.Execute(MigratingCode.History);
        var folder = Path.Combine(Packages.App("Hook10"), "backups");

        using var running = Packages.StartWith([("SHOP_CONNECTION", Shop.Connection)], Packages.Folder, ["ef", "database", "update", "--no-build", "--project", Packages.App("Hook10")]);
        (await Logged(running)).Ended(0);

        var file = Assert.Single(Directory.GetFiles(folder, "before-*.json"));
        Directory.Delete(folder, recursive: true);
        Assert.StartsWith("before-20240201000000_AddEmail-", Path.GetFileName(file), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Properties_are_baked_in_and_variables_override_them()
    {
        (await Dotnet(Packages.App("Hook10"), "build", "--no-restore", "-nologo", "-o", Path.Combine(Folder, "out"), $"-p:IntermediateOutputPath={Folder}/obj/", "-p:EfBackupCompression=gzip", "-p:EfBackupEncrypt=true", "-p:EfBackupOutput=elsewhere", "-p:EfBackupKeepLast=3", "-p:EfBackupMaxSize=10GB", "-p:ContinuousIntegrationBuild=true")).Ended(0);
        var code = await File.ReadAllTextAsync(Path.Combine(Folder, "obj", "Hook10.EfBackup.g.cs"));
        Shop.Execute(MigratingCode.History);

        using var running = Packages.StartWith([("SHOP_CONNECTION", Shop.Connection), ("EFBACKUP_PASSPHRASE", "correct horse")], Folder, ["exec", Path.Combine(Folder, "out", "Hook10.dll"), "bundle"]);
        (await Logged(running)).Ended(0);

        Assert.DoesNotContain(Packages.Folder, code, StringComparison.Ordinal);
        Assert.Contains("AssemblyMetadataAttribute(\"EfBackupKeepLast\", \"3\")", code, StringComparison.Ordinal);
        Assert.Contains("AssemblyMetadataAttribute(\"EfBackupMaxSize\", \"10GB\")", code, StringComparison.Ordinal);
        Assert.DoesNotContain("EfBackupKeepDaily", code, StringComparison.Ordinal);
        Assert.Single(Directory.GetFiles(Path.Combine(Folder, "elsewhere"), "before-*.json.gz.age"));
    }

    [Theory]
    [InlineData("EfBackupBeforeMigration", "perhaps")]
    [InlineData("EfBackupKeepWithin", "30")]
    public async Task A_setting_that_there_is_not_is_an_error_of_the_build(string property, string value)
    {
        var ran = (await Dotnet(Packages.App("Hook10"), "build", "--no-restore", "-nologo", $"-p:{property}={value}")).Ended(1);

        Assert.Contains($"error EFB1703: {property} is '{value}'; it can be ", ran.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("HookPrivateAssets")]
    [InlineData("HookExcludeAssets")]
    public async Task A_reference_that_keeps_the_library_out_works_as_without_and_says_how_to_get_the_hook(string app)
    {
        Shop.Execute(MigratingCode.History);

        var built = (await Dotnet(Packages.App(app), "build", "--no-restore", "-nologo")).Ended(0);
        var off = (await Dotnet(Packages.App(app), "build", "--no-restore", "-nologo", "-p:EfBackupBeforeMigration=false")).Ended(0);
        (await Update(app, Shop.Connection)).Ended(0);

        // Once as it happens, once in the summary.
        Assert.Single(built.Output.Split("Build succeeded.")[0].Split('\n'), line => line.Contains("warning EFB1704: ", StringComparison.Ordinal));
        Assert.DoesNotContain("EFB1704", off.Output, StringComparison.Ordinal);
        Assert.Equal(MigratingCode.Last, Applied[^1]);
        Assert.Empty(Snapshots);
    }

    [Theory]
    [InlineData("""{ "compression": "gzip" }""", "before-*.json.gz", 1)]
    [InlineData("""{ "beforeMigration": false }""", "*", 0)]
    public async Task The_file_beside_the_project_counts_for_the_snapshot_too(string json, string pattern, int snapshots)
    {
        Shop.Execute(MigratingCode.History);
        var project = Packages.App("HookLibrary");
        var (file, folder) = (Path.Combine(project, "efbackup.json"), Directory.CreateDirectory(Path.Combine(project, "backups")));
        try
        {
            await File.WriteAllTextAsync(file, json);
            using var running = Packages.StartWith(
                [("SHOP_CONNECTION", Shop.Connection)], Packages.Folder, ["ef", "database", "update", "--no-build", "--project", project, "--startup-project", Packages.App("HookStarter")]);
            (await Logged(running)).Ended(0);

            Assert.Equal(snapshots, folder.GetFiles(pattern).Length);
            Assert.Equal(MigratingCode.Last, Applied[^1]);
        }
        finally
        {
            File.Delete(file);
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public async Task An_application_gets_the_hook_from_the_library_that_references_the_package()
    {
        Shop.Execute(MigratingCode.History);
        var folder = Path.Combine(Packages.App("HookLibrary"), "backups");

        using var running = Packages.StartWith(
            [("SHOP_CONNECTION", Shop.Connection)], Packages.Folder, ["ef", "database", "update", "--no-build", "--project", Packages.App("HookLibrary"), "--startup-project", Packages.App("HookStarter")]);
        (await Logged(running)).Ended(0);

        Assert.Single(Directory.GetFiles(folder, "before-*.json"));
        Directory.Delete(folder, recursive: true);
        Assert.Equal(MigratingCode.Last, Applied[^1]);
    }

    [Fact]
    public async Task A_project_of_several_frameworks_is_told_once()
    {
        var ran = (await Dotnet(Packages.App("MultiPrivate"), "build", "-nologo")).Ended(0);

        Assert.Single(ran.Output.Split("Build succeeded.")[0].Split('\n'), line => line.Contains("warning EFB1704: ", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Other_commands_of_the_tool_go_on_as_ever()
    {
        Shop.Execute(MigratingCode.History);

        (await Hooked("Hook10", Shop.Connection, ["ef", "migrations", "has-pending-model-changes", "--no-build"])).Ended(1);
        Assert.Contains("AddTunnels", (await Hooked("Hook10", Shop.Connection, ["ef", "migrations", "script", "--no-build"])).Ended(0).Output, StringComparison.Ordinal);
        Assert.Contains("Pending", (await Hooked("Hook10", Shop.Connection, ["ef", "migrations", "list", "--no-build"])).Ended(0).Output, StringComparison.Ordinal);
        Assert.Empty(Snapshots);
    }
}
