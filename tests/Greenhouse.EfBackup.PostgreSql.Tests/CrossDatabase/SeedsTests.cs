using Greenhouse.EfBackup.Specification;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Greenhouse.EfBackup.PostgreSql.Tests.CrossDatabase;

/// <summary>The same seed in a database of each kind and in memory: documents and lists, which each provider spells in its own way.</summary>
public sealed class SeedsTests : CrossDatabaseTest
{
    private const string Handwritten = """
        {
          "Holders": [
            { "Id": 1, "Content": {
                "Title": "by hand", "Numbers": [1.50, "2"], "Days": ["2024-02-29"], "Moments": ["2024-01-31 10:00", "2024-01-31T10:00:00Z"], "Ids": ["0A1B2C3D-4E5F-6789-ABCD-EF0123456789"],
                "one": { "Number": 12.5, "cost": "0.75", "Bytes": "AP8=", "Serial": "0A1B2C3D-4E5F-6789-ABCD-EF0123456789", "Day": "2024-02-29", "Time": "10:00", "At": "2024-01-31",
                         "Instant": "2024-01-31T10:00:00Z", "Span": "1.02:03:04", "Maybe": null, "Text": "x" },
                "more": [] } }
          ]
        }
        """;

    /// <summary>Lists of other types, none of which may be null in every database.</summary>
    private const string Rest = """
         "Some": [], "Longs": [], "Doubles": [], "Singles": [], "Prices": [], "Ids": [], "Days": [], "Times": [], "Walls": [], "Instants": [], "Spans": [], "Blobs": [], "Weights": []
        """;

