using Microsoft.EntityFrameworkCore;
using Xunit;
using Garden = Greenhouse.EfBackup.Specification.GardenModel;

namespace Greenhouse.EfBackup.InMemory.Tests;

/// <summary>One seed for a database of SQL and for a test in memory.</summary>
public sealed class SeedTests : EntityTest
{
    private const string Seed = """
        {
          "Houses": [
            { "$ref": "north", "Name": "North", "Area": 12.5, "BuiltOn": "2024-02-29", "MainId": { "$ref": "first" } },
            { "Id": 7, "Name": "South", "Area": 3, "State": "old" },
          ],
          "Sensor": [
            { "$ref": "first", "HouseId": { "$ref": "north" }, "Kind": "Humidity", "InstalledAt": "2024-01-31T10:00:00Z", "Tags": ["a", "b \"c\""], "Every": "PT1H", "Secret": "AAEC", "Limits": { "Lowest": -1.5, "Unit": "C" } },
            { "Id": "0f8fad5b-d9cb-469f-a165-70867728950e", "HouseId": 7, "Kind": 1, "InstalledAt": "2024-01-31T10:00:00Z", "Tags": [] },
          ],
          "Tree": [{ "Id": 40, "Name": "oak", "Height": 7.25 }],
          "Plants": [{ "Id": 41, "Name": "moss", "Discriminator": "Plant" }],
        }
        """;

    [Fact]
    public async Task The_same_seed_gives_the_same_entities_in_memory_and_in_SQLite()
    {
        var (memory, sqlite) = (Memory<Garden.Context>(), Sqlite<Garden.Context>());
        var file = await WriteAsync(Seed);

        await SeedAsync(memory, file);
        await SeedAsync(sqlite, file);

        Assert.Equal(6, Garden(memory).Length);
        Assert.Equal(Garden(sqlite), Garden(memory));
        Assert.Contains("North 12.50 2024-02-29 planned False", Garden(memory));
        Assert.Contains("Humidity 2024-01-31T10:00:00 a,b \"c\" 01:00:00 000102 -1.5 C", Garden(memory));
    }

    [Fact]
    public async Task A_second_time_nothing_is_changed_and_what_differs_is_updated()
    {
        var memory = Memory<Garden.Context>();
        var first = await SeedAsync(memory, await WriteAsync(Seed));
        await using (var context = memory())
        {
            (await context.Houses.SingleAsync(row => row.Name == "North")).Area = 1;
            await context.SaveChangesAsync();
        }

        var second = await SeedAsync(memory, await WriteAsync(Seed));
        var third = await SeedAsync(memory, await WriteAsync(Seed));

        Assert.Equal((6L, 0L, 0L), (first.Inserted, first.Updated, first.Unchanged));
        Assert.Equal((0L, 1L, 5L), (second.Inserted, second.Updated, second.Unchanged));
        Assert.Equal((0L, 0L, 6L), (third.Inserted, third.Updated, third.Unchanged));
    }

    [Fact]
    public async Task Keys_go_on_from_what_is_there()
    {
        var memory = Memory<Garden.Context>(context => context.Add(new Garden.House { Id = 11, Name = "there" }));

        await SeedAsync(memory, await WriteAsync("""{ "Houses": [{ "Name": "new", "Area": 1 }] }"""));

        await using var context = memory();
        Assert.Equal(12, (await context.Houses.SingleAsync(row => row.Name == "new")).Id);
    }

    [Theory]
    [InlineData("""{ "Houses": [{ "Name": "a", "Area": 1, "MainId": "0f8fad5b-d9cb-469f-a165-70867728950e" }] }""", "Sensors")]
    [InlineData("""{ "Houses": [{ "Id": 1, "Name": "a", "Area": 1 }, { "Id": 2, "Name": "a", "Area": 1 }] }""", "IX_Houses_Name")]
    [InlineData("""{ "Houses": [{ "Id": 1, "Name": null, "Area": 1 }] }""", "Name")]
    [InlineData("""{ "Houses": [{ "Id": 99999999999, "Name": "a", "Area": 1 }] }""", "Int32")]
    public async Task What_a_database_of_SQL_would_refuse_is_refused_with_the_row(string seed, string says)
    {
        var memory = Memory<Garden.Context>();
        var file = await WriteAsync(seed);

        var refused = await Assert.ThrowsAsync<EfBackupException>(() => SeedAsync(memory, file));

        Assert.Contains(says, refused.Message, StringComparison.Ordinal);
        Assert.Contains("Houses", refused.Message, StringComparison.Ordinal);
        Assert.Empty(Garden(memory));
    }

#if EFCORE9_OR_GREATER
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_database_that_is_made_has_the_rows(bool async)
    {
        var file = await WriteAsync(Seed);
        var options = new DbContextOptionsBuilder<Garden.Context>().UseInMemoryDatabase(Guid.NewGuid().ToString()).UseBackupSeeding(file).Options;
        await using var context = new Garden.Context(options);

        _ = async ? await context.Database.EnsureCreatedAsync() : context.Database.EnsureCreated();

        Assert.Equal(2, await context.Houses.CountAsync());
    }
#endif

    private static async Task<EfBackupSeedResult> SeedAsync(Func<Garden.Context> database, string file)
    {
        await using var context = database();
        return await context.Database.SeedAsync(file);
    }

    private async Task<string> WriteAsync(string seed)
    {
        var file = Path.Combine(Folder, "seed.json");
        await System.IO.File.WriteAllTextAsync(file, seed);
        return file;
    }
}
