using Greenhouse.EfBackup.Package.Tests.Workshop;

namespace Greenhouse.EfBackup.Package.Tests;

/// <summary><c>migrate</c>, <c>undo</c> and <c>restore --schema</c> with the real tool, on a real application that is two migrations ahead of its database.</summary>
public sealed class MigrateVerbTests(Packages packages, ShopServer server, ITestOutputHelper log) : HookTest(packages, server, log)
{
    [Theory]
    [InlineData("Hook8")]
    [InlineData("Hook10")]
    public async Task Migrate_and_undo_go_there_and_back(string app)
    {
        File.Delete(Shop.File);
        // A missing database is made.
        (await On(app, "migrate", "Start")).Ended(0);
        Shop.Execute("""INSERT INTO "Customers" VALUES (1, 'Ada'), (7, ''); INSERT INTO "Orders" VALUES (1, 1, '12.50', NULL), (9, 7, '-1.0', '')""");
        var (rows, schema) = (Shop.Rows(), Schema());

        var dry = (await On(app, "migrate", "--dry-run")).Ended(0);
        AssertNotMigrated();
        var migrated = (await On(app, "migrate", "--json")).Ended(0);
        Assert.Equal(MigratingCode.Last, Applied[^1]);
        var unasked = (await On(app, "undo")).Ended(5);
        Assert.Equal(MigratingCode.Last, Applied[^1]);
        var undone = (await On(app, "undo", "--yes")).Ended(0);

        Assert.Contains("would go from 20240101000000_Start to 20240301000000_AddTunnels", dry.Output, StringComparison.Ordinal);
        Assert.Equal(Assert.Single(Snapshots), migrated.Json.GetProperty("snapshot").GetString());
        Assert.Contains("EFB1501", unasked.Error, StringComparison.Ordinal);
        Assert.Contains("at 20240101000000_Start", undone.Output, StringComparison.Ordinal);
        AssertNotMigrated();
        Assert.Equal(rows, Shop.Rows());
        Assert.Equal(schema, Schema());
        Assert.Single(Files, file => Path.GetFileName(file).StartsWith("safety-", StringComparison.Ordinal));
    }

    [PostgreSqlFact]
    public async Task The_same_on_PostgreSQL()
    {
        Here.Execute(MigratingCode.History);
        var rows = Here.Rows();

        (await With(Here.Connection, "HookPostgreSql", "migrate")).Ended(0);
        Assert.Equal(3, Here.Query("""SELECT "MigrationId" FROM "__EFMigrationsHistory" """).Length);
        (await With(Here.Connection, "HookPostgreSql", "undo", "--yes")).Ended(0);

        Assert.Equal([MigratingCode.First], Here.Query("""SELECT "MigrationId" FROM "__EFMigrationsHistory" """));
        Assert.Empty(Here.Query("SELECT tablename FROM pg_tables WHERE tablename = 'Tunnels'"));
        Assert.Equal(rows, Here.Rows());
    }

    [Fact]
    public async Task Backups_are_rehearsed_when_they_are_taken_later_and_before_migrations()
    {
        Shop.Execute(MigratingCode.History);

        var created = (await On("Hook10", "create", "--verify", "rehearse", "--json")).Ended(0);
        var migrated = (await On("Hook10", "migrate", "--verify", "rehearse")).Ended(0);
        var verified = (await On("Hook10", "verify", Snapshots[0], "--level", "rehearse")).Ended(0);
        var listed = (await Tool(Folder, "list", "--output", Backups)).Ended(0);

        Assert.Equal(7, created.Json.GetProperty("verification").GetProperty("rehearsal").GetProperty("rows").GetInt64());
        Assert.Contains("Verified (rehearse): every hash, 2 keys and 1 foreign key of 7 rows", migrated.Output, StringComparison.Ordinal);
        Assert.Equal($"{Snapshots[0]} is whole and restores", verified.FirstLine);
        Assert.Equal(2, listed.Output.Split("rehearsed 20").Length - 1);
        Assert.Equal(MigratingCode.Last, Applied[^1]);
        Assert.Empty(Directory.GetDirectories(Backups));
    }