    private string File => Path.Combine(Path.GetDirectoryName(Backups.Folder)!, "seed.json");

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Documents_that_one_database_writes_serve_all(bool fromSqlite)
    {
        var source = fromSqlite ? (TestDatabase)Sqlite<LeavesModel.Context>(LeavesModel.Fill) : PostgreSql<LeavesModel.Context>(LeavesModel.Fill);
        await WriteAsync<LeavesModel.Context>(source);
        var expected = Shown(source.Open<LeavesModel.Context>, LeavesModel.Shown);

        await AssertServesAllAsync<LeavesModel.Context>(expected, LeavesModel.Shown);
        await AssertSameAsync<LeavesModel.Context>(source, fromSqlite ? Sqlite<LeavesModel.Context>() : PostgreSql<LeavesModel.Context>());
        Assert.Contains("\"cost\":0.75,", await System.IO.File.ReadAllTextAsync(File), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Lists_that_one_database_writes_serve_all(bool fromSqlite)
    {
        var source = fromSqlite ? (TestDatabase)Sqlite<ListsModel.Context>(ListsModel.Fill) : PostgreSql<ListsModel.Context>(ListsModel.Fill);
        await WriteAsync<ListsModel.Context>(source);
        var expected = Shown(source.Open<ListsModel.Context>, ListsModel.Shown);

        await AssertServesAllAsync<ListsModel.Context>(expected, ListsModel.Shown);
        await AssertSameAsync<ListsModel.Context>(source, fromSqlite ? Sqlite<ListsModel.Context>() : PostgreSql<ListsModel.Context>());
        var seed = await System.IO.File.ReadAllTextAsync(File);
        Assert.Contains("""["","plain","NULL","null","a,b","{c}","\"quoted\" \\ back"," space ","日本\n\t","1.50"]""", seed, StringComparison.Ordinal);
        Assert.Contains("""["","AKv/"]""", seed, StringComparison.Ordinal);
    }

    /// <summary>A jsonb in PostgreSQL, a text elsewhere: code reads the same.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Documents_that_code_has_as_text_serve_all(bool fromSqlite)
    {
        string?[] texts = ["""{"a": [1, 2], "b": "\"x\""}""", "[1, 2]", "\"plain\"", """ "{\"a\": 1}" """.Trim(), "5", "\"5\"", "true", "null", "{}", "{\"$text\": \"x\"}", null];
        void Fill(KindsModel.Context context) => context.AddRange(texts.Select((text, place) => new KindsModel.Document { Id = place + 1, Text = text }));
        static string[] Show(KindsModel.Context context) => [.. context.Documents.OrderBy(document => document.Id).AsEnumerable().Select(document => $"{document.Id}: {document.Text ?? "none"}")];
        var source = fromSqlite ? (TestDatabase)Sqlite<KindsModel.Context>(Fill) : PostgreSql<KindsModel.Context>(Fill);
        await WriteAsync<KindsModel.Context>(source);

        await AssertServesAllAsync<KindsModel.Context>([.. texts.Select((text, place) => $"{place + 1}: {text ?? "none"}")], Show);
    }

    [Fact]
    public async Task A_text_in_JSON_is_a_string_where_it_is_no_JSON_itself()
    {
        await System.IO.File.WriteAllTextAsync(File, """{ "Documents": [{ "Id": 1, "Text": "plain" }, { "Id": 2, "Text": "{\"a\": 1}" }] }""");
        var database = PostgreSql<KindsModel.Context>();

        await SeedAsync(database.Open<KindsModel.Context>);

        Assert.Equal(["\"plain\"", "{\"a\": 1}"], Shown(database.Open<KindsModel.Context>, context => [.. context.Documents.OrderBy(document => document.Id).Select(document => document.Text!)]));
    }

    [Fact]
    public async Task A_decimal_in_quotes_is_the_number()
    {
        await System.IO.File.WriteAllTextAsync(File, """{ "Rows": [{ "Id": 1, "Decimal": "-1234567890123456789.50", "Price": "2.5" }, { "Id": 2, "Decimal": "1e3", "Price": null }] }""");

        await AssertServesAllAsync<KindsModel.Context>(
            ["-1234567890123456789.5 2.5", "1000 none"],
            context => [.. context.Rows.OrderBy(row => row.Id).AsEnumerable().Select(row => FormattableString.Invariant($"{row.Decimal:0.##} {row.Price?.ToString("0.##", System.Globalization.CultureInfo.InvariantCulture) ?? "none"}"))]);
    }

    [Theory]
    [InlineData("\"a lot\"")]
    [InlineData("\"\"")]
    [InlineData("\"1,5\"")]
    [InlineData("\"1e-40\"")]
    [InlineData("1e-40")]
    [InlineData("true")]
    public async Task What_is_no_decimal_is_none_in_quotes_either(string price)
    {
        await System.IO.File.WriteAllTextAsync(File, $"{{ \"Rows\": [{{ \"Id\": 1, \"Price\": {price} }}] }}");

        var refused = await Assert.ThrowsAsync<EfBackupException>(() => SeedAsync(Sqlite<KindsModel.Context>().Open<KindsModel.Context>));

        Assert.Contains($" has for Price {price}, and takes a number", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Documents_written_by_hand_serve_all()
    {
        await System.IO.File.WriteAllTextAsync(File, Handwritten);

        var expected = new[] { "1: by hand 12.5 0.75 00FF 0a1b2c3d-4e5f-6789-abcd-ef0123456789 2024-02-29 10:00:00.0000000 638422560000000000 2024-01-31T10:00:00.0000000+00:00 1.02:03:04 null x () 1.5,2 2024-02-29 638422920000000000,638422920000000000 0a1b2c3d-4e5f-6789-abcd-ef0123456789" };
        await AssertServesAllAsync<LeavesModel.Context>(expected, LeavesModel.Shown);
    }

    [Fact]
    public async Task Lists_written_by_hand_serve_all()
    {
        await System.IO.File.WriteAllTextAsync(
            File, """{ "Rows": [{ "Id": 1, "Texts": ["a"], "Numbers": "[1, 2]", "Weekdays": ["friday", 6], "Decimals": ["1.50", 2], "Moments": ["2024-01-31 10:00"], "Letters": ["x"], "Flags": [true],""" + Rest + "}] }");

        string[] expected = ["Texts: ['a']", "Numbers: [1, 2]", "Weekdays: [Friday, Saturday]", "Decimals: [1.5, 2]", "Moments: [638422920000000000]", "Letters: [x]", "Flags: [True]", "Prices: []"];
        await AssertServesAllAsync<ListsModel.Context>([.. expected.Order(StringComparer.Ordinal)], context => [.. ListsModel.Shown(context).Select(line => line[2..]).Where(line => expected.Any(wanted => line[..line.IndexOf(':', StringComparison.Ordinal)] == wanted[..wanted.IndexOf(':', StringComparison.Ordinal)])).Order(StringComparer.Ordinal)]);
    }

    [Theory]
    [InlineData("Texts", "[1]")]
    [InlineData("Texts", "[[\"a\"]]")]
    [InlineData("Texts", "\"wet\"")]
    [InlineData("Numbers", "[\"Friday\"]")]
    [InlineData("Numbers", "{\"a\":1}")]
    [InlineData("Weekdays", "[\"Caturday\"]")]
    [InlineData("Doubles", "\"{NaN,Infinity}\"")]
    public async Task A_list_that_EF_could_not_read_is_refused_in_SQLite_and_in_memory(string column, string value)
    {
        await System.IO.File.WriteAllTextAsync(File, $"{{ \"Rows\": [{{ \"Id\": 1, \"{column}\": {value} }}] }}");
        var memory = new DbContextOptionsBuilder<ListsModel.Context>().UseInMemoryDatabase(Guid.NewGuid().ToString()).Options;

        foreach (var open in (Func<ListsModel.Context>[])[Sqlite<ListsModel.Context>().Open<ListsModel.Context>, () => new ListsModel.Context(memory)])
        {
            var refused = await Assert.ThrowsAsync<EfBackupException>(() => SeedAsync(open));
            Assert.Contains($" has for {column} what does not fit: ", refused.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_document_without_anything_is_a_value()
    {
        await System.IO.File.WriteAllTextAsync(File, """{ "Holders": [{ "Id": 1, "Content": { } }] }""");

        foreach (var database in (TestDatabase[])[Sqlite<LeavesModel.Context>(), PostgreSql<LeavesModel.Context>()])
        {
            Assert.Equal(1, (await SeedAsync(database.Open<LeavesModel.Context>)).Inserted);
            Assert.Equal("1:  none () ", Assert.Single(Shown(database.Open<LeavesModel.Context>, LeavesModel.Shown)).TrimEnd() + " ");
            Assert.Equal((0, 0), await SeedAsync(database.Open<LeavesModel.Context>) is var again ? (again.Inserted, again.Updated) : default);
        }
    }

    [Theory]
    [InlineData("\"Content\": { \"Numbers\": [true] }", " has for Content what does not fit: Content can't hold true: Content.Numbers is no Decimal of .NET")]
    [InlineData("\"Content\": []", " has for Content what does not fit: Content can't hold []: Content is an object")]
    [InlineData("\"Content\": 5", " has for Content what does not fit: Content can't hold 5: Content is an object")]
    [InlineData("\"Content\": { \"one\": [ ] }", " has for Content what does not fit: Content can't hold [ ]: Leaf is an object")]
    [InlineData("\"Content\": { \"more\": { } }", " has for Content what does not fit: Content can't hold { }: Leaves is a list of objects")]
    [InlineData("\"Content\": { \"more\": [ [ ] ] }", " has for Content what does not fit: Content can't hold [ ]: Leaves is a list of objects")]
    [InlineData("\"Content\": { \"one\": 5 }", " has for Content what does not fit: Content can't hold 5: Leaf is an object")]
    [InlineData("\"Content\": { \"one\": { \"At\": \"today\" } }", " has for Content what does not fit: Content can't hold today: Leaf.At is no DateTime of .NET")]
    public async Task What_is_no_value_of_a_document_is_said_with_its_place(string content, string says)
    {
        await System.IO.File.WriteAllTextAsync(File, $"{{\"Holders\": [{{ \"Id\": 1, {content} }}]}}");

        foreach (var database in (TestDatabase[])[Sqlite<LeavesModel.Context>(), PostgreSql<LeavesModel.Context>()])
        {
            await using var context = database.Open<LeavesModel.Context>();
            var refused = await Assert.ThrowsAsync<EfBackupException>(() => context.Database.SeedAsync(File));
            Assert.StartsWith("row 1 of Holders (", refused.Message, StringComparison.Ordinal);
            Assert.EndsWith(says, refused.Message, StringComparison.Ordinal);
        }
    }

    /// <summary>A database of the same kind holds the same, byte for byte: what EF Core has written, it would write.</summary>
    private async Task AssertSameAsync<TContext>(TestDatabase source, TestDatabase target)
        where TContext : DbContext
    {
        await SeedAsync(target.Open<TContext>);
        Assert.Equal(source.Dump().Tables, target.Dump().Tables);
    }

    private async Task AssertServesAllAsync<TContext>(string[] expected, Func<TContext, string[]> show)
        where TContext : DbContext
    {
        var memory = new DbContextOptionsBuilder<TContext>().UseInMemoryDatabase(Guid.NewGuid().ToString()).Options;
        Func<TContext>[] targets = [Sqlite<TContext>().Open<TContext>, PostgreSql<TContext>().Open<TContext>, () => (TContext)Activator.CreateInstance(typeof(TContext), memory)!];
        foreach (var open in targets)
        {
            Assert.Equal(expected.Length > 0, (await SeedAsync(open)).Inserted > 0);
            Assert.Equal(expected, Shown(open, show));
            Assert.Equal((0, 0), await SeedAsync(open) is var again ? (again.Inserted, again.Updated) : default);
        }
    }

    private async Task<EfBackupSeedResult> SeedAsync<TContext>(Func<TContext> open)
        where TContext : DbContext
    {
        await using var context = open();
        return await context.Database.SeedAsync(File);
    }

    private async Task WriteAsync<TContext>(TestDatabase database)
        where TContext : DbContext
    {
        await using var context = database.Open<TContext>();
        await context.Database.WriteSeedAsync(File);
    }

    private static string[] Shown<TContext>(Func<TContext> open, Func<TContext, string[]> show)
        where TContext : DbContext
    {
        using var context = open();
        return show(context);
    }
}
