using Greenhouse.EfBackup.Package.Tests.Workshop;

namespace Greenhouse.EfBackup.Package.Tests;

/// <summary>Every verb, with the tool alone and no package in the application.</summary>
public sealed class VerbTests(Packages packages, ITestOutputHelper log) : PackageTest(packages, log)
{
    [Fact]
    public async Task Create_writes_a_file_and_says_which_and_how_many_rows()
    {
        var ran = (await Run("create")).Ended(0);

        var file = Assert.Single(Files);
        Assert.Equal(file, ran.FirstLine);
        Assert.Contains("Customers     3", ran.Output, StringComparison.Ordinal);
        Assert.Contains("2 tables, 7 rows", ran.Output, StringComparison.Ordinal);
        Assert.Matches(@"backup-\d{4}-\d\d-\d\dT\d\d-\d\d-\d\d-\d{3}Z\.json$", file);
        Assert.Equal("*\n", File.ReadAllText(Path.Combine(Backups, ".gitignore")));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
    }

    [Fact]
    public async Task Restore_gives_every_row_back_and_keeps_those_from_before()
    {
        var before = Shop.Rows();
        var file = await Backup();
        Shop.Execute("""DELETE FROM "Orders" WHERE "Id" < 3; UPDATE "Customers" SET "Name" = 'changed'; INSERT INTO "Customers" VALUES (50, 'new')""");
        var changed = Shop.Rows();

        var ran = (await Run("restore", file, "--yes")).Ended(0);

        Assert.Equal(before, Shop.Rows());
        var safety = Assert.Single(Files, f => Path.GetFileName(f).StartsWith("safety-", StringComparison.Ordinal));
        Assert.Contains(safety, ran.Output, StringComparison.Ordinal);
        (await Run("restore", safety, "--yes", "--no-safety-backup")).Ended(0);
        Assert.Equal(changed, Shop.Rows());
    }

    [Fact]
    public async Task Latest_is_the_newest_backup_and_never_a_safety_one()
    {
        await Backup();
        Shop.Execute("""UPDATE "Customers" SET "Name" = 'second'""");
        var second = await Backup();
        var rows = Shop.Rows();
        Shop.Execute("""UPDATE "Customers" SET "Name" = 'third'""");

        var first = (await Run("restore", "latest", "--yes", "--json")).Ended(0);
        var again = (await Run("restore", "latest", "--yes", "--json")).Ended(0);

        Assert.Equal(second, first.Json.GetProperty("file").GetString());
        Assert.Equal(second, again.Json.GetProperty("file").GetString());
        Assert.Equal(rows, Shop.Rows());
    }

    [Fact]
    public async Task A_restore_that_nobody_agreed_to_changes_nothing()
    {
        var file = await Backup();
        Shop.Execute("""DELETE FROM "Orders" """);
        var rows = Shop.Rows();

        var ran = await Run("restore", file);

        ran.Refused("EFB1501", 5, "shop.db", "--yes");
        Assert.Equal(rows, Shop.Rows());
        Assert.Equal([file], Files);
    }

    [Fact]
    public async Task A_dry_run_says_the_same_and_changes_nothing()
    {
        var planned = (await Run("create", "--dry-run", "--json")).Ended(0);
        Assert.Equal(7, planned.Json.GetProperty("rows").GetInt32());
        Assert.True(planned.Json.GetProperty("dryRun").GetBoolean());
        Assert.False(Directory.Exists(Backups));

        var file = await Backup();
        Shop.Execute("""DELETE FROM "Orders" """);
        var rows = Shop.Rows();
        var ran = (await Run("restore", file, "--dry-run")).Ended(0);

        Assert.Contains("Dry run", ran.FirstLine, StringComparison.Ordinal);
        Assert.Equal(rows, Shop.Rows());
        Assert.Equal([file], Files);
    }

    [Fact]
    public async Task Without_a_safety_backup_none_is_made()
    {
        var file = await Backup();

        var ran = (await Run("restore", file, "--yes", "--no-safety-backup", "--verify", "--json")).Ended(0);

        Assert.Equal([file], Files);
        Assert.True(ran.Json.GetProperty("verified").GetBoolean());
    }

    [Fact]
    public async Task Include_and_exclude_choose_tables_and_what_is_left_out_is_said()
    {
        var included = (await Run("create", "--include", "Customers", "--json")).Ended(0);
        var excluded = (await Run("create", "--exclude", "Order", "--json")).Ended(0);

        foreach (var ran in new[] { included, excluded })
        {
            Assert.Equal(["Customers"], ran.Json.GetProperty("tables").EnumerateArray().Select(t => t.GetProperty("table").GetString()));
            Assert.Equal(["Orders"], ran.Json.GetProperty("leftOut").EnumerateArray().Select(t => t.GetString()));
            Assert.Contains("warning EFB1209: table Orders (4 rows)", ran.Error, StringComparison.Ordinal);
        }

        (await Run("create", "--include", "Customers\"; DROP TABLE \"Orders\"; --")).Refused("EFB1207", 2, "Customers\"; DROP TABLE \"Orders\"; --");
        Assert.Equal(["4"], Shop.Query("""SELECT count(*) FROM "Orders" """));
    }

    [Fact]
    public async Task A_wrong_command_line_is_said_and_nothing_runs()
    {
        (await Run("create", "--frobnicate")).Refused("EFB1001", 2, "--frobnicate");
        (await Tool(Folder, "restore")).Refused("EFB1001", 2);
        (await Tool(Folder, "verify", "latest", "--", "x")).Refused("EFB1001", 2, "--");
        Assert.Empty(Files);
    }
}