    [Fact]
    public async Task A_backup_from_before_a_migration_is_found_by_its_name()
    {
        Shop.Execute(MigratingCode.History);
        (await On("Hook10", "migrate")).Ended(0);

        var shown = (await Tool(Folder, "show", "--before", "AddEmail", "--output", Backups)).Ended(0);
        (await On("Hook10", "restore", "--before", "AddEmail", "--yes")).Ended(0);

        Assert.Contains(Path.GetFileName(Snapshots[0]), shown.Output, StringComparison.Ordinal);
        AssertNotMigrated();
        Assert.Contains("EFB1302", (await Tool(Folder, "show", "--before", "AddTunnels", "--output", Backups)).Ended(3).Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_new_colleague_has_last_weeks_data_with_one_command()
    {
        Shop.Execute(MigratingCode.History);
        var rows = Shop.Rows();
        var file = (await On("Hook10", "create", "--quiet")).Ended(0).FirstLine;
        var colleague = new Shop(Path.Combine(Folder, "colleague.db"));

        (await Tool(Packages.App("Hook10"), OnArguments("restore", colleague.Connection, file, "--schema", "migrate", "--yes"))).Ended(0);

        Assert.Equal(rows, colleague.Rows());
        Assert.Equal([MigratingCode.Last], colleague.Query("""SELECT max("MigrationId") FROM "__EFMigrationsHistory" """));
    }

    [Fact]
    public async Task A_restore_that_fails_leaves_no_database_where_there_was_none()
    {
        Shop.Execute(MigratingCode.History);
        Shop.Execute("""INSERT INTO "__EFMigrationsHistory" VALUES ('20990101000000_Later', '10.0.0')""");
        var file = (await On("Hook10", "create", "--quiet")).Ended(0).FirstLine;
        var missing = Path.Combine(Folder, "missing.db");

        var refused = (await Tool(Packages.App("Hook10"), OnArguments("restore", $"Data Source={missing}", file, "--schema", "migrate", "--yes"))).Ended(4);

        Assert.Contains("20990101000000_Later", refused.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(missing));
    }

    [Fact]
    public async Task A_migration_that_is_killed_leaves_the_database_as_it_was_and_the_next_one_goes_through()
    {
        Shop.Execute(MigratingCode.History);
        var rows = Shop.Rows();
        using (var running = Packages.StartWith([("SHOP_HANGS", "in SQL")], Packages.App("Hook10"), ["ef-backup", .. OnArguments("migrate", Shop.Connection, "--yes")]))
        {
            await running.UntilAsync(() => Copies.Length > 0 && Snapshots.Length > 0);
            running.KillAll();
            await Logged(running);
        }

        AssertNotMigrated();
        Assert.Equal(rows, Shop.Rows());
        (await On("Hook10", "migrate")).Ended(0);
        Assert.Equal(MigratingCode.Last, Applied[^1]);
        Assert.Empty(Copies);
    }

    [Fact]
    public async Task The_target_of_a_build_migrates_too()
    {
        Shop.Execute(MigratingCode.History);

        var ran = (await Hooked("Hook10", Shop.Connection, ["build", "-t:MigrateDatabase", "-nologo", "-p:NoBuild=true", $"-p:EfBackupOutput={Backups}"])).Ended(0);

        Assert.Contains("shop.db went from 20240101000000_Start to 20240301000000_AddTunnels", ran.Output, StringComparison.Ordinal);
        Assert.Equal(MigratingCode.Last, Applied[^1]);
        Assert.Single(Snapshots);
    }

    /// <summary>Files that a change of the schema works on.</summary>
    private string[] Copies => Directory.GetFiles(Folder, ".shop.db.*");

    private string[] Schema() => Shop.Query("SELECT name || ' ' || coalesce(sql, '') FROM sqlite_master WHERE name NOT LIKE '%Lock' ORDER BY 1");
}
