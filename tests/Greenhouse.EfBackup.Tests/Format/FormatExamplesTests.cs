using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Greenhouse.EfBackup.Databases.Sqlite;
using Greenhouse.EfBackup.Format;
using Greenhouse.EfBackup.Seeds;

namespace Greenhouse.EfBackup.Tests.Format;

/// <summary>The examples of FORMAT.md, taken out of the page and read by the library.</summary>
public partial class FormatExamplesTests
{
    private static readonly string _page = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "FORMAT.md"));

    /// <summary>Kind and example, from the table of kinds.</summary>
    public static TheoryData<string, string> Values
    {
        get
        {
            var values = new TheoryData<string, string>();
            foreach (var cells in Rows("| kind | canonical form | examples |"))
            {
                foreach (var example in Code().Matches(cells[2]).Select(match => match.Groups[1].Value))
                {
                    values.Add(cells[0].Trim('`'), example);
                }
            }

            return values;
        }
    }

    public static TheoryData<string> RawValues => [.. Rows("| written | means |").Concat(Rows("| PostgreSQL writes | means |")).Select(cells => cells[0].Trim('`')).Distinct()];

    [Fact]
    public void The_whole_example_is_a_backup()
    {
        var example = Example("whole");

        var (metadata, tables) = Files.Read(example);

        Assert.Equal(["users", "orders"], tables.Select(table => table.Key));
        Assert.Equal("{\"id\":1,\"email\":\"ada@example.org\"},\n{\"id\":2,\"email\":null}\n", Encoding.UTF8.GetString(tables[0].Lines));
        Assert.Equal("CASCADE", metadata.Tables[1].ForeignKeys[0].OnDelete);
        Assert.Equal(2, IndependentReader.Read(example).Tables.Count);
    }

    [Fact]
    public void The_example_of_a_seed_is_read()
    {
        var seed = SeedParser.Parse(Example("seed"), "seed.json");

        Assert.Equal([("Houses", "north", "Name Area BuiltOn"), ("Sensors", null, "HouseId InstalledAt")], seed.Tables.Select(table => (table.Name, table.Rows.Single().Name, string.Join(' ', table.Rows[0].Values.Select(value => value.Key)))));
    }

    [Fact]
    public void The_example_of_a_selection_is_read()
    {
        var metadata = JsonNode.Parse(Example("whole"))!["metadata"]!;
        metadata["selection"] = JsonNode.Parse(Example("selection"));

        var selection = metadata.Deserialize(MetadataJson.Readable.BackupMetadata)!.Selection!;

        Assert.Equal("Customers: Region = 'EU'; at most 1000 of each table; with what hangs on them; with what they reference", selection.ToString());
    }

    [Fact]
    public void The_examples_of_counters_are_read()
    {
        var metadata = JsonNode.Parse(Example("whole"))!["metadata"]!;
        metadata["sequences"] = JsonNode.Parse(Example("sequences"));

        var counters = metadata.Deserialize(MetadataJson.Readable.BackupMetadata)!.Sequences;

        Assert.Equal([("users", 7, false, null), ("orders_id_seq", 1, true, "id"), ("shop.numbers", 40, false, null)], counters.Select(counter => (counter.Name, counter.Value, counter.Fresh, counter.Column)));
        Assert.Equal(["users|orders|orders, shop.invoices"], [string.Join('|', counters.Select(counter => string.Join(", ", counter.Users)))]);
        Assert.Equal([true, false, false], counters.Select(counter => counter.CountsKey));
    }

    [Fact]
    public void The_table_of_kinds_names_every_kind()
    {
        var named = Rows("| kind | canonical form | examples |").Select(cells => cells[0].Trim('`'));

        Assert.Equal(Enum.GetNames<ValueKind>().Select(name => name.ToLowerInvariant()).Order(), named.Order());
    }

    [Theory]
    [MemberData(nameof(Values))]
    public void An_example_of_a_kind_is_read_as_a_value_of_that_kind(string kind, string example)
    {
        var bytes = Encoding.UTF8.GetBytes(example);
        var reader = new RowReader(new RowChunk(bytes, 0, bytes.Length));

        var token = kind == "json" ? reader.ReadDocument() : reader.ReadValue();

        Assert.True(reader.AtEnd);
        Assert.True(IsOfKind(kind, token.Type, bytes.AsSpan(token.Start, token.Length)), $"{example} is no {kind}");
    }

    [Theory]
    [MemberData(nameof(RawValues))]
    public void An_example_of_a_raw_value_is_read_as_one(string example)
    {
        var bytes = Encoding.UTF8.GetBytes(example);
        var outside = new RowReader(new RowChunk(bytes, 0, bytes.Length));

        var token = outside.ReadValue();

        var inside = new RowReader(new RowChunk(bytes, token.Start, token.Length));
        var mark = inside.ReadMark();
        var value = inside.ReadValue();
        inside.Expect("}"u8);
        Assert.True(outside.AtEnd && inside.AtEnd);
        Assert.Contains($"{{\"{mark}\":", example, StringComparison.Ordinal);
        Assert.Equal(mark is "$integer" or "$real" ? TokenType.Number : TokenType.String, value.Type);
    }

    [Fact]
    public void There_is_an_example_of_every_raw_value()
    {
        // Of each storage class of SQLite, and bytes of both; of infinity, dates, times, the end of a day and intervals of PostgreSQL.
        Assert.Equal(5 + 5, RawValues.Count);
    }

    private static byte[] Example(string name)
    {
        var start = _page.IndexOf($"```json example={name}\n", StringComparison.Ordinal) + $"```json example={name}\n".Length;
        return Encoding.UTF8.GetBytes(_page[start.._page.IndexOf("```", start, StringComparison.Ordinal)]);
    }

    private static bool IsOfKind(string kind, TokenType type, ReadOnlySpan<byte> text)
    {
        Span<byte> stored = stackalloc byte[SqliteSpelling.MaxLength];
        return kind switch
        {
            "boolean" => type is TokenType.True or TokenType.False,
            "integer" => type == TokenType.Number && long.TryParse(text, null, out _),
            "decimal" => type == TokenType.Number && TemporalText.IsDecimal(text),
            "single" or "double" => type == TokenType.Number && NumberText.TryRead(text, out _),
            "string" or "text" => type == TokenType.String && JsonText.Unescape(text, new byte[text.Length]) >= 0,
            "binary" => type == TokenType.String && Convert.FromBase64String(Encoding.ASCII.GetString(text)).Length > 0,
            "json" => type == TokenType.Document,
            _ => type == TokenType.String && SqliteSpelling.ToStored(Enum.Parse<ValueKind>(kind, ignoreCase: true), text, stored) > 0,
        };
    }

    /// <summary>The cells of the table that has this head.</summary>
    private static IEnumerable<string[]> Rows(string head)
        => _page[_page.IndexOf(head, StringComparison.Ordinal)..].Split('\n')
            .Skip(2).TakeWhile(line => line.StartsWith('|'))
            .Select(line => line.Trim('|').Split('|', StringSplitOptions.TrimEntries));

    [GeneratedRegex("`([^`]+)`")]
    private static partial Regex Code();
}
