using System.Text;
using Greenhouse.EfBackup.Format;
using Greenhouse.EfBackup.Masking;

namespace Greenhouse.EfBackup.Tests.Masking;

/// <summary>What people write becomes what the column's database gives back, or nothing.</summary>
public class MaskConstantTests
{
    [Theory]
    [InlineData(nameof(ValueKind.Integer), "7", "7")]
    [InlineData(nameof(ValueKind.Integer), "07", "7")]
    [InlineData(nameof(ValueKind.Integer), "x", null)]
    [InlineData(nameof(ValueKind.Integer), "1.5", null)]
    [InlineData(nameof(ValueKind.Boolean), "true", "true")]
    [InlineData(nameof(ValueKind.Boolean), "1", null)]
    [InlineData(nameof(ValueKind.Date), "2024-02-29", "\"2024-02-29\"")]
    [InlineData(nameof(ValueKind.Date), "2023-02-29", null)]
    [InlineData(nameof(ValueKind.DateTime), "2024-02-29T10:00:00", "\"2024-02-29T10:00:00\"")]
    [InlineData(nameof(ValueKind.DateTime), "2024-02-29", "\"2024-02-29T00:00:00\"")]
    [InlineData(nameof(ValueKind.Timestamp), "2024-02-29T10:00:00Z", "\"2024-02-29T10:00:00Z\"")]
    [InlineData(nameof(ValueKind.Timestamp), "2024-02-29 10:00", "\"2024-02-29T10:00:00Z\"")]
    [InlineData(nameof(ValueKind.Timestamp), "yesterday", null)]
    [InlineData(nameof(ValueKind.Binary), "AAEC", "\"AAEC\"")]
    [InlineData(nameof(ValueKind.Binary), "AA EC", "\"AAEC\"")]
    [InlineData(nameof(ValueKind.Binary), "AAE", null)]
    [InlineData(nameof(ValueKind.Json), "{}", "{}")]
    [InlineData(nameof(ValueKind.Json), "{", null)]
    [InlineData(nameof(ValueKind.String), "say \"x\"", "\"say \\\"x\\\"\"")]
    [InlineData(nameof(ValueKind.String), "longer than it", null)]
    public void A_constant_is_a_value_of_its_column_or_none(string kind, string text, string? json) => Assert.Equal(json, Of(text, kind, "TEXT", ColumnStorage.Text));

    [Theory]
    [InlineData("REAL", nameof(ValueKind.Double), "1.50", "1.5")]
    [InlineData("double precision", nameof(ValueKind.Double), "5", "5")]
    [InlineData("double precision", nameof(ValueKind.Double), "1e20", "1E+20")]
    [InlineData("double precision", nameof(ValueKind.Double), "-0.0", "0")]
    [InlineData("double precision", nameof(ValueKind.Double), "Infinity", "\"Infinity\"")]
    [InlineData("double precision", nameof(ValueKind.Double), "NaN", "\"NaN\"")]
    [InlineData("REAL", nameof(ValueKind.Double), "NaN", null)]
    [InlineData("double precision", nameof(ValueKind.Double), "1e999", null)]
    [InlineData("double precision", nameof(ValueKind.Double), "1e-999", null)]
    [InlineData("double precision", nameof(ValueKind.Double), "1,5", null)]
    [InlineData("real", nameof(ValueKind.Single), "0.10", "0.1")]
    [InlineData("real", nameof(ValueKind.Single), "16777217", "16777216")]
    [InlineData("real", nameof(ValueKind.Single), "1e39", null)]
    public void A_binary_number_is_the_nearest_one_in_its_shortest_digits(string type, string kind, string text, string? json) => Assert.Equal(json, Of(text, kind, type, type == "REAL" ? ColumnStorage.Real : ColumnStorage.Typed));

