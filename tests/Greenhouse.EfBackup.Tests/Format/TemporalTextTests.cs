using System.Globalization;
using System.Text;
using FsCheck.Xunit;
using Greenhouse.EfBackup.Format;

namespace Greenhouse.EfBackup.Tests.Format;

public class TemporalTextTests
{
    [Theory]
    [InlineData("2024-02-29", true)]
    [InlineData("2023-02-29", false)]
    [InlineData("2000-02-29", true)]
    [InlineData("1900-02-29", false)]
    [InlineData("2024-02-30", false)]
    [InlineData("2024-04-31", false)]
    [InlineData("2024-12-31", true)]
    [InlineData("2024-13-01", false)]
    [InlineData("2024-00-10", false)]
    [InlineData("2024-01-00", false)]
    [InlineData("2024-01-32", false)]
    [InlineData("0001-01-01", true)]
    [InlineData("0000-12-31", false)]
    [InlineData("9999-12-31", true)]
    [InlineData("2024-1-1", false)]
    [InlineData("2024/01/01", false)]
    [InlineData("2024-01-01 ", false)]
    [InlineData("-024-01-01", false)]
    [InlineData("2O24-01-01", false)]
    [InlineData("2024-01-0:", false)]
    [InlineData("", false)]
    public void A_date_is_four_two_and_two_digits_of_a_day_that_there_is(string text, bool expected)
    {
        Assert.Equal(expected, TemporalText.IsDate(Encoding.UTF8.GetBytes(text)));
    }

    [Theory]
    [InlineData("00:00:00", true)]
    [InlineData("23:59:59", true)]
    [InlineData("24:00:00", false)]
    [InlineData("12:60:00", false)]
    [InlineData("12:00:60", false)]
    [InlineData("23:59:59.9999999", true)]
    [InlineData("23:59:59.99999999", false)]
    [InlineData("10:00:00.5", true)]
    [InlineData("10:00:00.50", false)]
    [InlineData("10:00:00.0", false)]
    [InlineData("10:00:00.", false)]
    [InlineData("10:00:00.0000001", true)]
    [InlineData("10:00:00,5", false)]
    [InlineData("10:00:00.+1", false)]
    [InlineData("10:00:00Z", false)]
    [InlineData("10:00", false)]
    [InlineData("1:00:00", false)]
    [InlineData("-1:00:00", false)]
    [InlineData("10-00-00", false)]
    [InlineData("", false)]
    public void A_time_has_up_to_seven_digits_of_fraction_and_no_zero_behind(string text, bool expected)
    {
        Assert.Equal(expected, TemporalText.IsTime(Encoding.UTF8.GetBytes(text)));
    }

    [Theory]
    [InlineData("2024-02-29T10:00:00", true)]
    [InlineData("2024-02-29T10:00:00.5", true)]
    [InlineData("2024-02-29 10:00:00", false)]
    [InlineData("2024-02-30T10:00:00", false)]
    [InlineData("2024-02-29T24:00:00", false)]
    [InlineData("2024-02-29T10:00:00Z", false)]
    [InlineData("2024-02-29T10:00:0", false)]
    [InlineData("2024-02-29", false)]
    public void A_date_and_time_is_both_with_the_separator_between(string text, bool expected)
    {
        Assert.Equal(expected, TemporalText.IsDateTime(Encoding.UTF8.GetBytes(text), (byte)'T'));
    }

    [Theory]
    [InlineData("+00:00", true)]
    [InlineData("-05:30", true)]
    [InlineData("+14:00", true)]
    [InlineData("-14:00", true)]
    [InlineData("+14:01", false)]
    [InlineData("+15:00", false)]
    [InlineData("+05:60", false)]
    [InlineData("05:300", false)]
    [InlineData("+5:30", false)]
    [InlineData("+0530", false)]
    [InlineData("Z", false)]
    public void An_offset_is_of_fourteen_hours_at_most(string text, bool expected)
    {
        Assert.Equal(expected, TemporalText.IsOffset(Encoding.UTF8.GetBytes(text)));
    }

    [Theory]
    [InlineData("0f8fad5b-d9cb-469f-a165-70867728950e", false, true)]
    [InlineData("0F8FAD5B-D9CB-469F-A165-70867728950E", false, false)]
    [InlineData("0F8FAD5B-D9CB-469F-A165-70867728950E", true, true)]
    [InlineData("0f8fad5b-d9cb-469f-a165-70867728950e", true, false)]
    [InlineData("0f8fad5bd9cb469fa16570867728950e", false, false)]
    [InlineData("{0f8fad5b-d9cb-469f-a165-70867728950}", false, false)]
    [InlineData("0f8fad5b-d9cb-469f-a165-70867728950g", false, false)]
    [InlineData("0f8fad5b-d9cb-469f-a165-7086772895", false, false)]
    [InlineData("0f8fad5b0d9cb-469f-a165-70867728950e", false, false)]
    [InlineData("", false, false)]
    public void A_guid_has_its_hyphens_and_letters_of_one_case(string text, bool upperCase, bool expected)
    {
        Assert.Equal(expected, TemporalText.IsGuid(Encoding.UTF8.GetBytes(text), upperCase));
    }

    [Theory]
    [InlineData("0", true)]
    [InlineData("-0", true)]
    [InlineData("12.50", true)]
    [InlineData("-0.10", true)]
    [InlineData("0.0", true)]
    [InlineData("79228162514264337593543950335", true)]
    [InlineData("00", false)]
    [InlineData("01.5", false)]
    [InlineData("-01", false)]
    [InlineData(".5", false)]
    [InlineData("5.", false)]
    [InlineData("+5", false)]
    [InlineData("1e5", false)]
    [InlineData("1.2.3", false)]
    [InlineData("1,5", false)]
    [InlineData("-", false)]
    [InlineData("--1", false)]
    [InlineData("", false)]
    [InlineData("1 ", false)]
    public void A_decimal_is_jsons_numeral_without_exponent(string text, bool expected)
    {
        Assert.Equal(expected, TemporalText.IsDecimal(Encoding.UTF8.GetBytes(text)));
    }

    [Property(MaxTest = 1000)]
    public void Every_moment_of_dotnet_passes_and_with_a_zero_behind_its_fraction_does_not(DateTime moment)
    {
        var text = moment.AddTicks(1 - (moment.Ticks % 2)).ToString("yyyy-MM-ddTHH:mm:ss.FFFFFFF", CultureInfo.InvariantCulture);

        Assert.True(TemporalText.IsDateTime(Encoding.ASCII.GetBytes(text), (byte)'T'), text);
        Assert.False(TemporalText.IsDateTime(Encoding.ASCII.GetBytes(text + "0"), (byte)'T'), text);
    }

    [Fact]
    public void Every_day_of_dotnet_passes_and_no_other()
    {
        for (var number = 0; number < 4 * 13 * 33; number++)
        {
            var (year, month, day) = (2021 + (number / (13 * 33)), number / 33 % 13, number % 33);
            var text = string.Create(CultureInfo.InvariantCulture, $"{year:D4}-{month:D2}-{day:D2}");

            Assert.Equal(DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _), TemporalText.IsDate(Encoding.ASCII.GetBytes(text)));
        }
    }
}
