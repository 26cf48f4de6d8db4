using Greenhouse.EfBackup.Package.Tests.Workshop;

namespace Greenhouse.EfBackup.Package.Tests;

/// <summary>Databases and folders that can't be read or written.</summary>
public sealed class DatabaseRefusalTests(Packages packages, ITestOutputHelper log) : PackageTest(packages, log)
{
    [Fact]
    public async Task A_database_that_is_not_there_is_not_made()
    {
        var file = Path.Combine(Folder, "missing.db");
        var backup = await Sample();

        (await Tool(Packages.App("Shop10"), OnArguments("create", $"Data Source={file}"))).Refused("EFB1201", 1, "missing.db", "--connection");
        (await Tool(Packages.App("Shop10"), OnArguments("restore", $"Data Source={file}", backup, "--yes"))).Refused("EFB1201", 1, "missing.db");

        Assert.False(File.Exists(file));
        Assert.Equal([backup], Files);
    }

    [Fact]
    public async Task A_locked_database_is_left_alone()
    {
        var backup = await Sample();
        var rows = Shop.Rows();
        var impatient = Shop.Connection + ";Default Timeout=1";
        using (var other = Shop.Open())
        {
            using var begin = other.CreateCommand();
            begin.CommandText = "BEGIN EXCLUSIVE";
            begin.ExecuteNonQuery();

            (await Tool(Packages.App("Shop10"), OnArguments("create", impatient))).Refused("EFB1202", 1, "shop.db", "Default Timeout");
            (await Tool(Packages.App("Shop10"), OnArguments("restore", impatient, backup, "--yes"))).Refused("EFB1202", 1, "shop.db");
        }

        Assert.Equal([backup], Files);
        Assert.Equal(rows, Shop.Rows());
    }

    [Fact]
    public async Task A_file_that_is_no_database()
    {
        File.WriteAllText(Path.Combine(Folder, "text.db"), new string('x', 5000));

        (await Tool(Packages.App("Shop10"), OnArguments("create", $"Data Source={Path.Combine(Folder, "text.db")}"))).Refused("EFB1208", 1, "text.db");
        Assert.Empty(Files);
    }

    [Fact]
    public async Task A_database_without_any_of_the_models_tables()
    {
        Shop.Execute("""DROP TABLE "Orders"; DROP TABLE "Customers"; CREATE TABLE "Other" ("Id" INTEGER)""");

        (await Run("create")).Refused("EFB1206", 1, "shop.db", "ShopContext", "it has Other");
    }

    [Fact]
    public async Task Dangling_rows_are_named_and_nothing_is_written()
    {
        Shop.Execute("""PRAGMA foreign_keys = OFF; INSERT INTO "Orders" VALUES (100, 55, '1', NULL)""");

        (await Run("create")).Refused("EFB1204", 1, "Orders (CustomerId) -> Customers: 1 row", "55");
        Assert.Empty(Files);
    }

    [Fact]
    public async Task A_backup_folder_that_is_a_file_is_left_as_it_is()
    {
        File.WriteAllText(Backups, "mine");

        (await Run("create")).Refused("EFB1601", 1, Backups, "--output");
        Assert.Equal("mine", File.ReadAllText(Backups));
    }

    [Fact]
    public async Task A_restore_that_can_not_write_its_safety_backup_changes_nothing()
    {
        var backup = await Sample();
        var elsewhere = Path.Combine(Folder, "elsewhere.json");
        File.Move(backup, elsewhere);
        Directory.Delete(Backups, recursive: true);
        File.WriteAllText(Backups, "mine");
        Shop.Execute("""DELETE FROM "Orders" """);
        var rows = Shop.Rows();

        (await Run("restore", elsewhere, "--yes")).Refused("EFB1601", 1, Backups);
        Assert.Equal(rows, Shop.Rows());
    }

    [SmallDiskFact]
    public async Task A_full_disk_leaves_nothing_behind()
    {
        using var disk = new SmallDisk(Path.Combine(Folder, "disk"));
        var large = Path.Combine(Folder, "large.db");
        Packages.CopyLarge(large);

        var ran = await Tool(Packages.App("Shop10"), "create", "--no-build", "--connection", $"Data Source={large}", "--output", Path.Combine(disk.Folder, "backups"));

        ran.Refused("EFB1602", 1, Path.Combine(disk.Folder, "backups"), "--output");
        Assert.Empty(Directory.GetFiles(disk.Folder, "*.json*", SearchOption.AllDirectories));
    }
}
