using System.Text.Json.Nodes;
using Greenhouse.EfBackup.Protocol;
using Greenhouse.EfBackup.Restore;
using Greenhouse.EfBackup.Specification;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Greenhouse.EfBackup.PostgreSql.Tests.CrossDatabase;

/// <summary>Values inside of documents, which each provider spells in its own way, from one kind of database into the other and back.</summary>
public sealed class DocumentValuesTests : CrossDatabaseTest
{
    [Fact]
    public async Task Documents_of_SQLite_are_read_on_PostgreSQL_and_come_back()
    {
        var source = Sqlite<LeavesModel.Context>(LeavesModel.Fill);
        var (middle, end) = (PostgreSql<LeavesModel.Context>(), Sqlite<LeavesModel.Context>());

        await MoveAsync<LeavesModel.Context>(source, middle);
        await MoveAsync<LeavesModel.Context>(middle, end);

        Assert.Equal(Shown(source), Shown(middle));
        AssertSameDocuments(source, end);
    }

    [Fact]
    public async Task Documents_of_PostgreSQL_are_stored_on_SQLite_as_its_provider_writes_them_and_come_back()
    {
        var source = PostgreSql<LeavesModel.Context>(LeavesModel.Fill);
        var (middle, end) = (Sqlite<LeavesModel.Context>(), PostgreSql<LeavesModel.Context>());

        await MoveAsync<LeavesModel.Context>(source, middle);
        await MoveAsync<LeavesModel.Context>(middle, end);

        AssertSameDocuments(Sqlite<LeavesModel.Context>(LeavesModel.Fill), middle);
        AssertSameDocuments(source, end);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task What_is_there_already_is_unchanged_for_a_merge_and_its_forecast(bool intoSqlite)
    {
        var (sqlite, postgreSql) = (Sqlite<LeavesModel.Context>(intoSqlite ? null : LeavesModel.Fill), PostgreSql<LeavesModel.Context>(intoSqlite ? LeavesModel.Fill : null));
        var (source, target) = intoSqlite ? ((TestDatabase)postgreSql, (TestDatabase)sqlite) : (sqlite, postgreSql);
        var file = await BackUpAsync<LeavesModel.Context>(source);
        await RestoreAsync<LeavesModel.Context>(target, file);
        target.Execute("""DELETE FROM "Holders" WHERE "Id" = 2; UPDATE "Holders" SET "Content" = '{}' WHERE "Id" = 3""");
        var merge = Backups.Options(readBack: false) with { Mode = RestoreMode.Merge };

        await using var context = target.Open<LeavesModel.Context>();
        var forecast = await Backups.RestoreAsync(context, file, merge with { DryRun = true });
        var merged = await Backups.RestoreAsync(context, file, merge);

        Assert.Equal((1, 1, 2), (forecast.Tables[0].Inserted, forecast.Tables[0].Updated, forecast.Tables[0].Unchanged));
        Assert.Equal((1, 1, 2), (merged.Tables[0].Inserted, merged.Tables[0].Updated, merged.Tables[0].Unchanged));
        Assert.Equal(Shown(source), Shown(target));
    }

    [Theory]
    [InlineData("$.one.At", "2024-01-31 10:00:00.1234567", "Leaf.At can't be kept as it is (EF Core would write \"2024-01-31T10:00:00.123456\")")]
    [InlineData("$.more[0].Span", "00:00:00.0000001", "Leaf.Span can't be kept as it is (EF Core would write \"00:00:00.\")")]
    [InlineData("$.Numbers[1]", "0.12345678901234567890123456789012", "Content.Numbers is no Decimal of .NET")]
    [InlineData("$.one.cost", "much", "Leaf.Price is no Decimal of .NET")]
    [InlineData("$.one.Bytes", "AP8=", "Leaf.Bytes is no Byte[] of .NET")]
    [InlineData("$.one.At", "2024-01-31 10:00:00.00000001", "Leaf.At is no DateTime of .NET")]
    [InlineData("$.one.Number", "79228162514264337593543950336", "Leaf.Number is no Decimal of .NET")]
    public async Task A_value_that_PostgreSQL_has_no_place_for_is_refused_with_its_row_and_property(string path, string value, string why)
    {
        var source = Sqlite<LeavesModel.Context>(LeavesModel.Fill, $"""UPDATE "Holders" SET "Content" = json_set("Content", '{path}', '{value}') WHERE "Id" = 2""");

        var refused = await RefusedAsync<LeavesModel.Context>("EFB1508", source, PostgreSql<LeavesModel.Context>(LeavesModel.Fill));

        Assert.Equal($"row 2 of table Holders in the backup: Content can't hold {value}: {why}", refused.Message);
    }

    [Theory]
    [InlineData("{one,Number}", "0.12345678901234567890123456789012", "Leaf.Number is no Decimal of .NET")]
    [InlineData("{more,1,Day}", "\"2024-02-30\"", "Leaf.Day is no DateOnly of .NET")]
    [InlineData("{one,Serial}", "true", "Leaf.Serial is no Guid of .NET")]
    public async Task A_value_that_SQLite_has_no_place_for_is_refused_with_its_row_and_property(string path, string value, string why)
    {
        var source = PostgreSql<LeavesModel.Context>(LeavesModel.Fill, $"""UPDATE "Holders" SET "Content" = jsonb_set("Content", '{path}', '{value}') WHERE "Id" = 2""");

        var refused = await RefusedAsync<LeavesModel.Context>("EFB1508", source, Sqlite<LeavesModel.Context>(LeavesModel.Fill));

        Assert.Equal($"row 2 of table Holders in the backup: Content can't hold {value.Trim('"')}: {why}", refused.Message);
    }

    [Fact]
    public async Task What_the_model_does_not_know_stays_as_it_is()
    {
        const string Unknown = """{"other":[{"Number":"1.50"}],"one":null,"more":[1,[2]],"Days":{"0":"2024-02-29"},"Numbers":null}""";
        var source = Sqlite<LeavesModel.Context>(LeavesModel.Fill, $"""UPDATE "Holders" SET "Content" = '{Unknown}' WHERE "Id" = 1""");
        var (middle, end) = (PostgreSql<LeavesModel.Context>(), Sqlite<LeavesModel.Context>());

        await MoveAsync<LeavesModel.Context>(source, middle);
        await MoveAsync<LeavesModel.Context>(middle, end);

        Assert.All([middle, (TestDatabase)end], database => Assert.True(JsonNode.DeepEquals(JsonNode.Parse(Unknown), JsonNode.Parse(Documents(database)[0])), Documents(database)[0]));
    }

    [Fact]
    public async Task It_is_said_that_not_every_database_keeps_zones()
    {
        await MoveAsync<LeavesModel.Context>(Sqlite<LeavesModel.Context>(LeavesModel.Fill), PostgreSql<LeavesModel.Context>());

        Assert.Contains(
            "times inside of Holders.Content (Content.Moments, Leaf.At) are taken for UTC where the database wants a zone and they have none, and lose it where it keeps none",
            Backups.Said.OfType<NoteEvent>().Select(note => note.Message));
    }

#if EFCORE10_OR_GREATER
    [Fact]
    public async Task Documents_of_complex_properties_are_converted_too()
    {
        var source = Sqlite<ComplexContext>(context => context.Add(new Delivery
        {
            Id = 1,
            Terms = new() { Limit = 1.50m, Nested = new() { Due = new DateOnly(2024, 2, 29), Key = new Guid("0A1b2c3d-4e5f-6789-abcd-ef0123456789") } },
            Parts = [new() { Due = DateOnly.MaxValue }],
        }));
        var (middle, end) = (PostgreSql<ComplexContext>(), Sqlite<ComplexContext>());

        await MoveAsync<ComplexContext>(source, middle);
        await MoveAsync<ComplexContext>(middle, end);

        await using var there = middle.Open<ComplexContext>();
        var delivery = await there.Set<Delivery>().SingleAsync();
        Assert.Equal((1.50m, new DateOnly(2024, 2, 29), DateOnly.MaxValue), (delivery.Terms.Limit, delivery.Terms.Nested.Due, delivery.Parts[0].Due));
        await using var back = end.Open<ComplexContext>();
        Assert.Equal(delivery.Terms.Nested.Key, (await back.Set<Delivery>().SingleAsync()).Terms.Nested.Key);
    }

    private sealed class ComplexContext(DbContextOptions<ComplexContext> options) : DbContext(options)
    {
        protected override void OnModelCreating(ModelBuilder modelBuilder)
            => modelBuilder.Entity<Delivery>(delivery =>
            {
                delivery.Property(row => row.Id).ValueGeneratedNever();
                delivery.ComplexProperty(row => row.Terms, terms =>
                {
                    terms.ToJson();
                    terms.ComplexProperty(value => value.Nested, nested => nested.HasJsonPropertyName("inside"));
                });
                delivery.ComplexCollection(row => row.Parts, parts => parts.ToJson());
            });
    }

    private sealed class Delivery
    {
        public int Id { get; set; }

        public Terms Terms { get; set; } = new();

        public List<Part> Parts { get; set; } = [];
    }

    private sealed class Terms
    {
        public decimal Limit { get; set; }

        public Part Nested { get; set; } = new();
    }

    private sealed class Part
    {
        public DateOnly Due { get; set; }

        public Guid Key { get; set; }
    }
#endif

    /// <summary>Whatever the order of their properties, which a jsonb has its own for.</summary>
    private static void AssertSameDocuments(TestDatabase one, TestDatabase other)
    {
        Assert.Equal(4, Documents(one).Length);
        Assert.All(Documents(one).Zip(Documents(other)), pair => Assert.True(JsonNode.DeepEquals(JsonNode.Parse(pair.First), JsonNode.Parse(pair.Second)), $"{pair.First}\n{pair.Second}"));
        Assert.Equal(Shown(one), Shown(other));
    }

    private static string[] Documents(TestDatabase database)
    {
        using var context = database.Open<LeavesModel.Context>();
        return [.. context.Database.SqlQueryRaw<string>("""SELECT CAST("Content" AS text) AS "Value" FROM "Holders" ORDER BY "Id" """)];
    }

    private static string[] Shown(TestDatabase database)
    {
        using var context = database.Open<LeavesModel.Context>();
        return LeavesModel.Shown(context);
    }
}
