using Greenhouse.EfBackup.Format;

namespace Greenhouse.EfBackup.Tests.Verification.Differences;

public class ComparisonTests
{
    private static readonly TableDescription _table = Found.Table("t", ["id"], ("id", ValueKind.Integer), ("name", ValueKind.String), ("price", ValueKind.Decimal));

    [Fact]
    public async Task Rows_that_were_added_removed_and_changed_are_told_with_their_values()
    {
        string[] old = ["{\"id\":1,\"name\":\"a\",\"price\":1.50}", "{\"id\":2,\"name\":\"b\",\"price\":2}", "{\"id\":9,\"name\":\"c\",\"price\":3}", "{\"id\":10,\"name\":\"d\",\"price\":4}"];
        string[] @new = ["{\"id\":1,\"name\":\"a\",\"price\":1.50}", "{\"id\":9,\"name\":\"x\",\"price\":3}", "{\"id\":10,\"name\":\"y\",\"price\":null}", "{\"id\":11,\"name\":\"e\",\"price\":5}"];

        var found = await Found.InAsync(_table, old, _table, @new);

        Assert.Equal((1, 1, 2, 1), Found.Counts(found));
        Assert.Equal(
            [
                "~ {\"id\":9} {\"name\":\"c\"} {\"name\":\"x\"}",
                "~ {\"id\":10} {\"name\":\"d\",\"price\":4} {\"name\":\"y\",\"price\":null}",
                "- {\"id\":2} {\"id\":2,\"name\":\"b\",\"price\":2}",
                "+ {\"id\":11} {\"id\":11,\"name\":\"e\",\"price\":5}",
            ],
            Found.Lines(found));
        Assert.Equal([("name", 2), ("price", 1)], found.ChangedColumns.Select(column => (column.Key, (int)column.Value)));
    }

    [Fact]
    public async Task Equal_tables_have_no_differences()
    {
        string[] rows = ["{\"id\":1,\"name\":\"a\",\"price\":1.50}", "{\"id\":2,\"name\":\"},\\n{\",\"price\":2}", "{\"id\":3,\"name\":null,\"price\":2}"];

        var found = await Found.InAsync(_table, rows, _table, rows);

        Assert.Equal((0, 0, 0, 3), Found.Counts(found));
        Assert.Empty(found.Rows!);
    }

    /// <summary>Kind, and four values of it in FORMAT.md's order, the order of no other kind.</summary>
    public static TheoryData<string, string[]> Orders => new()
    {
        { "Integer", ["-10", "-9", "9", "10"] },
        { "Decimal", ["-1.50", "0.5", "9.25", "10"] },
        { "Decimal", ["0.00000000000000000001", "0.00000000000000000002", "123456789012345678901", "123456789012345678902"] },
        { "Double", ["-1E+20", "1.5E-07", "9", "1E+20"] },
        { "Boolean", ["null", "false", "true"] },
        { "String", ["\"A\"", "\"AB\"", "\"a\"", "\"é\""] },
        { "String", ["\"a\\tb\"", "\"a b\"", "\"a\\\"b\"", "\"a\\\\b\""] },
        { "Guid", ["\"0f8fad5b-d9cb-469f-a165-70867728950e\"", "\"7c9e6679-7425-40de-944b-e07fc1f90ae7\"", "\"a0000000-0000-0000-0000-000000000000\""] },
        { "Date", ["\"0099-01-01\"", "\"2024-02-29\"", "\"2024-03-01\""] },
        { "Time", ["\"09:59:59.9\"", "\"10:00:00\"", "\"10:00:00.5\""] },
        { "DateTime", ["\"2024-01-31T10:00:00\"", "\"2024-01-31T10:00:00.25\"", "\"2024-01-31T10:00:00.5\""] },
        { "Timestamp", ["\"2024-01-31T09:00:00Z\"", "\"2024-01-31T10:00:00Z\""] },
        { "Binary", ["\"\"", "\"AA==\"", "\"AAE=\"", "\"AAEC\"", "\"+A==\"", "\"/w==\""] },
        // The order of its text in the store is not that of the text in the file.
        { "Interval", ["\"-P1D\"", "\"P1D\"", "\"P10D\"", "\"PT1H\""] },
        { "Interval", ["\"PT1H\"", "\"P10D\"", "\"P1D\"", "\"-P1D\""] },
        { "Text", ["\"(1,2)\"", "\"(10,2)\""] },
        { "Json", ["{\"a\": 1}", "\"a\"", "1"] },
        { "Guid", ["\"0f8fad5b-d9cb-469f-a165-70867728950e\"", "{\"$text\":\"1-1\"}", "\"a0000000-0000-0000-0000-000000000000\""] },
        { "Date", ["{\"$text\":\"-infinity\"}", "\"2024-02-29\"", "{\"$text\":\"infinity\"}"] },
    };

