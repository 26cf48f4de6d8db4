using System.Text.Json;
using Greenhouse.EfBackup.Databases;
using Greenhouse.EfBackup.Format;
using Greenhouse.EfBackup.Seeds;

namespace Greenhouse.EfBackup.Tests.Seeds;

public class SeedValueReaderTests
{
    // A Sunday; half past eleven in the evening.
    private static readonly SeedValueReader _reader = new(new DateTimeOffset(2026, 3, 1, 23, 30, 15, 999, TimeSpan.Zero));

    [Theory]
    [InlineData("Boolean", "true", "true")]
    [InlineData("Integer", "-42", "-42")]
    [InlineData("Integer", "\"blue\"", "4")]
    [InlineData("Decimal", "12.50", "12.50")]
    [InlineData("Decimal", "1e2", "100")]
    [InlineData("Decimal", "\"NaN\"", "NaN")]
    [InlineData("Double", "1E+20", "1E+20")]
    [InlineData("String", "\"a\\nb\"", "a\nb")]
    [InlineData("Guid", "\"0F8FAD5B-D9CB-469F-A165-70867728950E\"", "0f8fad5b-d9cb-469f-a165-70867728950e")]
    [InlineData("Date", "\"2024-02-29\"", "2024-02-29")]
    [InlineData("Time", "\"10:00\"", "10:00:00")]
    [InlineData("Time", "\"10:00:00.5000\"", "10:00:00.5")]
    [InlineData("DateTime", "\"2024-01-31\"", "2024-01-31T00:00:00")]
    [InlineData("DateTime", "\"2024-01-31 10:00\"", "2024-01-31T10:00:00")]
    [InlineData("DateTime", "\"2024-01-31T10:00:00.25+02:00\"", "2024-01-31T08:00:00.25")]
    [InlineData("Timestamp", "\"2024-01-31T10:00:00\"", "2024-01-31T10:00:00Z")]
    [InlineData("Timestamp", "\"2024-01-31T10:00:00Z\"", "2024-01-31T10:00:00Z")]
    [InlineData("Timestamp", "\"2024-01-31T10:00:00+05:30\"", "2024-01-31T10:00:00+05:30")]
    [InlineData("Interval", "\"P1DT2H\"", "P1DT2H")]
    [InlineData("Interval", "\"-1.02:00:00\"", "-P1DT2H")]
    [InlineData("Binary", "\"AAEC\"", "AAEC")]
    [InlineData("Text", "\"(1,2)\"", "(1,2)")]
    public void Values_become_canonical(string kind, string json, string canonical)
        => Assert.Equal(SeedValue.Canonical(canonical), Read(kind, json).Value);

    [Theory]
    [InlineData("Date", """{ "$today": "-30d" }""", "2026-01-30")]
    [InlineData("Date", """{ "$now": "+30m" }""", "2026-03-02")]
    [InlineData("Time", """{ "$now": "" }""", "23:30:15")]
    [InlineData("DateTime", """{ "$today": "2w" }""", "2026-03-15T00:00:00")]
    [InlineData("DateTime", """{ "$now": "-2h" }""", "2026-03-01T21:30:15")]
    [InlineData("Timestamp", """{ "$now": "-2h" }""", "2026-03-01T21:30:15Z")]
    public void Moments_are_counted_from_now_in_whole_seconds(string kind, string json, string canonical)
    {
        var cell = Read(kind, json);

        Assert.Equal((SeedValue.Canonical(canonical), true), (cell.Value!, cell.IsRelative));
    }

    [Theory]
    [InlineData("Json", """{"a": [1, null]}""", """{"a": [1, null]}""")]
    [InlineData("Json", "{\n \"a\": 1, // one\n}", """{"a":1}""")]
    [InlineData("Json", "\"text\"", "\"text\"")]
    [InlineData("String", """["a", "b"]""", """["a", "b"]""")]
    [InlineData("Text", "[1,\n2]", "[1,2]")]
    public void Documents_and_lists_are_kept_as_JSON_of_one_line(string kind, string json, string text)
        => Assert.Equal(new SeedValue(SeedForm.Document, text), Read(kind, json).Value);

    [Theory]
    [InlineData("Integer", """{"$real":5.5}""", "$real", "5.5")]
    [InlineData("Json", """{"$text":"{\"$ref\":1}"}""", "$text", "{\"$ref\":1}")]
    public void What_a_backup_marks_is_raw(string kind, string json, string mark, string text)
        => Assert.Equal(new SeedValue(SeedForm.Raw, text, mark), Read(kind, json).Value);

    [Fact]
    public void A_name_of_another_row_is_a_reference()
    {
        var plain = Read("Integer", """{ "$ref": "north" }""");
        var other = Read("String", """{ "$ref": "north", "column": "Code" }""");

        Assert.Equal((null, "north", null), (plain.Value, plain.Reference, plain.ReferencedColumn));
        Assert.Equal((null, "north", "Code"), (other.Value, other.Reference, other.ReferencedColumn));
    }

    [Theory]
    [InlineData("Integer", "1.5", "takes a whole number")]
    [InlineData("Integer", "9223372036854775808", "takes a whole number")]
    [InlineData("Integer", "\"green\"", "takes one of Red, Blue")]
    [InlineData("Boolean", "1", "takes true or false")]
    [InlineData("String", "7", "takes a text")]
    [InlineData("Date", "\"2023-02-29\"", "takes a date")]
    [InlineData("DateTime", "\"yesterday\"", "takes a date and time")]
    [InlineData("Guid", "\"0\"", "takes a GUID")]
    [InlineData("Binary", "\"a\"", "takes bytes in base64")]
    [InlineData("Interval", "\"1h\"", "takes a duration")]
    [InlineData("Integer", "[1]", "takes a whole number")]
    [InlineData("Date", """{ "$now": "-2 h" }""", "a whole number of minutes, hours, days or weeks")]
    [InlineData("Integer", """{ "$now": "-2h" }""", "in a column of dates or times")]
    [InlineData("Time", """{ "$later": "" }""", "$ref, $now, $today")]
    [InlineData("Integer", """{ "$ref": "a", "colum": "b" }""", "$ref, $now, $today")]
    public void What_a_column_can_not_take_is_said(string kind, string json, string message)
        => Assert.Contains(message, Assert.Throws<FormatException>(() => Read(kind, json)).Message, StringComparison.Ordinal);

    private static PlannedCell Read(string kind, string json)
    {
        using var document = JsonDocument.Parse(json, new JsonDocumentOptions { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true });
        var column = new ColumnDescription { Name = "Value", StoreType = "", Kind = Enum.Parse<ValueKind>(kind) };
        return _reader.Read(column, column.Kind == ValueKind.Integer ? typeof(Colour) : null, document.RootElement);
    }

    private enum Colour
    {
        Red = 3,
        Blue = 4,
    }
}
