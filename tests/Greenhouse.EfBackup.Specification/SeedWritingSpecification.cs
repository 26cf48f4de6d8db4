using Microsoft.EntityFrameworkCore;
using Xunit;
using Garden = Greenhouse.EfBackup.Specification.GardenModel;
using Shop = Greenhouse.EfBackup.Specification.ShopModel;

namespace Greenhouse.EfBackup.Specification;

/// <summary>Seeds that are written from a database.</summary>
public abstract class SeedWritingSpecification<TFixture> : Specification<TFixture>
    where TFixture : DatabaseFixture, new()
{
    private string Path => System.IO.Path.Combine(Fixture.Folder, "written.json");

    [Fact]
    public async Task It_has_a_row_a_line_in_order_and_nothing_of_the_time()
    {
        var database = Create<Garden.Context>(context =>
        {
            context.Add(new Garden.Bed { Id = 2, Label = "in\nner", InsideId = 3 });
            context.Add(new Garden.Bed { Id = 3, Label = "outer" });
            context.Add(new Garden.House { Id = 1, Name = "North", Area = 12.5m, State = "old" });
        });

        await WriteAsync<Garden.Context>(database);

        // A null stands there only where its column has a default; a table without rows does not stand there.
        Assert.Equal(
            """
            {
            "$seed": 1,
            "Beds": [
            {"Id":2,"InsideId":3,"Label":"in\nner"},
            {"Id":3,"Label":"outer"}
            ],
            "Houses": [
            {"Id":1,"Name":"North","Area":12.5,"State":"old"}
            ]
            }

            """.ReplaceLineEndings("\n"),
            // PostgreSQL has all digits of a column's scale.
            (await File.ReadAllTextAsync(Path)).Replace("12.50", "12.5", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_change_of_a_row_is_one_of_its_line()
    {
        var database = Create<Shop.Context>(Shop.Fill);
        await WriteAsync<Shop.Context>(database);
        var before = await File.ReadAllLinesAsync(Path);
        database.Execute("""UPDATE "Customers" SET "Name" = 'somebody else' WHERE "Id" = 3""");

        await WriteAsync<Shop.Context>(database);

        var after = await File.ReadAllLinesAsync(Path);
        var changed = Assert.Single(before.Zip(after), pair => pair.First != pair.Second);
        Assert.Equal(before.Length, after.Length);
        Assert.Contains("somebody else", changed.Second, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_was_written_makes_the_same_rows_and_is_written_again_as_the_same_bytes()
    {
        var (source, target) = (Create<Garden.Context>(Fill), Create<Garden.Context>());
        var before = source.Dump();
        await WriteAsync<Garden.Context>(source);
        var written = await File.ReadAllBytesAsync(Path);

        var seeded = await SeedAsync<Garden.Context>(target);

        Assert.Equal((8L, 0L, 0L), (seeded.Inserted, seeded.Updated, seeded.Unchanged));
        Assert.Equal(Rows(before), Rows(target.Dump()));
        await WriteAsync<Garden.Context>(target);
        Assert.Equal(written, await File.ReadAllBytesAsync(Path));
        Assert.Equal(8, (await SeedAsync<Garden.Context>(target)).Unchanged);
    }

    [Fact]
    public async Task Awkward_values_come_back()
    {
        var (source, target) = (Create<InheritanceModel.OneTable>(Awkwardly), Create<InheritanceModel.OneTable>());
        await WriteAsync<InheritanceModel.OneTable>(source);

        await SeedAsync<InheritanceModel.OneTable>(target);

        Assert.Equal(Rows(source.Dump()), Rows(target.Dump()));

        static void Awkwardly(InheritanceModel.OneTable context)
            => context.AddRange(Awkward.Texts.Select((text, place) => new InheritanceModel.Flower { Id = place + 1, Name = text, Color = text }));
    }

    [Fact]
    public async Task Some_tables_and_rows_are_taken_and_masked()
    {
        var database = Create<Shop.Context>(Shop.Fill);

        var made = await WriteAsync<Shop.Context>(database, new EfBackupCreateOptions
        {
            Where = ["Orders=\"Id\" = 10"],
            WithRelated = true,
            Mask = true,
            Masks = [new EfBackupMask("Customers", "Name", "constant:nobody")],
        });

        // Order 10 is of customer 1.
        var lines = await File.ReadAllLinesAsync(Path);
        Assert.Equal((2L, Path, new FileInfo(Path).Length), (made.Rows, made.File, made.Bytes));
        Assert.Equal(2, lines.Count(line => line.StartsWith("{\"Id\":", StringComparison.Ordinal)));
        Assert.Contains(lines, line => line.StartsWith("{\"Id\":1,", StringComparison.Ordinal) && line.Contains("\"nobody\"", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Another_file_is_not_overwritten_and_a_failure_leaves_the_old_seed()
    {
        var database = Create<Shop.Context>(Shop.Fill);
        await File.WriteAllTextAsync(Path, """{ "Customers": [] }""");

        var refused = await RefusedAsync("EFB1836", () => WriteAsync<Shop.Context>(database));
        Assert.Equal("""{ "Customers": [] }""", await File.ReadAllTextAsync(Path));
        File.Delete(Path);
        await WriteAsync<Shop.Context>(database);
        var written = await File.ReadAllBytesAsync(Path);
        database.ExecuteUnchecked("""INSERT INTO "Orders" ("Id", "CustomerId") VALUES (999, 4711)""");
        await RefusedAsync("EFB1204", () => WriteAsync<Shop.Context>(database));

        Assert.Contains("nothing was overwritten", refused.Help, StringComparison.Ordinal);
        Assert.Equal(written, await File.ReadAllBytesAsync(Path));
        Assert.Single(Directory.GetFiles(Fixture.Folder, "*written*"));
    }

    [Fact]
    public async Task Its_folder_is_made_where_it_is_missing()
    {
        await using var context = Create<Shop.Context>(Shop.Fill).Open<Shop.Context>();
        var file = System.IO.Path.Combine(Fixture.Folder, "seeds", "of", "ours", "dev.json");

        await context.Database.WriteSeedAsync(file);
        var refused = await RefusedAsync("EFB1601", () => context.Database.WriteSeedAsync(System.IO.Path.Combine(file, "below", "dev.json")));

        Assert.Equal(25, (await SeedAsync<Shop.Context>(Create<Shop.Context>(), file)).Inserted);
        Assert.Contains(System.IO.Path.Combine(file, "below"), refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Options_of_backups_are_refused()
    {
        var database = Create<Shop.Context>();

        await Assert.ThrowsAsync<ArgumentException>(() => WriteAsync<Shop.Context>(database, new EfBackupCreateOptions { Passphrase = "secret" }));
        await Assert.ThrowsAsync<ArgumentException>(() => WriteAsync<Shop.Context>(database, new EfBackupCreateOptions { Compression = EfBackupCompression.Gzip }));

        Assert.False(File.Exists(Path));
    }

    private static IEnumerable<string> Rows(Dump dump) => dump.Tables.OrderBy(table => table.Key).SelectMany(table => table.Value.Prepend(table.Key));

    private static void Fill(Garden.Context context)
    {
        var sensor = new Garden.Sensor
        {
            Id = Awkward.Guids[1],
            HouseId = 1,
            Kind = Garden.Kind.Humidity,
            InstalledAt = new DateTime(2024, 1, 31, 10, 0, 0, DateTimeKind.Utc).AddTicks(1234560),
            Tags = ["a", "b \"c\"", "{}"],
            Every = -new TimeSpan(1, 2, 3, 4, 500),
            Secret = [0, 255],
            Limits = new Garden.Limits { Lowest = 1.5, Unit = "°C" },
        };
        context.AddRange(new Garden.House { Id = 1, Name = "North", Area = 12.25m, BuiltOn = new DateOnly(2024, 2, 29) }, new Garden.House { Id = 2, Name = "South", State = "old" });
        context.SaveChanges();
        context.Add(sensor);
        context.SaveChanges();
        context.Houses.Find(1)!.MainId = sensor.Id;
        context.AddRange(new Garden.Bed { Id = 1, InsideId = 2, Label = "inner" }, new Garden.Bed { Id = 2, Label = "middle" });
        context.SaveChanges();
        context.Add(new Garden.Bed { Id = 3, Label = "outer" });
        context.SaveChanges();
        context.Beds.Find(2)!.InsideId = 3;
        context.AddRange(new Garden.Plant { Id = 1, Name = "moss" }, new Garden.Tree { Id = 2, Name = null, Height = 1e20 });
    }

    private async Task<EfBackupCreateResult> WriteAsync<TContext>(TestDatabase database, EfBackupCreateOptions? options = null)
        where TContext : DbContext
    {
        await using var context = database.Open<TContext>();
        return await context.Database.WriteSeedAsync(Path, options);
    }

    private async Task<EfBackupSeedResult> SeedAsync<TContext>(TestDatabase database, string? path = null)
        where TContext : DbContext
    {
        await using var context = database.Open<TContext>();
        return await context.Database.SeedAsync(path ?? Path);
    }
}