    [Theory]
    [MemberData(nameof(Orders))]
    public async Task Rows_find_each_other_by_keys_of_every_kind(string kind, string[] keys)
    {
        var table = Found.Table("t", ["k"], ("k", Enum.Parse<ValueKind>(kind)), ("v", ValueKind.Integer));
        for (var missing = 0; missing < keys.Length; missing++)
        {
            var old = keys.Where((_, place) => place != missing).Select(key => $"{{\"k\":{key},\"v\":1}}");
            // The next one is changed, and the one before is missing on the other side.
            var next = (missing + 1) % keys.Length;
            var @new = keys.Where((_, place) => place != (missing + keys.Length - 1) % keys.Length || keys.Length < 3)
                .Select(key => $"{{\"k\":{key},\"v\":{(key == keys[next] ? 2 : 1)}}}");

            var found = await Found.InAsync(table, [.. old], table, [.. @new]);

            var removed = keys.Length < 3 ? 0 : 1;
            Assert.Equal((1, removed, 1, keys.Length - 2 - removed), Found.Counts(found));
            Assert.Contains($"+ {{\"k\":{keys[missing]}}} {{\"k\":{keys[missing]},\"v\":1}}", Found.Lines(found));
        }
    }

    [Fact]
    public async Task Composite_keys_are_compared_in_the_keys_order_of_columns()
    {
        var table = Found.Table("t", ["b", "a"], ("a", ValueKind.Integer), ("b", ValueKind.String), ("v", ValueKind.Integer));

        var found = await Found.InAsync(
            table, ["{\"a\":2,\"b\":\"x\",\"v\":0}", "{\"a\":10,\"b\":\"x\",\"v\":0}", "{\"a\":1,\"b\":\"y\",\"v\":0}"],
            table, ["{\"a\":2,\"b\":\"x\",\"v\":0}", "{\"a\":1,\"b\":\"y\",\"v\":7}", "{\"a\":2,\"b\":\"y\",\"v\":0}"]);

        Assert.Equal(
            ["~ {\"b\":\"y\",\"a\":1} {\"v\":0} {\"v\":7}", "- {\"b\":\"x\",\"a\":10} {\"a\":10,\"b\":\"x\",\"v\":0}", "+ {\"b\":\"y\",\"a\":2} {\"a\":2,\"b\":\"y\",\"v\":0}"],
            Found.Lines(found));
    }

    [Fact]
    public async Task Any_order_of_the_rows_gives_the_same_answer()
    {
        var random = new Random(5);
        var old = Enumerable.Range(0, 300).Select(id => $"{{\"id\":{id},\"name\":\"n{id % 7}\",\"price\":{id}}}").ToArray();
        var @new = old[5..].Select((row, place) => place % 10 == 0 ? row.Replace(":\"n", ":\"m", StringComparison.Ordinal) : row).Append("{\"id\":1000,\"name\":\"\",\"price\":0}").ToArray();
        random.Shuffle(old);
        random.Shuffle(@new);

        Assert.Equal((1, 5, 30, 265), Found.Counts(await Found.InAsync(_table, old, _table, @new)));
    }

    [Fact]
    public async Task Rows_of_a_table_without_a_key_are_counted_one_by_one()
    {
        var table = Found.Table("t", [], ("a", ValueKind.Integer), ("b", ValueKind.String));
        const string One = "{\"a\":1,\"b\":\"x\"}", Two = "{\"a\":2,\"b\":null}", Three = "{\"a\":3,\"b\":\"\"}";

        var found = await Found.InAsync(table, [One, One, One, Two], table, [One, Two, Two, Three]);

        Assert.True(found.WithoutKey);
        Assert.Equal((2, 2, 0, 2), Found.Counts(found));
        Assert.Equal([$"- {One}", $"- {One}", $"+ {Two}", $"+ {Three}"], Found.Lines(found));
    }

    [Fact]
    public async Task Rows_of_a_table_without_a_key_are_found_in_any_order()
    {
        var table = Found.Table("t", [], ("a", ValueKind.Interval));
        const string One = "{\"a\":\"P1D\"}", Ten = "{\"a\":\"P10D\"}", Hour = "{\"a\":\"PT1H\"}";

        var found = await Found.InAsync(table, [Hour, One, Ten, One], table, [Ten, One, Hour, Hour]);

        Assert.Equal((1, 1, 0, 3), Found.Counts(found));
        Assert.Equal([$"- {One}", $"+ {Hour}"], Found.Lines(found));
    }

    [Fact]
    public async Task Of_a_key_that_a_tampered_file_has_twice_each_row_is_told()
    {
        var found = await Found.InAsync(
            _table, ["{\"id\":3,\"name\":\"a\",\"price\":1}", "{\"id\":1,\"name\":\"b\",\"price\":1}", "{\"id\":1,\"name\":\"c\",\"price\":1}"],
            _table, ["{\"id\":1,\"name\":\"c\",\"price\":1}", "{\"id\":3,\"name\":\"a\",\"price\":1}"]);

        Assert.Equal((0, 1, 0), (found.Added, found.Removed, found.Changed));
        Assert.Equal(2, found.Same);
    }
}
