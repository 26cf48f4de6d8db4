using System.Globalization;
using System.Text.Json;
using Greenhouse.EfBackup.Format;
using Greenhouse.EfBackup.Masking;

namespace Greenhouse.EfBackup.Tests.Masking;

public class ValueMaskTests
{
    private static readonly MaskColumn _text = Masked.Column(ValueKind.String);

    [Theory]
    [InlineData("null")]
    [InlineData("constant:x")]
    [InlineData("hash")]
    [InlineData("name")]
    [InlineData("text")]
    [InlineData("partial:1,1")]
    public void Null_stays_null(string rule)
    {
        Assert.Equal("null", Masked.Value(rule, "null", _text));
    }

    [Theory]
    [InlineData("partial:0,4", "\"DE44500105\"", "\"******0105\"")]
    [InlineData("partial:1,2", "\"Zoë Quinn\"", "\"Z******nn\"")]
    [InlineData("partial:1,0", "\"😀😁😂\"", "\"😀**\"")]
    [InlineData("partial:0,1", "\"a\\\"b\\n\"", "\"***\\n\"")]
    [InlineData("partial:2,2", "\"abcd\"", "\"****\"")]
    [InlineData("partial:2,2", "\"abcde\"", "\"ab*de\"")]
    [InlineData("partial:2,2", "\"\"", "\"\"")]
    [InlineData("partial:2,2", "{\"$integer\":123456789}", "\"*\"")]
    public void Of_a_partial_text_the_ends_stay_where_something_is_between_them(string rule, string value, string masked)
    {
        Assert.Equal(masked, Masked.Value(rule, value, _text));
    }

    [Fact]
    public void A_text_is_filled_up_as_its_column_fills_it_up()
    {
        var padded = Masked.Column(ValueKind.String, "character(8)") with { MaxLength = 8, PaddedTo = 8 };

        Assert.Equal("\"a**d    \"", Masked.Value("partial:1,1", "\"abcd    \"", padded));
        Assert.Equal("\"x       \"", Masked.Value("constant:x", "\"abcd    \"", padded));
        Assert.Equal(Masked.Value("hash", "\"abcd    \"", padded), Masked.Value("hash", "\"abcd\"", padded));
    }

    [Theory]
    [InlineData(5, 5)]
    [InlineData(20, 20)]
    [InlineData(26, 26)]
    [InlineData(500, 26)]
    public void A_hash_is_as_long_as_its_column_takes(int most, int length)
    {
        var masked = Masked.Value("hash", "\"someone\"", _text with { MaxLength = most });

        Assert.Equal(length + 2, masked.Length);
        Assert.All(masked[1..^1], letter => Assert.Contains(letter, "abcdefghijklmnopqrstuvwxyz234567"));
    }

    [Fact]
    public void Texts_that_the_database_takes_for_equal_have_equal_hashes()
    {
        var folded = Masked.Column(ValueKind.String, "citext");

        Assert.Equal(Masked.Value("hash", "\"ZOË\"", folded), Masked.Value("hash", "\"zoë\"", folded));
        Assert.NotEqual(Masked.Value("hash", "\"ZOË\"", _text), Masked.Value("hash", "\"zoë\"", _text));
    }

    [Theory]
    [InlineData("hash")]
    [InlineData("name")]
    [InlineData("email")]
    [InlineData("phone")]
    [InlineData("text")]
    public void A_fake_depends_on_the_value_and_the_key_and_nothing_else(string rule)
    {
        const string value = "\"Ada Lovelace of London\"";
        var masked = Masked.Value(rule, value, _text);

        Assert.Equal(masked, Masked.Value(rule, value, _text with { Table = "Others" }));
        Assert.NotEqual(masked, Masked.Value(rule, value, _text, "another key of the tests"));
        Assert.NotEqual(masked, Masked.Value(rule, "\"Ada Lovelace of Londom\"", _text));
    }

    [Theory]
    [InlineData(null, @"^[a-z]+\.[a-z]+\.[a-z2-7]{13}@example\.com$")]
    [InlineData(51, @"^[a-z2-7]{13}@example\.com$")]
    [InlineData(25, @"^[a-z2-7]{13}@example\.com$")]
    [InlineData(13, @"^[a-z2-7]@example\.com$")]
    public void An_address_fits_into_its_column(int? most, string form)
    {
        Assert.Matches(form, JsonSerializer.Deserialize<string>(Masked.Value("email", "\"a@b.test\"", _text with { MaxLength = most }))!);
    }

