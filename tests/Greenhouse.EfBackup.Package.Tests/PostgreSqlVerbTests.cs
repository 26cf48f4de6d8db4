using Greenhouse.EfBackup.Package.Tests.Workshop;
using Npgsql;

namespace Greenhouse.EfBackup.Package.Tests;

/// <summary>Every verb on PostgreSQL, with the tool alone and no package in the application.</summary>
public sealed class PostgreSqlVerbTests(Packages packages, ShopServer server, ITestOutputHelper log) : PostgreSqlTest(packages, server, log)
{
    [PostgreSqlTheory]
    [InlineData("ShopPostgreSql8", "8.0.33")]
    [InlineData("ShopPostgreSql", "10.0.14")]
    public async Task Create_list_show_verify_and_restore_do_what_they_do_elsewhere(string app, string version)
    {
        var before = Here.Rows();

        var create = (await With(Here.Connection, app, "create", "--verbose", "--parallel", "3", "--compress", "brotli")).Ended(0);
        var file = create.FirstLine;
        Here.Execute("""DELETE FROM "Orders" WHERE "Id" < 3; UPDATE "Customers" SET "Name" = 'changed'; INSERT INTO "Customers" VALUES (50, 'new')""");
        var list = (await Tool(Folder, "list", "--output", Backups)).Ended(0);
        var show = (await Tool(Folder, "show", file)).Ended(0);
        var verify = (await Tool(Folder, "verify", "latest", "--output", Backups)).Ended(0);
        var restore = (await With(Here.Connection, app, "restore", "latest", "--yes", "--verify", "--json")).Ended(0);

        Assert.Equal(before, Here.Rows());
        Assert.Contains($"ShopContext on Npgsql.EntityFrameworkCore.PostgreSQL, database {DatabaseName}; EF Core {version}", create.Error, StringComparison.Ordinal);
        Assert.Contains("2 tables, 7 rows", create.Output, StringComparison.Ordinal);
        Assert.Contains(DatabaseName, list.Output, StringComparison.Ordinal);
        Assert.Contains($"{DatabaseName} (Npgsql.EntityFrameworkCore.PostgreSQL)", show.Output, StringComparison.Ordinal);
        Assert.Equal($"{file} is whole", verify.FirstLine);
        Assert.True(restore.Json.GetProperty("verified").GetBoolean());
        Assert.Equal(file, restore.Json.GetProperty("file").GetString());
        Assert.Contains(Path.GetFileName(restore.Json.GetProperty("safetyBackup").GetString())!, Directory.GetFiles(Backups).Select(Path.GetFileName));
    }

    [PostgreSqlFact]
    public async Task Neither_a_file_nor_a_word_has_the_password_however_much_is_said_and_whatever_goes_wrong()
    {
        var wrong = new NpgsqlConnectionStringBuilder(Here.Connection) { Password = "never-to-be-said" }.ConnectionString;
        var nobody = new NpgsqlConnectionStringBuilder(wrong) { Port = 1 }.ConnectionString;
        var nowhere = new NpgsqlConnectionStringBuilder(wrong) { Password = Server.Owner.Password, Database = "not_there" }.ConnectionString;

        var file = (await Elsewhere(Here.Connection, "create", "--verbose")).Ended(0).FirstLine;
        (await Elsewhere(wrong, "create", "--verbose")).Refused("EFB1213", 1, DatabaseName);
        (await Elsewhere(nobody, "create", "--verbose")).Refused("EFB1212", 1, DatabaseName);
        (await Elsewhere(nowhere, "create", "--verbose")).Refused("EFB1201", 1, "not_there");
        (await Elsewhere(wrong, "restore", file, "--yes", "--verbose")).Refused("EFB1213", 1);

        Assert.DoesNotContain(Server.Owner.Password, await File.ReadAllTextAsync(file), StringComparison.Ordinal);
        Assert.DoesNotContain("Password", await File.ReadAllTextAsync(file), StringComparison.OrdinalIgnoreCase);
        Assert.Equal([file], Files);
    }

    [PostgreSqlFact]
    public async Task A_lock_is_waited_for_as_long_as_is_said_and_who_holds_it_is_named()
    {
        var file = (await OnPostgreSql("create", "--quiet")).Ended(0).FirstLine;
        var rows = Here.Rows();
        using var other = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(Here.Connection) { ApplicationName = "the night shift" }.ConnectionString);
        await other.OpenAsync();
        PostgreSqlShop.Execute(other, """BEGIN; LOCK TABLE "Orders" IN ACCESS EXCLUSIVE MODE""");

        (await OnPostgreSql("create", "--lock-timeout", "0")).Refused("EFB1202", 1, "the night shift", "--lock-timeout");
        (await OnPostgreSql("restore", file, "--yes", "--lock-timeout", "1")).Refused("EFB1202", 1, "the night shift");
        PostgreSqlShop.Execute(other, "ROLLBACK");

