using Xunit;

namespace Greenhouse.EfBackup.PostgreSql.Tests.CrossDatabase;

/// <summary>Values of SQLite that PostgreSQL can't hold as they are: refused with row, column, value and reason, and nothing has happened.</summary>
public sealed class NotHeldByPostgreSqlTests(FilledPostgreSql target) : CrossDatabaseTest, IClassFixture<FilledPostgreSql>
{
    private const string Raw = "it is spelled as only the database it comes from can hold it";

    /// <summary>Column, SQLite's literal, the value as the message shows it, why.</summary>
    public static TheoryData<string, string, string, string> Values => new()
    {
        { "Text", "'a' || char(0) || 'b'", @"a\u0000b", "PostgreSQL's text holds no U+0000" },
        { "Moment", "'2024-01-31 10:00:00.1234567'", "2024-01-31T10:00:00.1234567", "timestamp with time zone would round it" },
        { "Instant", "'2024-01-31 10:00:00.0000001+00:00'", "2024-01-31T10:00:00.0000001Z", "timestamp with time zone would round it" },
        { "Instant", "'2024-01-31 10:00:00+05:30'", "2024-01-31T10:00:00+05:30", "timestamp with time zone keeps no offset" },
        { "Time", "'10:00:00.1234567'", "10:00:00.1234567", "time without time zone would round it" },
        { "Span", "'-1.00:00:00.0000001'", "-P1DT0.0000001S", "interval would round it" },
        { "Price", "'1.005'", "1.005", "numeric(12,2) would round it" },
        { "Price", "'12345678901.5'", "12345678901.5", "it is out of the range of numeric(12,2)" },
        { "Code", "'twenty-one characters'", "twenty-one characters", "it is longer than character varying(20)" },
        { "Code", "'spaces at the end    '", "spaces at the end    ", "it is longer than character varying(20)" },
        { "Country", "'T'", "T", "character(2) would pad it with spaces" },
        { "Country", "'TUR'", "TUR", "it is longer than character(2)" },
        { "Char", "'ab'", "ab", "it is longer than character(1)" },
        { "Byte", "40000", "40000", "it is out of the range of smallint" },
        { "Short", "-32769", "-32769", "it is out of the range of smallint" },
        { "Int", "3000000000", "3000000000", "it is out of the range of integer" },
        { "Enum", "-2147483649", "-2147483649", "it is out of the range of integer" },
        { "ULong", "-1", "-1", "a negative whole number may stand for one beyond 9223372036854775807 there" },
        { "Flag", "2", """{"$integer":2}""", Raw },
        { "Int", "5.5", """{"$real":5.5}""", Raw },
        { "Int", "'many'", """{"$text":"many"}""", Raw },
        { "Guid", "'0f8fad5b-d9cb-469f-a165-70867728950e'", """{"$text":"0f8fad5b-d9cb-469f-a165-70867728950e"}""", Raw },
        { "Date", "'2024-1-31'", """{"$text":"2024-1-31"}""", Raw },
        { "Text", "CAST(x'c3' AS TEXT)", """{"$utf8":"ww=="}""", Raw },
        { "Text", "x'0001'", """{"$blob":"AAE="}""", Raw },
        { "Bytes", "'text'", """{"$text":"text"}""", Raw },
    };

    public static TheoryData<string, string, string, string> Documents => new()
    {
        { "Content", """'{"Title":"a","Number":1,"Title":"b"}'""", """{"Title":"a","Number":1,"Title":"b"}""", "jsonb keeps one of two properties Title" },
        { "Content", """'{"Parts":[{"Size":1},{"Size":1,"Size":2}]}'""", """{"Parts":[{"Size":1},{"Size":1,"Size":2}]}""", "jsonb keeps one of two properties Size" },
        { "Content", """'{"Title":"\u0000"}'""", """{"Title":"\u0000"}""", "jsonb holds no U+0000" },
        { "Content", """'{"\u0000":1}'""", """{"\u0000":1}""", "jsonb holds no U+0000" },
        { "Content", """'{"Title":"\ud83c"}'""", """{"Title":"\ud83c"}""", "an escape in it is half of a character" },
        { "Content", "'no JSON'", "no JSON", "it is not JSON" },
        { "Text", "''", "", "it is not JSON" },
        { "Text", "'[1,]'", "[1,]", "it is not JSON" },
    };

    [Theory]
    [MemberData(nameof(Values))]
    public Task A_value_that_a_column_can_not_hold(string column, string literal, string shown, string why)
        => IsRefusedAsync("Rows", column, literal, shown, why);

    [Theory]
    [MemberData(nameof(Documents))]
    public Task A_document_that_jsonb_would_change(string column, string literal, string shown, string why)
        => IsRefusedAsync("Documents", column, literal, shown, why);

    [Theory]
    [InlineData("Port", "40000", "40000", "it is out of the range of smallint")]
    [InlineData("Link", "'a' || char(0)", @"a\u0000", "PostgreSQL's text holds no U+0000")]
    [InlineData("Address", "x'07'", """{"$blob":"Bw=="}""", Raw)]
    public Task A_value_of_a_table_whose_rows_go_in_as_text(string column, string literal, string shown, string why)
        => IsRefusedAsync("Hosts", column, literal, shown, why);

    [Theory]
    [InlineData("Address", "'not an address'", "invalid input syntax for type inet: \"not an address\"")]
    [InlineData("Load", "'1' || printf('%.*c', 131072, '0')", "value overflows numeric format")]
    public async Task A_value_that_only_the_server_can_judge_is_refused_with_row_and_column_too(string column, string literal, string why)
    {
        var source = Sqlite<KindsModel.Context>(KindsModel.Fill, Update("Hosts", column, literal));

        var refused = await RefusedAsync<KindsModel.Context>("EFB1504", source, target.Database);

        Assert.Equal($"the database refused row 2 of table Hosts, column {column}: {why}", refused.Message);
    }

    private static string Update(string table, string column, string literal) => $"""UPDATE "{table}" SET "{column}" = {literal} WHERE "Id" = 2""";

    private async Task IsRefusedAsync(string table, string column, string literal, string shown, string why)
    {
        var source = Sqlite<KindsModel.Context>(KindsModel.Fill, Update(table, column, literal));

        var refused = await RefusedAsync<KindsModel.Context>("EFB1508", source, target.Database);

        Assert.Equal($"row 2 of table {table} in the backup: {column} can't hold {shown}: {why}", refused.Message);
        Assert.StartsWith("nothing was changed.", refused.Help, StringComparison.Ordinal);
    }
}
