using FsCheck.Xunit;
using Greenhouse.EfBackup.Databases.PostgreSql.Catalog;
using Greenhouse.EfBackup.Databases.PostgreSql.Writing;
using Greenhouse.EfBackup.Format;
using Greenhouse.EfBackup.Tests.Format;
using Encodings = System.Text.Encoding;

namespace Greenhouse.EfBackup.Tests.Databases.PostgreSql;

/// <summary>Values of a file as COPY takes them: as text (https://www.postgresql.org/docs/current/sql-copy.html) and in the binary form of the type.</summary>
public class PostgreSqlColumnWriterTests
{
    [Theory]
    [InlineData("text", "null", "\\N")]
    [InlineData("text", "\"\"", "")]
    [InlineData("text", "\"\\\\N\"", "\\\\N")]
    [InlineData("text", "\"\\\\.\"", "\\\\.")]
    [InlineData("text", "\"a\\tb\\nc\\rd\\\\e\"", "a\\tb\\nc\\rd\\\\e")]
    [InlineData("text", "\"\\u0001\\b\\f\\u001f\u007f\"", "\u0001\b\f\u001f\u007f")]
    [InlineData("text", "\"quo\\\"te 🌱\"", "quo\"te 🌱")]
    [InlineData("bool", "true", "t")]
    [InlineData("bool", "false", "f")]
    [InlineData("int4", "-42", "-42")]
    [InlineData("numeric", "12.50", "12.50")]
    [InlineData("numeric", "\"NaN\"", "NaN")]
    [InlineData("float8", "1E+23", "1E+23")]
    [InlineData("float8", "\"-Infinity\"", "-Infinity")]
    [InlineData("uuid", "\"0f8fad5b-d9cb-469f-a165-70867728950e\"", "0f8fad5b-d9cb-469f-a165-70867728950e")]
    [InlineData("bytea", "\"AAEC/w==\"", "\\\\x000102ff")]
    [InlineData("bytea", "\"\"", "\\\\x")]
    [InlineData("date", "\"2024-02-29\"", "2024-02-29")]
    [InlineData("date", "{\"$text\":\"infinity\"}", "infinity")]
    [InlineData("date", "{\"$text\":\"0044-03-15 BC\"}", "0044-03-15 BC")]
    [InlineData("time", "\"10:00:00.5\"", "10:00:00.5")]
    [InlineData("timestamp", "\"2024-01-31T10:00:00\"", "2024-01-31T10:00:00")]
    [InlineData("timestamptz", "\"2024-01-31T10:00:00.000001Z\"", "2024-01-31T10:00:00.000001Z")]
    [InlineData("interval", "\"-P1DT2H\"", "P-1DT-2H")]
    [InlineData("interval", "{\"$text\":\"P1M\"}", "P1M")]
    [InlineData("json", "{\"a\": \"b\\n\"}", "{\"a\": \"b\\\\n\"}")]
    [InlineData("json", "{\"$text\":\"{\\\"$text\\\":1}\"}", "{\"$text\":1}")]
    [InlineData("json", "{\"$text\":\"null\"}", "null")]
    [InlineData("json", "null", "\\N")]
    [InlineData("json", "\"text\"", "\"text\"")]
    [InlineData("inet", "\"1.2.3.4\"", "1.2.3.4")]
    [InlineData("text", "{\"$utf8\":\"/w==\"}", "ff", true)]
    public void A_value_becomes_the_text_of_COPY(string type, string json, string expected, bool asHex = false)
    {
        var written = Write(json, type);

        Assert.Equal(expected, asHex ? Convert.ToHexStringLower(written) : Encodings.UTF8.GetString(written));
    }

