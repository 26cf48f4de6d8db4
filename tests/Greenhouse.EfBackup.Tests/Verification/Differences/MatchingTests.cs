using Greenhouse.EfBackup.Format;
using Greenhouse.EfBackup.Schema;
using Greenhouse.EfBackup.Verification.Differences;

namespace Greenhouse.EfBackup.Tests.Verification.Differences;

public class MatchingTests
{
    private const string Npgsql = "Npgsql.EntityFrameworkCore.PostgreSQL";
    private static readonly TableDescription _people = Found.Table("people", ["id"], ("id", ValueKind.Integer), ("name", ValueKind.String), ("age", ValueKind.Integer));

    [Fact]
    public async Task Columns_that_one_alone_has_are_named_with_the_number_of_their_values()
    {
        var later = Found.Table("people", ["id"], ("level", ValueKind.Integer), ("id", ValueKind.Integer), ("name", ValueKind.String));

        var found = await Found.InAsync(
            _people, ["{\"id\":1,\"name\":\"a\",\"age\":30}", "{\"id\":2,\"name\":\"b\",\"age\":null}"],
            later, ["{\"level\":1,\"id\":1,\"name\":\"a\"}", "{\"level\":1,\"id\":2,\"name\":\"B\"}"]);

        Assert.Equal((0, 0, 1, 1), Found.Counts(found));
        Assert.Equal(["~ {\"id\":2} {\"name\":\"b\"} {\"name\":\"B\"}"], Found.Lines(found));
        Assert.Equal([("age", 1)], found.OnlyOld.Select(column => (column.Key, (int)column.Value)));
        Assert.Equal([("level", 2)], found.OnlyNew.Select(column => (column.Key, (int)column.Value)));
    }

    [Theory]
    [InlineData("{\"id\":1,\"name\":\"a\",\"age\":30}", false)]
    [InlineData("{\"id\":1,\"name\":\"a\",\"age\":null}", true)]
    public async Task Values_that_are_gone_are_a_difference_and_a_column_without_any_is_none(string row, bool same)
    {
        var shorter = Found.Table("people", ["id"], ("id", ValueKind.Integer), ("name", ValueKind.String));

        Assert.Equal(same, await IsSameAsync(_people, row, shorter, "{\"id\":1,\"name\":\"a\"}"));
        Assert.True(await IsSameAsync(shorter, "{\"id\":1,\"name\":\"a\"}", _people, row));
    }

    [Fact]
    public async Task Values_whose_kinds_have_nothing_in_common_are_named_and_never_the_same()
    {
        var texts = Found.Table("people", ["id"], ("id", ValueKind.Integer), ("name", ValueKind.String), ("age", ValueKind.String));

        var found = await Found.InAsync(_people, ["{\"id\":1,\"name\":\"a\",\"age\":30}"], texts, ["{\"id\":1,\"name\":\"a\",\"age\":\"30\"}"]);

        Assert.Equal((0, 0, 0, 1), Found.Counts(found));
        Assert.Equal(["age is integer () in the old and string () in the new"], found.NotCompared);
        Assert.False(await IsSameAsync(_people, "{\"id\":1,\"name\":\"a\",\"age\":30}", texts, "{\"id\":1,\"name\":\"a\",\"age\":\"30\"}"));
    }

    [Theory]
    [InlineData("Integer", "5", "Decimal", "5.00", true)]
    [InlineData("Integer", "5", "Decimal", "5.01", false)]
    [InlineData("Decimal", "1.5", "Decimal", "1.5000", true)]
    [InlineData("Double", "0.1", "Decimal", "0.10", true)]
    [InlineData("DateTime", "\"2024-01-31T10:00:00\"", "Timestamp", "\"2024-01-31T10:00:00Z\"", true)]
    [InlineData("DateTime", "\"2024-01-31T10:00:00\"", "Timestamp", "\"2024-01-31T10:00:00+01:00\"", false)]
    [InlineData("Json", "{\"b\":1,\"a\":[1.0]}", "Json", "{\"a\": [1], \"b\": 1}", true)]
    [InlineData("String", "\"1\"", "Json", "\"1\"", false)]
    public async Task Columns_of_another_type_are_compared_by_what_their_values_mean(string kind, string value, string otherKind, string otherValue, bool same)
    {
        var old = Typed(kind, "one type");
        var @new = Typed(otherKind, "another");

        var found = await Found.InAsync(old, [$"{{\"id\":1,\"v\":{value}}}"], @new, [$"{{\"id\":1,\"v\":{otherValue}}}"]);

        Assert.Equal(same ? (0, 0, 0, 1) : (0, 0, 1, 0), Found.Counts(found));
        // The same as a key.
        var (oldKey, newKey) = (old with { PrimaryKey = ["v"] }, @new with { PrimaryKey = ["v"] });
        var keys = await Found.InAsync(oldKey, [$"{{\"id\":1,\"v\":{value}}}"], newKey, [$"{{\"id\":1,\"v\":{otherValue}}}"]);
        Assert.Equal(same ? (0, 0, 0, 1) : (1, 1, 0, 0), Found.Counts(keys));
    }

