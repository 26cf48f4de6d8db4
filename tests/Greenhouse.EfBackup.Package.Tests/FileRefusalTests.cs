using System.Text;
using System.Text.RegularExpressions;
using Greenhouse.EfBackup.Package.Tests.Workshop;

namespace Greenhouse.EfBackup.Package.Tests;

/// <summary>Files that are no good backup: refused before anything is touched.</summary>
public sealed class FileRefusalTests(Packages packages, ITestOutputHelper log) : PackageTest(packages, log)
{
    [Theory]
    [InlineData("empty", "EFB1303")]
    [InlineData("truncated in its rows", "EFB1305")]
    [InlineData("without its last byte", "EFB1305")]
    [InlineData("one bit flipped", "EFB1306")]
    [InlineData("of a newer format", "EFB1307")]
    [InlineData("not JSON", "EFB1304")]
    [InlineData("JSON of another kind", "EFB1304")]
    public async Task A_file_that_is(string state, string code)
    {
        var file = await Sample();
        File.WriteAllBytes(file, Spoilt(state, File.ReadAllBytes(file)));
        var bytes = File.ReadAllBytes(file);
        Shop.Execute("""DELETE FROM "Orders" """);
        var rows = Shop.Rows();

        (await Run("restore", file, "--yes")).Refused(code, 3, file);
        (await Tool(Folder, "verify", file)).Refused(code, 3, file);

        Assert.Equal(rows, Shop.Rows());
        Assert.Equal([file], Files);
        Assert.Equal(bytes, File.ReadAllBytes(file));
    }

    [Fact]
    public async Task A_file_that_is_not_there()
        => (await Run("restore", Path.Combine(Folder, "no.json"), "--yes")).Refused("EFB1301", 3, Path.Combine(Folder, "no.json"), "dotnet ef-backup list");

    [Fact]
    public async Task Latest_passes_over_an_incomplete_file_and_says_so()
    {
        var good = await Sample();
        var cut = await Backup();
        File.WriteAllBytes(cut, Spoilt("truncated in its rows", File.ReadAllBytes(cut)));

        var ran = (await Run("restore", "latest", "--yes", "--json")).Ended(0);
        var list = (await Tool(Folder, "list", "--output", Backups, "--json")).Ended(0);

        Assert.Equal(good, ran.Json.GetProperty("file").GetString());
        Assert.Contains($"warning EFB1305: {cut}", ran.Error, StringComparison.Ordinal);
        Assert.Contains(list.Json.GetProperty("backups").EnumerateArray(), b => b.GetProperty("file").GetString() == Path.GetFileName(cut) && !b.GetProperty("complete").GetBoolean());
    }

    [Fact]
    public async Task A_backup_of_another_schema_lists_every_difference()
    {
        var file = await Sample();
        Shop.Execute("""
            ALTER TABLE "Orders" DROP COLUMN "Note";
            ALTER TABLE "Orders" DROP COLUMN "Total";
            ALTER TABLE "Customers" ADD COLUMN "Mail" TEXT NOT NULL DEFAULT 'x';
            DROP TABLE "Customers";
            """);
        var rows = Shop.Query("""SELECT * FROM "Orders" """);

        (await Run("restore", file, "--yes")).Refused("EFB1401", 4, "shop.db", "3 differences",
            "table Customers is in the backup and not in the database",
            "column Orders.Total is in the backup and not in the database",
            "column Orders.Note is in the backup and not in the database");
        Assert.Equal(rows, Shop.Query("""SELECT * FROM "Orders" """));
        Assert.Equal([file], Files);
    }

    [Fact]
    public async Task Dangling_rows_in_the_file_are_named_and_nothing_changes()
    {
        var loose = Workshop.Shop.Create(Path.Combine(Folder, "loose.db"));
        loose.Execute("""
            DROP TABLE "Orders";
            CREATE TABLE "Orders" ("Id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, "CustomerId" INTEGER NOT NULL, "Total" TEXT NOT NULL, "Note" TEXT NULL);
            INSERT INTO "Orders" VALUES (1, 55, '1', NULL)
            """);
        var file = (await Tool(Packages.App("Shop10"), OnArguments("create", loose.Connection, "--quiet"))).Ended(0).FirstLine;
        var rows = Shop.Rows();

        (await Run("restore", file, "--yes", "--no-safety-backup")).Refused("EFB1503", 3, "Orders (CustomerId) -> Customers: 1 row", "55");
        Assert.Equal(rows, Shop.Rows());
    }

    private static byte[] Spoilt(string state, byte[] good) => state switch
    {
        "empty" => [],
        "truncated in its rows" => good[..Encoding.UTF8.GetString(good).IndexOf("\"Orders\": [", StringComparison.Ordinal)],
        "without its last byte" => good[..^3],
        "one bit flipped" => Flipped(good, Encoding.UTF8.GetString(good).IndexOf("\"Ada\"", StringComparison.Ordinal) + 2),
        "of a newer format" => Encoding.UTF8.GetBytes(new Regex("\"format\": ?1").Replace(Encoding.UTF8.GetString(good), "\"format\":99", 1)),
        "not JSON" => "SQLite format 3\0"u8.ToArray(),
        "JSON of another kind" => """{ "Logging": { "LogLevel": { "Default": "Information" } } }"""u8.ToArray(),
        _ => throw new ArgumentOutOfRangeException(nameof(state)),
    };

    private static byte[] Flipped(byte[] bytes, int index)
    {
        bytes[index] ^= 1;
        return bytes;
    }
}