        Assert.Equal(rows, Here.Rows());
        Assert.Equal([file], Files);
    }

    [PostgreSqlFact]
    public async Task Select_is_all_that_a_backup_needs_and_a_restore_needs_the_owner()
    {
        var reader = Server.ConnectionTo(DatabaseName, Server.Reader);
        var rows = Here.Rows();

        (await Elsewhere(reader, "create")).Refused("EFB1211", 1, "Customers", "SELECT");
        Here.Execute($"""GRANT SELECT ON ALL TABLES IN SCHEMA public TO "{Server.Reader.Name}"; GRANT SELECT ON ALL SEQUENCES IN SCHEMA public TO "{Server.Reader.Name}" """);
        var file = (await Elsewhere(reader, "create")).Ended(0).FirstLine;
        (await Elsewhere(reader, "restore", file, "--yes")).Refused("EFB1211", 1, "owner");
        Here.Execute("""DELETE FROM "Orders" """);
        (await Elsewhere(Here.Connection, "restore", file, "--yes")).Ended(0);

        Assert.Equal(rows, Here.Rows());
    }

    [PostgreSqlFact]
    public async Task Published_output_is_backed_up_and_restored_without_the_design_package()
    {
        var published = Path.Combine(Folder, "published");
        (await Dotnet(Packages.App("ShopPostgreSql"), "publish", "--no-restore", "-c", "Debug", "-o", published, "-v", "quiet", "-nologo")).Ended(0);
        Assert.False(File.Exists(Path.Combine(published, "Microsoft.EntityFrameworkCore.Design.dll")));
        var rows = Here.Rows();
        string[] assembly = ["--assembly", Path.Combine(published, "ShopPostgreSql.dll"), "--output", Backups];

        WithoutSecret(await DotnetWith("SHOP_CONNECTION", Here.Connection, Folder, ["ef-backup", "create", "--verbose", .. assembly]), Here.Connection).Ended(0);
        Here.Execute("""TRUNCATE "Customers" CASCADE""");
        WithoutSecret(await DotnetWith("EFBACKUP_CONNECTION", Here.Connection, Folder, ["ef-backup", "restore", "latest", "--yes", .. assembly]), Here.Connection).Ended(0);

        Assert.Equal(rows, Here.Rows());
    }

    [PostgreSqlFact]
    public async Task A_backup_goes_from_one_kind_of_database_into_the_other()
    {
        var file = await Backup();
        Here.Execute("""DELETE FROM "Orders"; UPDATE "Customers" SET "Name" = 'changed'""");

        var there = (await OnPostgreSql("restore", file, "--yes")).Ended(0);
        Shop.Execute("""DELETE FROM "Customers" """);
        var back = (await OnPostgreSql("create", "--quiet")).Ended(0).FirstLine;
        (await Run("restore", back, "--yes")).Ended(0);

        Assert.Equal(["order|1|1|12.5|NULL", "order|2|1|0.1|E'line\\nbreak'", "order|3|2|99999999999.99|'😀'", "order|9|7|-1|''"], Here.Rows()[3..].Select(row => row.Replace("'line\nbreak'", "E'line\\nbreak'", StringComparison.Ordinal)));
        Assert.Equal(["1|Ada", "2|Zoë \"Z\" 漢字", "7|"], Here.Query("""SELECT * FROM "Customers" ORDER BY "Id" """));
        Assert.Equal(Here.Query("""SELECT * FROM "Customers" ORDER BY "Id" """), Shop.Query("""SELECT * FROM "Customers" ORDER BY "Id" """));
        Assert.Equal(["12.5", "0.1", "99999999999.99", "-1.0"], Shop.Query("""SELECT "Total" FROM "Orders" ORDER BY "Id" """));
        Assert.Contains("every row is read back and compared", there.Error, StringComparison.Ordinal);
        Assert.Contains(", read back and compared, ", there.Output, StringComparison.Ordinal);
        Here.Execute("""INSERT INTO "Customers" ("Name") VALUES ('next')""");
        Assert.Equal(["8"], Here.Query("""SELECT max("Id") FROM "Customers" """));
    }

    [PostgreSqlFact]
    public async Task A_value_that_the_other_kind_can_not_hold_is_refused_by_row_column_value_and_reason()
    {
        Shop.Execute("""UPDATE "Orders" SET "Note" = 'a' || char(0) WHERE "Id" = 3""");
        var file = await Backup();
        var rows = Here.Rows();

        (await OnPostgreSql("restore", file, "--yes", "--no-safety-backup")).Refused("EFB1508", 1, "row 3 of table Orders", @"Note can't hold a\u0000", "U+0000", "nothing was changed");

        Assert.Equal(rows, Here.Rows());
    }
}
