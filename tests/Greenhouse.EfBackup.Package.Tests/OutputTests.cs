using System.Text.Json;
using Greenhouse.EfBackup.Package.Tests.Workshop;

namespace Greenhouse.EfBackup.Package.Tests;

/// <summary>Standard output is data, standard error is talk.</summary>
public sealed class OutputTests(Packages packages, ITestOutputHelper log) : PackageTest(packages, log)
{
    [Fact]
    public async Task Every_verb_prints_one_document_with_stable_names()
    {
        var create = (await Run("create", "--json", "--description", "before the sale")).Ended(0);
        var restore = (await Run("restore", "latest", "--yes", "--json")).Ended(0);
        var list = (await Tool(Folder, "list", "--output", Backups, "--json")).Ended(0);
        var verify = (await Tool(Folder, "verify", Files[0], "--json")).Ended(0);
        var show = (await Tool(Folder, "show", Files[0], "--json")).Ended(0);

        Assert.Equal(["verb", "exitCode", "file", "bytes", "context", "provider", "database", "tables", "leftOut", "masked", "rows", "seconds", "dryRun"], Names(create.Json));
        Assert.Equal(["verb", "exitCode", "file", "context", "provider", "database", "mode", "tables", "untouched", "safetyBackup", "rows", "seconds", "dryRun", "verified"], Names(restore.Json));
        Assert.Equal(["verb", "exitCode", "folder", "backups"], Names(list.Json));
        Assert.Equal(["verb", "exitCode", "file", "bytes", "level", "tables", "rows", "keys", "references", "unchecked", "seconds"], Names(verify.Json));
        Assert.Equal(["verb", "exitCode", "file", "bytes", "format", "version", "timestamp", "description", "reason", "context", "provider", "database", "migrations", "tables", "leftOut", "rows"], Names(show.Json));
        Assert.Equal(["table", "rows", "deleted"], Names(restore.Json.GetProperty("tables")[0]));
        Assert.Equal(["Customers", "Orders"], create.Json.GetProperty("tables").EnumerateArray().Select(t => t.GetProperty("table").GetString()));
        Assert.Equal("ShopContext", create.Json.GetProperty("context").GetString());
        Assert.Equal("shop.db", create.Json.GetProperty("database").GetString());
        Assert.Equal(2, list.Json.GetProperty("backups").GetArrayLength());
        Assert.Equal(Packages.Version, show.Json.GetProperty("version").GetString());
        Assert.All([list.Json.GetProperty("backups")[1], show.Json], j => Assert.Equal("before the sale", j.GetProperty("description").GetString()));
        Assert.Equal(64, show.Json.GetProperty("tables")[0].GetProperty("sha256").GetString()!.Length);
    }

    [Fact]
    public async Task A_pipeline_asks_whether_rows_differ_from_those_of_an_encrypted_backup()
    {
        var passphrase = Path.Combine(Folder, "passphrase");
        await File.WriteAllTextAsync(passphrase, "correct horse\n");
        var file = (await Run("create", "--quiet", "--encrypt", "--passphrase-file", passphrase)).Ended(0).FirstLine;

        (await Run("diff", file, "--passphrase-file", passphrase)).Ended(0);
        Shop.Execute("""UPDATE "Customers" SET "Name" = 'Grace' WHERE "Id" = 1; DELETE FROM "Orders" WHERE "Id" IN (2, 3)""");
        var diff = (await Run("diff", file, "--passphrase-file", passphrase, "--rows", "--json")).Ended(7);

        Assert.Equal(["verb", "exitCode", "old", "new", "same", "tables", "leftOut", "seconds"], Names(diff.Json));
        Assert.Equal((0, 0, 1, 2), Counts(diff.Json, "Customers"));
        Assert.Equal((0, 2, 0, 2), Counts(diff.Json, "Orders"));
        Assert.Equal("{\"Name\":\"Grace\"}", JsonSerializer.Serialize(diff.Json.GetProperty("tables").GetProperty("Customers").GetProperty("rows")[0].GetProperty("new")));
    }

    [Fact]
    public async Task An_error_is_a_document_too()
    {
        var ran = (await Run("restore", "latest", "--yes", "--json")).Ended(3);

        Assert.Equal(["verb", "exitCode", "error"], Names(ran.Json));
        Assert.Equal("EFB1302", ran.Json.GetProperty("error").GetProperty("code").GetString());
        Assert.Contains("error EFB1302", ran.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Quiet_prints_the_file_alone()
    {
        var ran = (await Run("create", "--quiet")).Ended(0);

        Assert.Equal(Files.Single() + "\n", ran.Output);
        Assert.Empty(ran.Error);
    }

    [Fact]
    public async Task Verbose_names_versions_and_tables_on_standard_error_only()
    {
        var ran = (await Run("create", "--verbose", "--no-color")).Ended(0);

        Assert.Contains($"ShopContext on Microsoft.EntityFrameworkCore.Sqlite, database shop.db; EF Core 10.0.14, Greenhouse.EfBackup {Packages.Version}", ran.Error, StringComparison.Ordinal);
        Assert.Contains("read 1/2 Customers: 3 rows", ran.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("EF Core", ran.Output, StringComparison.Ordinal);
        Assert.DoesNotContain('\u001b', ran.Output + ran.Error);
    }

    [Fact]
    public async Task List_show_and_verify_read_well()
    {
        var file = await Backup("--description", "before the sale");

        var list = (await Tool(Folder, "list", "--output", Backups)).Ended(0);
        var show = (await Tool(Folder, "show", file)).Ended(0);
        var verify = (await Tool(Folder, "verify", "latest", "--output", Backups)).Ended(0);

        Assert.Matches($@"{Path.GetFileName(file)}  20\d\d-.*  manual  ShopContext  shop\.db +7 .* before the sale", list.Output);
        Assert.Matches(@"Orders +4  Id   Customers   Id, CustomerId, Total, Note", show.Output);
        Assert.Equal($"{file} is whole", verify.FirstLine);
    }

    private static (int Added, int Removed, int Changed, int Same) Counts(JsonElement diff, string table)
    {
        var counts = diff.GetProperty("tables").GetProperty(table);
        return (counts.GetProperty("added").GetInt32(), counts.GetProperty("removed").GetInt32(), counts.GetProperty("changed").GetInt32(), counts.GetProperty("same").GetInt32());
    }

    private static IEnumerable<string> Names(JsonElement document) => document.EnumerateObject().Select(p => p.Name);
}
