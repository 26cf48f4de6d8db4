using Greenhouse.EfBackup.Package.Tests.Workshop;

namespace Greenhouse.EfBackup.Package.Tests;

/// <summary>Seeds of real projects: applied by an application on EF Core 8, and written by the tool.</summary>
public sealed class SeedTests(Packages packages, ITestOutputHelper log) : PackageTest(packages, log)
{
    private Shop Seeded => new(Path.Combine(Folder, "seeded.db"));

    [Fact]
    public async Task An_application_on_EF_Core_8_seeds_a_database_that_it_has_made_and_finds_the_rows()
    {
        var first = (await Seed("seed.json")).Ended(0);
        Seeded.Execute("""UPDATE "Orders" SET "Note" = 'changed' WHERE "Id" = 1; INSERT INTO "Customers" VALUES (50, 'new')""");
        var second = (await Seed("seed.json")).Ended(0);

        Assert.Equal("3 inserted, 0 updated, 0 unchanged\nAda: 12.5 from the seed\nAda: 3.0 \n", first.Output);
        Assert.Equal("0 inserted, 1 updated, 2 unchanged\nAda: 12.5 from the seed\nAda: 3.0 \n", second.Output);
        Assert.Equal(["1|Ada", "50|new"], Seeded.Query("""SELECT "Id" || '|' || "Name" FROM "Customers" ORDER BY "Id" """));
    }

    [Fact]
    public async Task On_EF_Core_8_the_place_where_later_ones_seed_is_refused_with_the_way_without_it()
    {
        var ran = await Seed("hooked");

        Assert.NotEqual(0, ran.ExitCode);
        Assert.Contains("EF Core 8.0.33 has no UseSeeding, which came with 9.0: call context.Database.SeedAsync(", ran.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_seed_that_the_tool_has_written_in_a_project_fills_another_database()
    {
        var app = Packages.App("Shop10");
        var file = Path.Combine(app, "seeds", "dev.json");
        try
        {
            var written = (await Run("create", "--seed", "seeds/dev.json")).Ended(0);
            var text = await File.ReadAllTextAsync(file);
            var seeded = (await Seed(file)).Ended(0);
            var again = (await Run("create", "--seed", "seeds/dev.json", "--json")).Ended(0);

            Assert.Equal(file, written.FirstLine);
            Assert.Equal("7 inserted, 0 updated, 0 unchanged", seeded.FirstLine);
            // A seed's decimals are stored as the driver spells them.
            Assert.Equal(Shop.Rows().Select(row => row.Replace("'12.50'", "'12.5'", StringComparison.Ordinal)), Seeded.Rows());
            Assert.Equal(file, again.Json.GetProperty("file").GetString());
            Assert.Equal(text, await File.ReadAllTextAsync(file));
            Assert.False(Directory.Exists(Backups));
        }
        finally
        {
            Directory.Delete(Path.GetDirectoryName(file)!, recursive: true);
        }
    }

    [Fact]
    public async Task A_file_that_is_no_seed_of_the_tool_is_never_replaced()
    {
        var file = Path.Combine(Folder, "dev.json");
        await File.WriteAllTextAsync(file, SeedingCode.Seed);

        (await Run("create", "--seed", file)).Refused("EFB1836", 1, file);

        Assert.Equal(SeedingCode.Seed, await File.ReadAllTextAsync(file));
    }

    /// <summary>The application in this test's folder, so that a relative path is one beside it.</summary>
    private async Task<Ran> Seed(string argument)
    {
        using var running = Packages.StartWith([("SHOP_CONNECTION", Seeded.Connection)], Folder, ["exec", Path.Combine(Packages.App("Seed8"), "bin", "Debug", "net8.0", "Seed8.dll"), argument]);
        return await Logged(running);
    }
}