    [Theory]
    [InlineData("numeric(18,2)", "12.5", "12.50")]
    [InlineData("numeric(18,2)", "12", "12.00")]
    [InlineData("numeric(18,2)", "-0", "0.00")]
    [InlineData("numeric(18,2)", "12.500", "12.50")]
    [InlineData("numeric(18,2)", "1.25e1", "12.50")]
    [InlineData("numeric(18,2)", "12.555", null)]
    [InlineData("numeric(4,2)", "99.99", "99.99")]
    [InlineData("numeric(4,2)", "100", null)]
    [InlineData("numeric(4,0)", "12", "12")]
    [InlineData("numeric(4,0)", "12.5", null)]
    [InlineData("numeric(3,-2)", "12300", "12300")]
    [InlineData("numeric(3,-2)", "12345", null)]
    [InlineData("numeric(2,4)", "0.0012", "0.0012")]
    [InlineData("numeric(2,4)", "0.012", null)]
    [InlineData("numeric", "12.50", "12.50")]
    [InlineData("numeric", "12", "12")]
    [InlineData("numeric", "1e2", "100")]
    [InlineData("numeric", "twelve", null)]
    [InlineData("numeric", "1,000.00", null)]
    [InlineData("numeric", "1234567890123456789012345678901", null)]
    [InlineData("money", "12.5", "12.50")]
    [InlineData("money", "12.345", null)]
    [InlineData("money", "92233720368547758.08", null)]
    public void A_decimal_has_the_digits_that_PostgreSQL_keeps(string type, string text, string? json) => Assert.Equal(json, Of(text, nameof(ValueKind.Decimal), type, ColumnStorage.Typed));

    [Theory]
    [InlineData("TEXT", "12", "12.0")]
    [InlineData("TEXT", "12.50", "12.5")]
    [InlineData("TEXT", "-0.00", "0.0")]
    [InlineData("TEXT", "123456789012345678.25", "123456789012345678.25")]
    [InlineData("numeric(18,2)", "12.50", "12.5")]
    [InlineData("numeric(18,2)", "12.00", "12")]
    [InlineData("NUMERIC", "9007199254740993", "9007199254740993")]
    [InlineData("NUMERIC", "123456789012345678.25", null)]
    [InlineData("REAL", "12.00", "12")]
    [InlineData("REAL", "9007199254740993", null)]
    public void A_decimal_is_what_the_driver_of_SQLite_stores(string type, string text, string? json) => Assert.Equal(json, Of(text, nameof(ValueKind.Decimal), type, type == "TEXT" ? ColumnStorage.Text : type == "REAL" ? ColumnStorage.Real : ColumnStorage.Numeric));

    [Theory]
    [InlineData(nameof(ValueKind.Time), "time without time zone", "08:30", "08:30:00")]
    [InlineData(nameof(ValueKind.Time), "time without time zone", "08:30:00.500", "08:30:00.5")]
    [InlineData(nameof(ValueKind.Time), "time without time zone", "08:30:00.0000001", null)]
    [InlineData(nameof(ValueKind.Time), "TEXT", "08:30:00.0000001", "08:30:00.0000001")]
    [InlineData(nameof(ValueKind.Time), "time(0) without time zone", "08:30:00.5", null)]
    [InlineData(nameof(ValueKind.Time), "time(0) without time zone", "08:30", "08:30:00")]
    [InlineData(nameof(ValueKind.Time), "TEXT", "24:00", null)]
    [InlineData(nameof(ValueKind.Time), "TEXT", "8 o'clock", null)]
    [InlineData(nameof(ValueKind.Interval), "interval", "08:30", "PT8H30M")]
    [InlineData(nameof(ValueKind.Interval), "TEXT", "1.02:03:04.5", "P1DT2H3M4.5S")]
    [InlineData(nameof(ValueKind.Interval), "interval", "P1DT2H", "P1DT2H")]
    [InlineData(nameof(ValueKind.Interval), "interval", "24:00", null)]
    [InlineData(nameof(ValueKind.Interval), "interval", "P1M", null)]
    [InlineData(nameof(ValueKind.Interval), "interval(0)", "00:00:00.5", null)]
    [InlineData(nameof(ValueKind.Interval), "interval day to hour", "08:30", null)]
    [InlineData(nameof(ValueKind.DateTime), "timestamp(3) without time zone", "2024-02-29T10:00:00.1234", null)]
    [InlineData(nameof(ValueKind.Timestamp), "timestamp with time zone", "2024-02-29T10:00:00+02:00", "2024-02-29T08:00:00Z")]
    [InlineData(nameof(ValueKind.Timestamp), "TEXT", "2024-02-29T10:00:00+02:00", "2024-02-29T10:00:00+02:00")]
    public void A_time_is_as_fine_as_its_column(string kind, string type, string text, string? canonical)
        => Assert.Equal(canonical is null ? null : $"\"{canonical}\"", Of(text, kind, type, type == "TEXT" ? ColumnStorage.Text : ColumnStorage.Typed));

    private static string? Of(string text, string kind, string type, ColumnStorage storage)
        => MaskConstant.Of(text, Masked.Column(Enum.Parse<ValueKind>(kind), type) with { MaxLength = 10, Storage = storage }) is { } constant ? Encoding.UTF8.GetString(constant) : null;
}
