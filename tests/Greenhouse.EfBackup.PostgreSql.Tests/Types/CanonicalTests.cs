using Xunit;

namespace Greenhouse.EfBackup.PostgreSql.Tests.Types;

/// <summary>What FORMAT.md says of values, in the file: expectations are written by hand from it.</summary>
public sealed class CanonicalTests : SqlTests
{
    [Theory]
    [InlineData("boolean", "true", "true")]
    [InlineData("smallint", "-32768", "-32768")]
    [InlineData("bigint", "9223372036854775807", "9223372036854775807")]
    [InlineData("oid", "4294967295", "4294967295")]
    [InlineData("numeric", "12.50", "12.50")]
    [InlineData("numeric(8,4)", "12.5", "12.5000")]
    [InlineData("numeric", "1e20", "100000000000000000000")]
    [InlineData("numeric", "-0.000", "0.000")]
    [InlineData("numeric", "NaN", "\"NaN\"")]
    [InlineData("money", "-92233720368547758.08", "-92233720368547758.08")]
    [InlineData("real", "0.1", "0.1")]
    [InlineData("real", "16777216", "16777216")]
    [InlineData("double precision", "1e23", "1E+23")]
    [InlineData("double precision", "-0", "-0")]
    [InlineData("double precision", "5e-324", "5E-324")]
    [InlineData("double precision", "-Infinity", "\"-Infinity\"")]
    [InlineData("text", "quote \" back \\ tab \t \u0001 \u007f", "\"quote \\\" back \\\\ tab \\t \\u0001 \u007f\"")]
    [InlineData("character(5)", "ab", "\"ab   \"")]
    [InlineData("\"char\"", "x", "\"x\"")]
    [InlineData("uuid", "0F8FAD5BD9CB469FA16570867728950E", "\"0f8fad5b-d9cb-469f-a165-70867728950e\"")]
    [InlineData("bytea", "\\x000102", "\"AAEC\"")]
    [InlineData("date", "2024-02-29", "\"2024-02-29\"")]
    [InlineData("date", "infinity", "{\"$text\":\"infinity\"}")]
    [InlineData("date", "0044-03-15 BC", "{\"$text\":\"0044-03-15 BC\"}")]
    [InlineData("date", "10000-01-01", "{\"$text\":\"10000-01-01\"}")]
    [InlineData("time", "10:00:00.50", "\"10:00:00.5\"")]
    [InlineData("time", "24:00:00", "{\"$text\":\"24:00:00\"}")]
    [InlineData("timetz", "10:00:00.50+05:30", "\"10:00:00.5+05:30\"")]
    [InlineData("timestamp", "2024-01-31 10:00:00", "\"2024-01-31T10:00:00\"")]
    [InlineData("timestamptz", "2024-01-31 10:00:00+01", "\"2024-01-31T09:00:00Z\"")]
    [InlineData("timestamptz", "-infinity", "{\"$text\":\"-infinity\"}")]
    [InlineData("timestamptz", "10000-01-01 00:00:00.5+00", "{\"$text\":\"10000-01-01 00:00:00.5+00\"}")]
    [InlineData("timestamp", "0044-03-15 12:34:56 BC", "{\"$text\":\"0044-03-15 12:34:56 BC\"}")]
    [InlineData("interval", "1 day 02:03:04.5", "\"P1DT2H3M4.5S\"")]
    [InlineData("interval", "-1 day -02:00:00", "\"-P1DT2H\"")]
    [InlineData("interval", "0", "\"PT0S\"")]
    [InlineData("interval", "1 mon", "{\"$text\":\"P1M\"}")]
    [InlineData("interval", "24:00:00", "{\"$text\":\"PT24H\"}")]
    [InlineData("interval", "1 day -02:00:00", "{\"$text\":\"P1DT-2H\"}")]
    [InlineData("json", "{\"b\" :1,  \"a\":2}", "{\"b\" :1,  \"a\":2}")]
    [InlineData("json", "null", "{\"$text\":\"null\"}")]
    [InlineData("json", "{\"$text\":1}", "{\"$text\":\"{\\\"$text\\\":1}\"}")]
    [InlineData("jsonb", "{\"b\" :1,  \"a\":2}", "{\"a\": 2, \"b\": 1}")]
    [InlineData("int[]", "{{1,NULL}}", "\"{{1,NULL}}\"")]
    [InlineData("interval[]", "{1 day 2:00}", "\"{\\\"1 day 02:00:00\\\"}\"")]
    [InlineData("inet", "1.2.3.4", "\"1.2.3.4\"")]
    [InlineData("point", "(0.1,2)", "\"(0.1,2)\"")]
    [InlineData("int4range", "[1,3]", "\"[1,4)\"")]
    [InlineData("xml", "<a/>", "\"<a/>\"")]
    public async Task A_value_stands_in_the_file_as_the_format_says(string type, string value, string expected)
    {
        var database = Make($"CREATE TABLE t (value {type})", $"INSERT INTO t VALUES ('{value}')");

        var rows = RowsOf(await BackUpAsync(database), "t");

        Assert.Equal([$"{{\"value\":{expected}}}"], rows);
    }
}