    [Fact]
    public async Task Within_one_type_digits_are_data()
    {
        var table = Typed("Decimal", "numeric");

        Assert.Equal((0, 0, 1, 0), Found.Counts(await Found.InAsync(table, ["{\"id\":1,\"v\":1.5}"], table, ["{\"id\":1,\"v\":1.50}"])));
    }

    [Fact]
    public async Task A_table_that_one_alone_has_is_all_rows_of_it()
    {
        var (a, b, c) = (_people with { Key = "a" }, _people with { Key = "b" }, _people with { Key = "c" });
        const string Row = "{\"id\":1,\"name\":\"x\",\"age\":null}";

        var found = await Found.InAsync(new GivenRows((a, [Row]), (b, [Row])), new GivenRows((b, [Row]), (c, [Row, Row.Replace('1', '2')])));

        Assert.Equal([("a", "old", 0, 1), ("b", null, 0, 0), ("c", "new", 2, 0)], found.Select(pair => (pair.Key, pair.Value.OnlyIn, (int)pair.Value.Added, (int)pair.Value.Removed)));
    }

    [Fact]
    public async Task Another_primary_key_makes_rows_compared_as_a_whole()
    {
        var other = _people with { PrimaryKey = ["name"] };
        const string One = "{\"id\":1,\"name\":\"b\",\"age\":1}", Two = "{\"id\":2,\"name\":\"a\",\"age\":1}";

        var found = await Found.InAsync(_people, [One, Two], other, [Two, One.Replace("\"age\":1", "\"age\":2", StringComparison.Ordinal)]);

        Assert.True(found.WithoutKey);
        Assert.Equal((1, 1, 0, 1), Found.Counts(found));
    }

    [Fact]
    public async Task Tables_without_a_column_in_common_are_never_the_same()
    {
        var found = await Found.InAsync(Found.Table("t", [], ("a", ValueKind.Integer)), ["{\"a\":1}"], Found.Table("t", [], ("b", ValueKind.Integer)), ["{\"b\":1}"]);

        Assert.Equal(["they have no column in common"], found.NotCompared);
    }

    [Fact]
    public void A_schema_of_one_kind_of_database_is_no_schema_of_the_other()
    {
        var old = new GivenRows((_people, []));
        var @new = new GivenRows((_people with { Key = "app.people", Schema = "app" }, [])) { Provider = Npgsql };

        var matches = TableMatches.Of(old, @new, TableSelection.Everything, StringComparer.Ordinal);

        Assert.False(Assert.Single(matches.Tables).IsOnlyOne);
    }

    [Fact]
    public void Tables_are_read_in_an_order_that_suits_both()
    {
        TableDescription T(string key) => _people with { Key = key };
        var old = new GivenRows((T("a"), []), (T("gone"), []), (T("b"), []), (T("c"), []), (T("last"), []));
        var @new = new GivenRows((T("first"), []), (T("a"), []), (T("b"), []), (T("between"), []), (T("c"), []));

        var matches = TableMatches.Of(old, @new, TableSelection.Everything, StringComparer.Ordinal);

        Assert.Equal(["first", "a", "gone", "b", "between", "c", "last"], matches.Tables.Select(match => match.Key));
    }

    [Fact]
    public void A_table_that_one_was_told_to_leave_out_is_not_compared()
    {
        var old = new GivenRows((_people, [])) { LeftOut = ["logs"] };
        var @new = new GivenRows((_people, []), (_people with { Key = "logs" }, []), (_people with { Key = "others" }, []));

        var matches = TableMatches.Of(old, @new, TableSelection.Everything, StringComparer.Ordinal);

        Assert.Equal(["logs"], matches.LeftOut);
        Assert.Equal(["people", "others"], matches.Tables.Select(match => match.Key));
    }

    [Fact]
    public void What_is_excluded_on_either_side_is_out_and_an_unknown_name_is_refused()
    {
        var old = new GivenRows((_people with { Entities = ["Person"] }, []), (_people with { Key = "b" }, []));
        var @new = new GivenRows((_people with { Entities = ["Human"] }, []), (_people with { Key = "b" }, []));

        Assert.Equal(["b"], TableMatches.Of(old, @new, new TableSelection([], ["Human"], true), StringComparer.Ordinal).Tables.Select(match => match.Key));
        Assert.Equal(["people"], TableMatches.Of(old, @new, new TableSelection(["person"], [], true), StringComparer.Ordinal).Tables.Select(match => match.Key));
        Assert.Equal("EFB1207", Assert.Throws<EfBackupException>(() => TableMatches.Of(old, @new, new TableSelection(["nobody"], [], true), StringComparer.Ordinal)).Code);
    }

    private static TableDescription Typed(string kind, string storeType)
        => new() { Key = "t", Name = "t", PrimaryKey = ["id"], Columns = [Found.Column("id", ValueKind.Integer), Found.Column("v", Enum.Parse<ValueKind>(kind), storeType)] };

    private static async Task<bool> IsSameAsync(TableDescription old, string oldRow, TableDescription @new, string newRow)
    {
        var comparison = new Comparison(new GivenRows((old, [oldRow])), new GivenRows((@new, [newRow])), StringComparer.Ordinal, Progress.None);
        return (await comparison.RunAsync(TableSelection.Everything, new ShownRows(1), CancellationToken.None)).Tables.All(table => table.IsSame);
    }
}
