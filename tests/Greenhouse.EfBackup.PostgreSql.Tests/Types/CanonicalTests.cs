using Xunit;

namespace Greenhouse.EfBackup.PostgreSql.Tests.Types;

/// <summary>What FORMAT.md says of values, in the file: expectations are written by hand from it.</summary>
public sealed class CanonicalTests : SqlTests
{
    private static readonly (string Type, string Value, string Expected)[] _cases =
    [
        ("boolean", "true", "true"),
        ("smallint", "-32768", "-32768"),
        ("bigint", "9223372036854775807", "9223372036854775807"),
        ("oid", "4294967295", "4294967295"),
        ("numeric", "12.50", "12.50"),
        ("numeric(8,4)", "12.5", "12.5000"),
        ("numeric", "1e20", "100000000000000000000"),
        ("numeric", "-0.000", "0.000"),
        ("numeric", "NaN", "\"NaN\""),
        ("money", "-92233720368547758.08", "-92233720368547758.08"),
        ("real", "0.1", "0.1"),
        ("real", "16777216", "16777216"),
        ("double precision", "1e23", "1E+23"),
        ("double precision", "-0", "-0"),
        ("double precision", "5e-324", "5E-324"),
        ("double precision", "-Infinity", "\"-Infinity\""),
        ("text", "quote \" back \\ tab \t \u0001 \u007f", "\"quote \\\" back \\\\ tab \\t \\u0001 \u007f\""),
        ("character(5)", "ab", "\"ab   \""),
        ("\"char\"", "x", "\"x\""),
        ("uuid", "0F8FAD5BD9CB469FA16570867728950E", "\"0f8fad5b-d9cb-469f-a165-70867728950e\""),
        ("bytea", "\\x000102", "\"AAEC\""),
        ("date", "2024-02-29", "\"2024-02-29\""),
        ("date", "infinity", "{\"$text\":\"infinity\"}"),
        ("date", "0044-03-15 BC", "{\"$text\":\"0044-03-15 BC\"}"),
        ("date", "10000-01-01", "{\"$text\":\"10000-01-01\"}"),
        ("time", "10:00:00.50", "\"10:00:00.5\""),
        ("time", "24:00:00", "{\"$text\":\"24:00:00\"}"),
        ("timetz", "10:00:00.50+05:30", "\"10:00:00.5+05:30\""),
        ("timestamp", "2024-01-31 10:00:00", "\"2024-01-31T10:00:00\""),
        ("timestamptz", "2024-01-31 10:00:00+01", "\"2024-01-31T09:00:00Z\""),
        ("timestamptz", "-infinity", "{\"$text\":\"-infinity\"}"),
        ("timestamptz", "10000-01-01 00:00:00.5+00", "{\"$text\":\"10000-01-01 00:00:00.5+00\"}"),
        ("timestamp", "0044-03-15 12:34:56 BC", "{\"$text\":\"0044-03-15 12:34:56 BC\"}"),
        ("interval", "1 day 02:03:04.5", "\"P1DT2H3M4.5S\""),
        ("interval", "-1 day -02:00:00", "\"-P1DT2H\""),
        ("interval", "0", "\"PT0S\""),
        ("interval", "1 mon", "{\"$text\":\"P1M\"}"),
        ("interval", "24:00:00", "{\"$text\":\"PT24H\"}"),
        ("interval", "1 day -02:00:00", "{\"$text\":\"P1DT-2H\"}"),
        ("json", "{\"b\" :1,  \"a\":2}", "{\"b\" :1,  \"a\":2}"),
        ("json", "null", "{\"$text\":\"null\"}"),
        ("json", "{\"$text\":1}", "{\"$text\":\"{\\\"$text\\\":1}\"}"),
        ("jsonb", "{\"b\" :1,  \"a\":2}", "{\"a\": 2, \"b\": 1}"),
        ("int[]", "{{1,NULL}}", "\"{{1,NULL}}\""),
        ("interval[]", "{1 day 2:00}", "\"{\\\"1 day 02:00:00\\\"}\""),
        ("inet", "1.2.3.4", "\"1.2.3.4\""),
        ("point", "(0.1,2)", "\"(0.1,2)\""),
        ("int4range", "[1,3]", "\"[1,4)\""),
        ("xml", "<a/>", "\"<a/>\""),
    ];

    [Fact]
    public async Task Values_stand_in_the_file_as_the_format_says()
    {
        var database = Make([.. _cases.Select((value, index) => $"CREATE TABLE t{index} (value {value.Type}); INSERT INTO t{index} VALUES ('{value.Value}')")]);

        var file = await BackUpAsync(database);

        Assert.Equal(_cases.Select(value => $"{{\"value\":{value.Expected}}}"), _cases.SelectMany((_, index) => RowsOf(file, $"t{index}")));
    }
}