    [Fact]
    public void Names_are_apart_where_no_two_may_be_the_same()
    {
        Assert.Matches("^\"[A-Z][a-z]+ [A-Z][a-z]+\"$", Masked.Value("name", "\"x\"", _text));
        Assert.Matches("^\"[A-Z][a-z]+ [A-Z][a-z]+ [a-z2-7]{13}\"$", Masked.Value("name", "\"x\"", _text with { Unique = true }));
        Assert.Matches("^\"\\+999[0-9]{9}\"$", Masked.Value("phone", "\"x\"", _text));
    }

    [Theory]
    [InlineData("\"\"", null, 0)]
    [InlineData("\"0123456789\"", null, 10)]
    [InlineData("\"0123456789\"", 4, 4)]
    public void Words_are_as_long_as_the_text_was(string value, int? most, int length)
    {
        Assert.Equal(length + 2, Masked.Value("text", value, _text with { MaxLength = most }).Length);
    }

    [Theory]
    [InlineData(nameof(ValueKind.Date), "\"2024-02-28\"", "\"", "\"")]
    [InlineData(nameof(ValueKind.DateTime), "\"2024-02-28T23:59:59.9999999\"", "\"", "T23:59:59.9999999\"")]
    [InlineData(nameof(ValueKind.Timestamp), "\"2024-02-28T00:30:00+05:30\"", "\"", "T00:30:00+05:30\"")]
    public void A_date_moves_by_days_and_its_time_stays(string kind, string value, string before, string after)
    {
        var masked = Masked.Value("shift:10", value, Masked.Column(Enum.Parse<ValueKind>(kind)));

        Assert.StartsWith(before, masked, StringComparison.Ordinal);
        Assert.EndsWith(after, masked, StringComparison.Ordinal);
        var moved = DateOnly.ParseExact(masked.AsSpan(1, 10), "yyyy-MM-dd", CultureInfo.InvariantCulture).DayNumber - new DateOnly(2024, 2, 28).DayNumber;
        Assert.InRange(Math.Abs(moved), 1, 10);
    }

    [Fact]
    public void Dates_of_a_table_move_together_and_never_by_nothing()
    {
        var hash = new SipHash(new byte[16]);
        var days = Enumerable.Range(0, 200).Select(number => ShiftMask.DaysOf(hash, $"table {number}", 2)).Distinct().Order();

        Assert.Equal([-2, -1, 1, 2], days);
    }

    [Theory]
    [InlineData("\"9999-12-31\"", 1)]
    [InlineData("\"0001-01-01\"", -1)]
    [InlineData("{\"$text\":\"infinity\"}", 1)]
    [InlineData("{\"$text\":\"-infinity\"}", 1)]
    public void Dates_that_mean_no_day_stay(string value, int days)
    {
        var row = new RowBuffer();
        row.WriteRaw(System.Text.Encoding.UTF8.GetBytes(value));

        new ShiftMask(Masked.Column(ValueKind.Date), days).Apply(row, 0);

        Assert.Equal(value, System.Text.Encoding.UTF8.GetString(row.Written));
    }

    [Fact]
    public void A_value_that_is_no_date_is_refused_and_not_shown()
    {
        var refused = Assert.Throws<EfBackupException>(() => Masked.Value("shift:10", "{\"$text\":\"0044-03-15 BC\"}", Masked.Column(ValueKind.Date)));

        Assert.Equal("EFB1824", refused.Code);
        Assert.Contains("People.X", refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("0044", refused.Message + refused.Help, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(-5, int.MinValue, -1)]
    [InlineData(0, 0, 0)]
    [InlineData(5, 1, (1 << 30) - 1)]
    [InlineData(int.MaxValue, 1 << 30, int.MaxValue)]
    public void An_integer_stays_on_its_side_of_what_counters_come_to(int value, long least, long most)
    {
        var column = Masked.Column(ValueKind.Integer, "integer") with { Lowest = int.MinValue, Highest = int.MaxValue };

        var masked = long.Parse(Masked.Value("hash", value.ToString(CultureInfo.InvariantCulture), column), CultureInfo.InvariantCulture);

        Assert.InRange(masked, least, most);
    }

    [Fact]
    public void A_guid_becomes_a_random_one()
    {
        Assert.Matches("^\"[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}\"$", Masked.Value("hash", "\"0f8fad5b-d9cb-169f-1165-70867728950e\"", Masked.Column(ValueKind.Guid)));
    }
}
