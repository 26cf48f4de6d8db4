using System.Text;
using Greenhouse.EfBackup.Format;
using Greenhouse.EfBackup.Restore;

namespace Greenhouse.EfBackup.Tests.Restore;

public class RowsDigestTests
{
    /// <summary>Kind and value of the file, kind and value of the database, and whether they are one value.</summary>
    public static TheoryData<string, string, string, string, bool> Values => new()
    {
        { "Decimal", "1.5", "Decimal", "1.50", true },
        { "Decimal", "1.5", "Decimal", "1.51", false },
        { "Decimal", "100000000000000000000", "Decimal", "1E+20", true },
        { "Integer", "5", "Decimal", "5", true },
        { "Integer", "5", "Decimal", "50", false },
        { "Double", "-0", "Double", "0", true },
        { "Double", "\"NaN\"", "Double", "null", false },
        { "DateTime", "\"2024-01-31T10:00:00\"", "Timestamp", "\"2024-01-31T10:00:00Z\"", true },
        { "Timestamp", "\"2024-01-31T10:00:00Z\"", "DateTime", "\"2024-01-31T10:00:00\"", true },
        { "Timestamp", "\"2024-01-31T10:00:00Z\"", "Timestamp", "\"2024-01-31T10:00:00+01:00\"", false },
        { "DateTime", "\"2024-01-31T10:00:00\"", "Timestamp", "\"2024-01-31T09:00:00Z\"", false },
        { "String", "\"a\"", "String", "\"a \"", false },
        { "String", "\"1.5\"", "String", "\"1.50\"", false },
        { "String", "\"null\"", "String", "null", false },
        { "String", "\"true\"", "Boolean", "true", false },
        { "String", "\"Z\"", "Text", "\"Z\"", true },
        { "String", "\"a\"", "String", "{\"$text\":\"a\"}", false },
        { "Json", "{\"b\":[1.0,\"x\"],\"a\":null}", "Json", "{\"a\": null, \"b\": [1, \"\\u0078\"]}", true },
        { "Json", "{\"a\":1,\"a\":2}", "Json", "{\"a\": 2}", false },
        { "Json", "[1,2]", "Json", "[2,1]", false },
        { "Json", "\"1\"", "Json", "1", false },
        { "Json", "null", "Json", "{\"$text\":\"null\"}", false },
        { "Json", "{\"$text\":\"[ 1 ]\"}", "Json", "[1]", true },
        { "Json", "{\"$text\":\"{\\\"$a\\\":1}\"}", "Json", "{\"$text\":\"{ \\\"$a\\\" : 1 }\"}", true },
        { "Json", "{\"$text\":\"no JSON\"}", "Json", "{\"$text\":\"no JSON\"}", true },
        { "Json", "{\"$text\":\"no JSON\"}", "Json", "{\"$text\":\"no  JSON\"}", false },
        { "Json", "{\"a\": 1}", "String", "\"{\\\"a\\\":1}\"", true },
        { "String", "\"[1]\"", "Json", "[2]", false },
        { "Json", "\"\\ud83c\"", "Json", "\"\\ud83d\"", false },
    };

    [Theory]
    [MemberData(nameof(Values))]
    public void Values_are_one_where_only_their_spelling_differs(string kind, string value, string otherKind, string otherValue, bool same)
    {
        var (file, database) = (Table(kind), Table(otherKind));
        var (loaded, readBack) = (new RowsDigest(file, database), new RowsDigest(database, file));

        loaded.Add(Rows($"{{\"id\":1,\"value\":{value}}}\n"));
        readBack.Add(Rows($"{{\"id\":1,\"value\":{otherValue}}}"));

        Assert.Equal(same, loaded.Equals(readBack));
    }

    [Fact]
    public void Neither_order_nor_pieces_nor_separators_matter()
    {
        var (one, other) = (Digest(), Digest());

        one.Add(Rows("{\"id\":1,\"value\":\"a\"},\n{\"id\":2,\"value\":\"},\\n{\"},\n"));
        one.Add(Rows("{\"id\":3,\"value\":null}\n"));
        other.Add(Rows("{\"id\":3,\"value\":null}"));
        other.Add(Rows(",\n{\"id\":1,\"value\":\"a\"},\n{\"id\":2,\"value\":\"},\\n{\"}"));
        other.Add(Rows("\n"));

        Assert.True(one.Equals(other));
    }

    [Theory]
    [InlineData("{\"id\":1,\"value\":\"a\"}\n")]
    [InlineData("{\"id\":1,\"value\":\"a\"},\n{\"id\":1,\"value\":\"a\"},\n{\"id\":2,\"value\":\"b\"}\n")]
    [InlineData("{\"id\":1,\"value\":\"b\"},\n{\"id\":2,\"value\":\"a\"}\n")]
    [InlineData("{\"id\":1,\"value\":\"a\"},\n{\"id\":2,\"value\":\"\"}\n")]
    [InlineData("")]
    public void Other_rows_have_another_digest(string rows)
    {
        var (one, other) = (Digest(), Digest());

        one.Add(Rows("{\"id\":1,\"value\":\"a\"},\n{\"id\":2,\"value\":\"b\"}\n"));
        other.Add(Rows(rows));

        Assert.False(one.Equals(other));
    }

    [Fact]
    public void What_is_no_row_of_the_table_is_said()
    {
        Assert.Throws<FormatException>(() => Digest().Add(Rows("{\"id\":1,\"other\":\"a\"}\n")));
    }

    private static RowsDigest Digest() => new(Table("String"), Table("String"));

    private static TableDescription Table(string kind) => new()
    {
        Key = "t",
        Name = "t",
        Columns = [new() { Name = "id", StoreType = "", Kind = ValueKind.Integer }, new() { Name = "value", StoreType = "", Kind = Enum.Parse<ValueKind>(kind) }],
    };

    private static RowChunk Rows(string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        return new RowChunk(bytes, 0, bytes.Length);
    }
}