    [Theory]
    [InlineData("text", "null", "ffffffff")]
    [InlineData("text", "\"\"", "00000000")]
    [InlineData("text", "\"\\\\\\n\"", "00000002 5c0a")]
    [InlineData("citext", "\"a\"", "00000001 61")]
    [InlineData("enum", "\"so-so\"", "00000005 736f2d736f")]
    [InlineData("bool", "true", "00000001 01")]
    [InlineData("bool", "false", "00000001 00")]
    [InlineData("int2", "-2", "00000002 fffe")]
    [InlineData("int4", "1", "00000004 00000001")]
    [InlineData("int8", "-9223372036854775808", "00000008 8000000000000000")]
    [InlineData("oid", "4294967295", "00000004 ffffffff")]
    [InlineData("float8", "1", "00000008 3ff0000000000000")]
    [InlineData("float8", "-0", "00000008 8000000000000000")]
    [InlineData("float8", "5E-324", "00000008 0000000000000001")]
    [InlineData("float8", "\"Infinity\"", "00000008 7ff0000000000000")]
    [InlineData("float4", "0.1", "00000004 3dcccccd")]
    [InlineData("float4", "1E-45", "00000004 00000001")]
    // Rounded to a double first, this would be the single below.
    [InlineData("float4", "1.00000017881393432617187499", "00000004 3f800001")]
    [InlineData("float4", "1.00000017881393432617187501", "00000004 3f800002")]
    [InlineData("numeric", "12345.678", "0000000e 0003 0001 0000 0003 0001 0929 1a7c")]
    [InlineData("money", "-0.01", "00000008 ffffffffffffffff")]
    [InlineData("uuid", "\"0f8fad5b-d9cb-469f-a165-70867728950e\"", "00000010 0f8fad5bd9cb469fa16570867728950e")]
    [InlineData("bytea", "\"AAEC\"", "00000003 000102")]
    [InlineData("date", "\"1999-12-31\"", "00000004 ffffffff")]
    [InlineData("time", "\"00:00:00.000001\"", "00000008 0000000000000001")]
    [InlineData("timestamp", "\"2000-01-01T00:00:01\"", "00000008 00000000000f4240")]
    [InlineData("timestamptz", "\"1999-12-31T23:59:59.999999Z\"", "00000008 ffffffffffffffff")]
    [InlineData("interval", "\"-P1DT0.000001S\"", "00000010 ffffffffffffffff ffffffff 00000000")]
    [InlineData("json", "[1]", "00000003 5b315d")]
    [InlineData("jsonb", "[1]", "00000004 01 5b315d")]
    [InlineData("jsonb", "\"x\"", "00000004 01 227822")]
    public void A_value_becomes_the_binary_form_of_its_type(string type, string json, string expected)
        => Assert.Equal(expected.Replace(" ", "", StringComparison.Ordinal), Convert.ToHexStringLower(Write(json, type, binary: true)));

    [Theory]
    [InlineData("text", "5")]
    [InlineData("text", "true")]
    [InlineData("text", "[]")]
    [InlineData("text", "{\"$integer\":2}")]
    [InlineData("text", "\"\\ud83c\"")]
    [InlineData("bool", "1")]
    [InlineData("bool", "\"true\"")]
    [InlineData("int4", "\"1\"")]
    [InlineData("numeric", "\"1.5\"")]
    [InlineData("numeric", "true")]
    [InlineData("float8", "\"nan\"")]
    [InlineData("uuid", "\"0F8FAD5B-D9CB-469F-A165-70867728950E\"")]
    [InlineData("bytea", "\"AAE\"")]
    [InlineData("bytea", "\"\\\\x00\"")]
    [InlineData("date", "\"2023-02-29\"")]
    [InlineData("date", "\"infinity\"")]
    [InlineData("date", "{\"$date\":\"infinity\"}")]
    [InlineData("time", "\"24:00:00\"")]
    [InlineData("timestamp", "\"2024-01-31T10:00:00Z\"")]
    [InlineData("timestamp", "\"2024-01-31 10:00:00\"")]
    [InlineData("timestamptz", "\"2024-01-31T10:00:00\"")]
    [InlineData("timestamptz", "\"\"")]
    [InlineData("interval", "\"P1M\"")]
    [InlineData("interval", "\"1 day\"")]
    [InlineData("inet", "5")]
    public void A_value_that_is_not_of_its_kind_is_none(string type, string json)
    {
        Assert.Throws<FormatException>(() => Write(json, type));
        Assert.Throws<FormatException>(() => Write(json, type, binary: true));
    }

    [Theory]
    [InlineData("int2", "smallint", "32768")]
    [InlineData("int4", "integer", "-2147483649")]
    [InlineData("oid", "oid", "-1")]
    [InlineData("oid", "oid", "4294967296")]
    [InlineData("numeric", "numeric(5,2)", "1.005")]
    [InlineData("numeric", "numeric(5,2)", "1000")]
    [InlineData("numeric", "numeric(5)", "0.5")]
    [InlineData("numeric", "numeric(3,-2)", "1250")]
    [InlineData("numeric", "numeric(2,4)", "0.01")]
    [InlineData("money", "money", "1.005")]
    [InlineData("time", "time(0) without time zone", "\"10:00:00.5\"")]
    [InlineData("time", "time without time zone", "\"10:00:00.1234567\"")]
    [InlineData("timestamp", "timestamp(3) without time zone", "\"2024-01-31T10:00:00.1234\"")]
    [InlineData("timestamptz", "timestamp(3) with time zone", "\"2024-01-31T10:00:00.1234Z\"")]
    [InlineData("timestamptz", "timestamp with time zone", "\"2024-01-31T10:00:00+05:30\"")]
    [InlineData("interval", "interval(0)", "\"PT0.5S\"")]
    [InlineData("varchar", "character varying(3)", "\"ab  \"")]
    [InlineData("varchar", "character varying(3)", "\"abcd\"")]
    [InlineData("bpchar", "character(3)", "\"ab  \"")]
    [InlineData("text", "text", "\"a\\u0000b\"")]
    public void A_value_that_another_type_would_change_is_refused(string type, string storeType, string json)
    {
        Assert.Throws<ValueNotHeldException>(() => Write(json, type, storeType));
        Assert.Throws<ValueNotHeldException>(() => Write(json, type, storeType, binary: true));
    }

