using Microsoft.EntityFrameworkCore;
using Xunit;
using Garden = Greenhouse.EfBackup.Specification.GardenModel;

namespace Greenhouse.EfBackup.Specification;

/// <summary>Seeds that people write.</summary>
public abstract class SeedFileSpecification<TFixture> : Specification<TFixture>
    where TFixture : DatabaseFixture, new()
{
    private const string Whole = """
        // Two houses and what is in them.
        {
          "Houses": [
            { "$ref": "north", "Name": "North", "Area": 12.5, "BuiltOn": { "$today": "-30d" }, "MainId": { "$ref": "first" } },
            { "Id": 7, "Name": "South", "Area": 3, "BuiltOn": "2024-02-29", "State": "old" },
          ],
          "Sensor": [
            {
              "$ref": "first", "HouseId": { "$ref": "north" }, "Kind": "Humidity", "InstalledAt": { "$now": "-2h" },
              "Tags": ["a", "b \"c\""], "Every": "PT1H", "Secret": "AAEC",
              "Limits": {
                "Lowest": -1.5, // in degrees
                "Unit": "C",
              }
            },
            { "Id": "0F8FAD5B-D9CB-469F-A165-70867728950E", "HouseId": 7, "Kind": 1, "InstalledAt": "2024-01-31T10:00:00Z", "Tags": [] },
          ],
          "Tree": [{ "Id": 40, "Name": "oak", "Height": 7.25 }],
          "Plants": [{ "Id": 41, "Name": "moss", "Discriminator": "Plant" }],
        }
        """;

    private static readonly DateTimeOffset _now = new(2026, 3, 1, 12, 30, 15, 500, TimeSpan.Zero);

    [Fact]
    public async Task A_seed_written_by_hand_is_in_the_database_as_it_says()
    {
        var database = Create<Garden.Context>();

        var seeded = await SeedAsync<Garden.Context>(database, Whole);

        await using var context = database.Open<Garden.Context>();
        var houses = await context.Houses.OrderBy(row => row.Name).ToListAsync();
        var sensors = await context.Sensors.OrderBy(row => row.Kind).ToListAsync();
        var (north, south, given, first) = (houses[0], houses[1], sensors[0], sensors[1]);

        // 30 days before the first of March; two hours before half past twelve.
        Assert.Equal(("North", new DateOnly(2026, 1, 30), 12.5m, "planned", first.Id), (north.Name, north.BuiltOn!.Value, north.Area, north.State, north.MainId!.Value));
        Assert.Equal((7, "South", new DateOnly(2024, 2, 29), 3m, "old", null), (south.Id, south.Name, south.BuiltOn!.Value, south.Area, south.State, south.MainId));
        Assert.Equal((north.Id, Garden.Kind.Humidity, new DateTime(2026, 3, 1, 10, 30, 15), TimeSpan.FromHours(1)), (first.HouseId, first.Kind, first.InstalledAt, first.Every!.Value));
        Assert.Equal(["a", "b \"c\""], first.Tags);
        Assert.Equal([0, 1, 2], first.Secret);
        Assert.Equal((-1.5, "C"), (first.Limits!.Lowest, first.Limits.Unit!));
        Assert.Equal((Guid.Parse("0f8fad5b-d9cb-469f-a165-70867728950e"), 7, Garden.Kind.Temperature, new DateTime(2024, 1, 31, 10, 0, 0), 0), (given.Id, given.HouseId, given.Kind, given.InstalledAt, given.Tags.Count));
        Assert.Equal(["oak", "moss"], (await context.Plants.OrderBy(row => row.Id).ToListAsync()).Select(row => row.Name));
        Assert.Equal(7.25, (await context.Set<Garden.Tree>().SingleAsync()).Height);
        Assert.Equal(("Houses:2 Plants:2 Sensors:2", 6L, 0L, 0L), (string.Join(' ', seeded.Tables.OrderBy(table => table.Name, StringComparer.Ordinal).Select(table => $"{table.Name}:{table.Inserted}")), seeded.Inserted, seeded.Updated, seeded.Unchanged));
    }

    [Fact]
    public async Task EF_finds_the_values_that_a_seed_has_stored()
    {
        var database = Create<Garden.Context>();
        await SeedAsync<Garden.Context>(database, Whole);
        await using var context = database.Open<Garden.Context>();
        var id = Guid.Parse("0f8fad5b-d9cb-469f-a165-70867728950e");
        var time = new DateTime(2024, 1, 31, 10, 0, 0, DateTimeKind.Utc);

        Assert.Equal(1, await context.Houses.CountAsync(row => row.Area == 3m));
        Assert.Equal(1, await context.Houses.CountAsync(row => row.Area == 12.50m));
        Assert.Equal(1, await context.Houses.CountAsync(row => row.BuiltOn == new DateOnly(2024, 2, 29)));
        Assert.Equal(1, await context.Sensors.CountAsync(row => row.Id == id && row.InstalledAt == time));
        Assert.Equal(1, await context.Sensors.CountAsync(row => row.Every == TimeSpan.FromHours(1) && row.Limits!.Unit == "C"));
    }

    [Fact]
    public async Task A_second_time_nothing_is_written_at_any_later_time()
    {
        var database = Create<Garden.Context>();
        await SeedAsync<Garden.Context>(database, Whole);
        var before = database.Dump();
        await using var context = database.Open<Garden.Context>();
        await using (await context.Database.BeginTransactionAsync())
        {
            await context.Database.ExecuteSqlRawAsync(context.Database.ProviderName!.EndsWith("Sqlite", StringComparison.Ordinal) ? "PRAGMA query_only = 1" : "SET TRANSACTION READ ONLY");

            var seeded = await context.Database.SeedAsync(FileOf(Whole), At(_now.AddDays(9)));

            Assert.Equal((0L, 0L, 6L), (seeded.Inserted, seeded.Updated, seeded.Unchanged));
            // What forbids writing does so.
            await Assert.ThrowsAnyAsync<Exception>(() => context.Database.ExecuteSqlRawAsync("""UPDATE "Houses" SET "Area" = 1"""));
        }

        before.AssertSame(database.Dump());
    }

    [Fact]
    public async Task Rows_that_are_there_get_what_differs_and_others_stay()
    {
        var database = Create<Garden.Context>();
        await SeedAsync<Garden.Context>(database, Whole);
        database.Execute("""
            INSERT INTO "Houses" ("Id", "Name", "Area", "State") VALUES (90, 'own', 1.5, 'mine');
            UPDATE "Houses" SET "State" = 'kept', "BuiltOn" = NULL WHERE "Name" = 'North';
            """);

        // By the unique name, by the key, and one that is new.
        var seeded = await SeedAsync<Garden.Context>(database, """
            { "Houses": [{ "Name": "North", "Area": 99.75, "BuiltOn": { "$today": "" } }, { "Id": 7, "Name": "Southern", "BuiltOn": null }, { "Name": "East", "Area": 1 }] }
            """);

        await using var context = database.Open<Garden.Context>();
        var houses = await context.Houses.OrderBy(row => row.Name).Select(row => new { row.Name, row.Area, row.State, row.BuiltOn }).ToListAsync();
        Assert.Equal((1L, 2L, 0L), (seeded.Inserted, seeded.Updated, seeded.Unchanged));
        Assert.Equal(
            [("East", 1m, "planned", null), ("North", 99.75m, "kept", null), ("Southern", 3m, "old", null), ("own", 1.5m, "mine", null)],
            houses.OrderBy(row => row.Name, StringComparer.Ordinal).Select(row => (row.Name, row.Area, row.State, row.BuiltOn)));
    }

    [Fact]
    public async Task Generated_keys_go_on_behind_those_that_are_given()
    {
        var database = Create<Garden.Context>();

        await SeedAsync<Garden.Context>(database, """{ "Houses": [{ "Id": 1, "Name": "a", "Area": 1 }, { "Name": "b", "Area": 1 }, { "Id": 20, "Name": "c", "Area": 1 }] }""");
        await using var context = database.Open<Garden.Context>();
        context.Add(new Garden.House { Name = "later" });
        await context.SaveChangesAsync();

        Assert.Equal([("a", 1), ("b", 2), ("c", 20), ("later", 21)], (await context.Houses.OrderBy(row => row.Id).ToListAsync()).Select(row => (row.Name, row.Id)));
    }

    [Fact]
    public async Task Rows_of_one_table_reference_each_other_by_name_and_key_in_any_order()
    {
        var database = Create<Garden.Context>();
        const string Seed = """
            { "Beds": [
              { "Id": 5, "InsideId": 6, "Label": "inner" }, { "Id": 6, "InsideId": 5, "Label": "outer" },
              { "$ref": "x", "InsideId": { "$ref": "y" }, "Label": "x" }, { "$ref": "y", "InsideId": { "$ref": "z" }, "Label": "y" }, { "$ref": "z", "InsideId": { "$ref": "x" }, "Label": "z" },
              { "$ref": "me", "InsideId": { "$ref": "me" }, "Label": "me" } ] }
            """;

        var first = await SeedAsync<Garden.Context>(database, Seed);
        var second = await SeedAsync<Garden.Context>(database, Seed);

        await using var context = database.Open<Garden.Context>();
        var beds = await context.Beds.ToListAsync();
        var labels = beds.ToDictionary(row => row.Id, row => row.Label);
        Assert.Equal(["inner in outer", "me in me", "outer in inner", "x in y", "y in z", "z in x"], beds.Select(row => $"{row.Label} in {labels[row.InsideId!.Value]}").Order());
        Assert.Equal((6L, 0L, 6L), (first.Inserted, second.Inserted, second.Unchanged));
    }

    [Theory]
    [InlineData("""{ "House": [{ "Name": "x", "Area": 1, "Aera": 2 }] }""", "EFB1832", "row 1 of House", "did you mean Area?")]
    [InlineData("""{ "Huoses": [] }""", "EFB1832", "line 1: there is no table or entity Huoses", "did you mean Houses?")]
    [InlineData("""{ "Beds": [{ "InsideId": { "$ref": "nobody" }, "Label": "x" }] }""", "EFB1832", "references nobody in InsideId", "\"$ref\": \"nobody\"")]
    [InlineData("""{ "Beds": [{ "$ref": "a", "Label": "x" }, { "$ref": "a", "Label": "y" }] }""", "EFB1832", "row 2 of Beds", "another")]
    [InlineData("""{ "Beds": [{ "Label": "x" }, { "Label": 7 }] }""", "EFB1833", "row 2 of Beds", "correct")]
    [InlineData("""{ "Houses": [{ "Name": "x" }] }""", "EFB1833", "has no Area", "give it a value")]
    [InlineData("""{ "Beds": [{ "Label": "x" }, { "Label": "x" }] }""", "EFB1833", "same row of the database as row 1 of Beds", "another value")]
    [InlineData("""{ "Beds": [{ }] }""", "EFB1833", "nothing by which it would be found", "give it a key")]
    [InlineData("""{ "Houses": [{ "Name": "x", "Area": { "$now": "-2h" } }] }""", "EFB1833", "column of dates or times", "correct")]
    [InlineData("""{ "Sensors": [{ "HouseId": 1, "Kind": "Presure", "InstalledAt": "2024-01-01", "Tags": [] }] }""", "EFB1833", "Temperature, Humidity", "correct")]
    [InlineData("""{ "Sensors": [{ "HouseId": 4711, "Kind": 1, "InstalledAt": "2024-01-01", "Tags": [] }] }""", "EFB1835", "refused row 1 of Sensors", "correct the row")]
    public async Task What_is_wrong_is_said_with_its_place_and_changes_nothing(string json, string code, string message, string help)
    {
        var database = Create<Garden.Context>(context => context.Add(new Garden.Bed { Label = "there" }));
        var before = database.Dump();

        var refused = await RefusedAsync(code, () => SeedAsync<Garden.Context>(database, json));

        Assert.Contains(message, refused.Message, StringComparison.Ordinal);
        Assert.Contains(help, refused.Help, StringComparison.Ordinal);
        AssertSameRows(before, database.Dump());
    }

    [Fact]
    public async Task A_row_that_is_refused_takes_those_before_it_back()
    {
        var database = Create<Garden.Context>();
        var before = database.Dump();

        var refused = await RefusedAsync("EFB1835", () => SeedAsync<Garden.Context>(database, """
            {
              "Houses": [{ "Id": 1, "Name": "x", "Area": 1 }],
              "Sensors": [
                { "HouseId": 1, "Kind": 1, "InstalledAt": "2024-01-01", "Tags": [] },
                { "HouseId": 2, "Kind": 1, "InstalledAt": "2024-01-01", "Tags": [] }
              ]
            }
            """));

        Assert.Contains("row 2 of Sensors", refused.Message, StringComparison.Ordinal);
        Assert.Contains("line 5)", refused.Message, StringComparison.Ordinal);
        AssertSameRows(before, database.Dump());
    }

    [Fact]
    public async Task Rows_that_need_each_other_are_named()
    {
        var database = Create<InheritanceModel.TablePerType>();

        // A flower is a plant of its own key, and no column of that takes null.
        var refused = await RefusedAsync("EFB1834", () => SeedAsync<InheritanceModel.TablePerType>(database, """
            { "Flowers": [{ "$ref": "a", "Id": { "$ref": "b" }, "Color": "x" }, { "$ref": "b", "Id": { "$ref": "a" }, "Color": "y" }] }
            """));

        Assert.Equal(2, refused.Details.Count);
    }

    [Fact]
    public async Task A_type_in_tables_of_its_own_has_a_row_in_each()
    {
        var database = Create<InheritanceModel.TablePerType>();

        await SeedAsync<InheritanceModel.TablePerType>(database, """{ "Flowers": [{ "Id": { "$ref": "rose" }, "Color": "red" }], "Plants": [{ "$ref": "rose", "Id": 3, "Name": "rose" }] }""");
        var several = await RefusedAsync("EFB1832", () => SeedAsync<InheritanceModel.TablePerType>(database, """{ "Flower": [{ "Id": 4, "Name": "lily", "Color": "white" }] }"""));

        await using var context = database.Open<InheritanceModel.TablePerType>();
        var flower = await context.Set<InheritanceModel.Flower>().SingleAsync();
        Assert.Equal((3, "rose", "red"), (flower.Id, flower.Name, flower.Color));
        Assert.Contains("Plants, Flowers", several.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_transaction_of_the_application_is_taken_part_in()
    {
        var database = Create<Garden.Context>();
        var before = database.Dump();
        await using var context = database.Open<Garden.Context>();
        await using (await context.Database.BeginTransactionAsync())
        {
            context.Database.Seed(FileOf("""{ "Beds": [{ "Label": "x" }] }"""));
            Assert.Equal("x", (await context.Beds.SingleAsync()).Label);
        }

        AssertSameRows(before, database.Dump());
    }

    /// <summary>A number that a sequence has given out stays given out.</summary>
    private static void AssertSameRows(Dump before, Dump now)
        => Assert.Equal(before.Tables.OrderBy(table => table.Key).SelectMany(table => table.Value.Prepend(table.Key)), now.Tables.OrderBy(table => table.Key).SelectMany(table => table.Value.Prepend(table.Key)));

    private Task<EfBackupSeedResult> SeedAsync<TContext>(TestDatabase database, string json)
        where TContext : DbContext
        => RunAsync(database.Open<TContext>(), context => context.Database.SeedAsync(FileOf(json), At(_now)));

    private static async Task<T> RunAsync<TContext, T>(TContext context, Func<TContext, Task<T>> action)
        where TContext : DbContext
    {
        await using (context)
        {
            return await action(context);
        }
    }

    private string FileOf(string json)
    {
        var file = Path.Combine(Fixture.Folder, "seed.json");
        File.WriteAllText(file, json);
        return file;
    }

    private static EfBackupSeedOptions At(DateTimeOffset now) => new() { Time = new Clock(now) };

    private sealed class Clock(DateTimeOffset now) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => now;
    }
}