    [Theory]
    [InlineData("numeric", "numeric(5,2)", "1.5000")]
    [InlineData("numeric", "numeric(5,2)", "-999.99")]
    [InlineData("numeric", "numeric(3,-2)", "99900")]
    [InlineData("numeric", "numeric(2,4)", "0.0099")]
    [InlineData("numeric", "numeric(5,2)", "\"NaN\"")]
    [InlineData("money", "money", "1.500")]
    [InlineData("time", "time(1) without time zone", "\"10:00:00.5\"")]
    [InlineData("timestamp", "timestamp(3) without time zone", "\"2024-01-31T10:00:00.123\"")]
    [InlineData("interval", "interval(1)", "\"P100DT0.5S\"")]
    [InlineData("varchar", "character varying(3)", "\"ab \"")]
    [InlineData("varchar", "character varying(3)", "\"🌱🌱🌱\"")]
    public void A_value_that_fits_another_type_is_taken(string type, string storeType, string json)
    {
        Assert.NotEmpty(Write(json, type, storeType));
        Assert.NotEmpty(Write(json, type, storeType, binary: true));
    }

    [Theory]
    [InlineData("1e999999")]
    [InlineData("1e-999999")]
    [InlineData("1e2147483647")]
    [InlineData("1e-2147483648")]
    [InlineData("1E99999999999999999999")]
    public void A_numeral_beyond_the_type_is_refused_and_takes_no_room(string json)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();

        Assert.Throws<ValueNotHeldException>(() => Write(json, "numeric", binary: true));

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 4 << 20);
    }

    [Theory]
    [InlineData(131072, 0, true)]
    [InlineData(131073, 0, false)]
    [InlineData(1, 16383, true)]
    [InlineData(1, 16384, false)]
    public void A_numeral_has_so_many_digits_at_most(int whole, int decimals, bool isHeld)
    {
        var json = new string('9', whole) + (decimals > 0 ? "." + new string('0', decimals) : "");

        Assert.Equal(isHeld, Record.Exception(() => Write(json, "numeric", binary: true)) is not ValueNotHeldException);
    }

    [Property(MaxTest = 1000)]
    public void Every_text_comes_back_from_the_text_of_COPY(string? text)
    {
        var clean = new string([.. (text ?? "").Where(letter => letter != '\0' && !char.IsSurrogate(letter))]);

        var written = Encodings.UTF8.GetString(Write(Encodings.UTF8.GetString(JsonText.Quote(clean)), "text"));

        Assert.DoesNotContain(written, letter => letter is '\n' or '\r' or '\t');
        Assert.Equal(clean, Unescape(written));
    }

    /// <summary>What the server makes of a backslash and the letter behind it.</summary>
    private static string Unescape(string copy)
        => System.Text.RegularExpressions.Regex.Replace(copy, @"\\(.)", match => match.Groups[1].Value switch { "n" => "\n", "r" => "\r", "t" => "\t", var other => other }, System.Text.RegularExpressions.RegexOptions.Singleline);

    /// <param name="storeType">The type of the target as the server spells it; null where the value comes from the same one.</param>
    private static byte[] Write(string json, string type, string? storeType = null, bool binary = false)
    {
        var kind = PostgreSqlTypes.KindOf(type);
        var (source, target) = (Files.Column("c", kind, "the type in the file"), Files.Column("c", kind, storeType ?? "the type in the file"));
        var table = new PostgreSqlTable(1, "public", "t", Partitioned: false, Readable: true) { BaseTypes = new Dictionary<string, string> { ["c"] = type } };
        var writer = binary ? new PostgreSqlBinaryColumnWriter(source, target, table, foreign: false) : new PostgreSqlColumnWriter(source, target, table, foreign: false);
        var (bytes, buffer) = (Encodings.UTF8.GetBytes(json + "}\n"), new RowBuffer());
        var row = new RowReader(new RowChunk(bytes, 0, bytes.Length));

        writer.Write(ref row, bytes, buffer);

        row.EndRow();
        return buffer.Written.ToArray();
    }
}
