using System.Buffers.Text;
using System.Globalization;
using System.Text;
using FsCheck.Xunit;
using Greenhouse.EfBackup.Format;

namespace Greenhouse.EfBackup.Tests.Format;

public class NumberTextTests
{
    [Theory]
    [InlineData(0.0, "0")]
    [InlineData(-0.0, "-0")]
    [InlineData(5.0, "5")]
    [InlineData(0.1, "0.1")]
    [InlineData(-0.1, "-0.1")]
    [InlineData(1e20, "1E+20")]
    [InlineData(1.5e-7, "1.5E-07")]
    [InlineData(1e-4, "0.0001")]
    [InlineData(1e-5, "1E-05")]
    [InlineData(1e14, "100000000000000")]
    [InlineData(1e15, "1E+15")]
    [InlineData(999999999999999.0, "999999999999999")]
    [InlineData(123456789012345680.0, "1.2345678901234568E+17")]
    [InlineData(1.5e15, "1.5E+15")]
    [InlineData(-1e16, "-1E+16")]
    [InlineData(12345678901234568.0, "1.2345678901234568E+16")]
    [InlineData(1000000000000000.1, "1.0000000000000001E+15")]
    [InlineData(9007199254740993.0, "9.007199254740992E+15")]
    [InlineData(99999999999.9999, "99999999999.9999")]
    [InlineData(-12345678901.2345, "-12345678901.2345")]
    [InlineData(0.30000000000000004, "0.30000000000000004")]
    [InlineData(double.MaxValue, "1.7976931348623157E+308")]
    [InlineData(double.Epsilon, "5E-324")]
    [InlineData(2.2250738585072014e-308, "2.2250738585072014E-308")]
    public void A_number_has_the_form_of_the_specification(double value, string expected)
    {
        Assert.Equal(expected, Write(value));
        Assert.True(NumberText.TryRead(Encoding.ASCII.GetBytes(expected), out var again));
        Assert.Equal(BitConverter.DoubleToInt64Bits(value), BitConverter.DoubleToInt64Bits(again));
    }

    [Property(MaxTest = 5000)]
    public void Every_double_is_dotnets_shortest_text_and_comes_back(long bits)
    {
        RoundTrips(BitConverter.Int64BitsToDouble(bits * unchecked((long)0x9E3779B97F4A7C15)));
    }

    [Property(MaxTest = 5000)]
    public void Every_short_decimal_is_dotnets_shortest_text_and_comes_back(long digits, byte decimals)
    {
        RoundTrips((double)(digits % 1_000_000_000_000_000) / Math.Pow(10, decimals % 8));
    }

    [Property(MaxTest = 5000)]
    public void The_neighbours_of_a_short_decimal_are_not_taken_for_it(int digits, byte decimals)
    {
        var value = digits / Math.Pow(10, decimals % 6);

        RoundTrips(Math.BitIncrement(value));
        RoundTrips(Math.BitDecrement(value));
    }

    [Fact]
    public void Every_four_decimals_below_ten_are_written_as_they_are_spelled()
    {
        for (var number = 0; number < 100_000; number++)
        {
            var spelled = (number / 10_000m).ToString("0.####", CultureInfo.InvariantCulture);

            Assert.Equal(spelled, Write(double.Parse(spelled, CultureInfo.InvariantCulture)));
        }
    }

    [Theory]
    [InlineData(0.1f, "0.1")]
    [InlineData(-0f, "-0")]
    [InlineData(9999999f, "9999999")]
    [InlineData(1e7f, "10000000")]
    [InlineData(-16777216f, "-16777216")]
    [InlineData(123456790f, "123456790")]
    [InlineData(1e9f, "1000000000")]
    [InlineData(-1.5e9f, "-1500000000")]
    [InlineData(123456789012345f, "123456790000000")]
    [InlineData(1e15f, "1E+15")]
    [InlineData(1.5e16f, "1.5E+16")]
    [InlineData(1e-4f, "0.0001")]
    [InlineData(1e-5f, "1E-05")]
    [InlineData(float.MaxValue, "3.4028235E+38")]
    [InlineData(float.Epsilon, "1E-45")]
    public void A_single_has_the_form_of_a_double_in_its_own_fewest_digits(float value, string expected)
    {
        Span<byte> target = stackalloc byte[NumberText.MaxLength];

        var length = NumberText.Write(value, target);

        Assert.Equal(expected, Encoding.ASCII.GetString(target[..length]));
        Assert.Equal(value, float.Parse(expected, CultureInfo.InvariantCulture));
    }

    [Property(MaxTest = 5000)]
    public void Every_single_comes_back(int bits)
    {
        var value = BitConverter.Int32BitsToSingle(unchecked(bits * (int)0x9E3779B1));
        var buffer = new byte[NumberText.MaxLength];

        var length = float.IsFinite(value) ? NumberText.Write(value, buffer) : 0;

        Assert.True(!float.IsFinite(value) || float.Parse(buffer.AsSpan(0, length), CultureInfo.InvariantCulture) == value);
    }

    [Theory]
    // As .NET 8 spells it, as .NET 10 does, and what the file has whichever wrote it.
    [InlineData("1E+15", "1000000000000000", "1E+15")]
    [InlineData("-1.0000000000000001E+15", "-1000000000000000.1", "-1.0000000000000001E+15")]
    [InlineData("9.007199254740992E+15", "9007199254740992", "9.007199254740992E+15")]
    [InlineData("1.234568E+07", "12345680", "12345680")]
    [InlineData("-1E+08", "-100000000", "-100000000")]
    [InlineData("1E+09", "1E+09", "1000000000")]
    public void The_form_does_not_depend_on_the_version_of_dotnet(string eight, string ten, string expected)
    {
        Assert.Equal(expected, Canonical(eight));
        Assert.Equal(expected, Canonical(ten));
    }

    [Property(MaxTest = 5000)]
    public void Every_numeral_is_read_as_dotnet_reads_it(long digits, byte place, sbyte exponent)
    {
        var whole = digits.ToString(CultureInfo.InvariantCulture);
        var point = Math.Max(whole.Length - (place % whole.Length), digits < 0 ? 2 : 1);
        var text = (point < whole.Length ? whole.Insert(point, ".") : whole) + (place % 3 == 0 ? $"E{exponent:+00;-00}" : "");

        Assert.True(NumberText.TryRead(Encoding.ASCII.GetBytes(text), out var value), text);

        Assert.Equal(double.Parse(text, CultureInfo.InvariantCulture), value);
    }

    [Theory]
    // Halfway cases and digits beyond what a short cut may take (Paxson 1991, Clinger 1990).
    [InlineData("9007199254740993", 9007199254740992.0)]
    [InlineData("9007199254740993.0000000000000001", 9007199254740994.0)]
    [InlineData("179769313486231570000000000000000000000", 1.7976931348623157e38)]
    [InlineData("2.2250738585072011e-308", 2.2250738585072011e-308)]
    [InlineData("0.000000000000000000000000000000000000001", 1e-39)]
    [InlineData("123456789012345678", 123456789012345680.0)]
    [InlineData("-0", -0.0)]
    [InlineData("-0.0", -0.0)]
    [InlineData("1e5", 100000.0)]
    [InlineData("4.9E-324", double.Epsilon)]
    [InlineData("1E-400", 0.0)]
    public void Hard_numerals_are_read_exactly(string text, double expected)
    {
        Assert.True(NumberText.TryRead(Encoding.ASCII.GetBytes(text), out var value));

        Assert.Equal(BitConverter.DoubleToInt64Bits(expected), BitConverter.DoubleToInt64Bits(value));
    }

    [Theory]
    [InlineData("")]
    [InlineData("-")]
    [InlineData("--1")]
    [InlineData("-+1")]
    [InlineData("1.2.3")]
    [InlineData("1-2")]
    [InlineData("1e")]
    [InlineData("1e+")]
    [InlineData("e5")]
    [InlineData("E")]
    [InlineData("...")]
    [InlineData("1E+400")]
    [InlineData("-1E+400")]
    [InlineData("NaN")]
    [InlineData("Infinity")]
    [InlineData("1,5")]
    [InlineData(" 1")]
    [InlineData("1 ")]
    [InlineData("0x10")]
    public void What_is_no_finite_number_is_refused(string text)
    {
        Assert.False(NumberText.TryRead(Encoding.ASCII.GetBytes(text), out _));
    }

    [Fact]
    public void What_has_no_numeral_has_a_name()
    {
        Assert.Equal("\"NaN\"", Encoding.ASCII.GetString(NumberText.NonFinite(double.NaN)));
        Assert.Equal("\"Infinity\"", Encoding.ASCII.GetString(NumberText.NonFinite(double.PositiveInfinity)));
        Assert.Equal("\"-Infinity\"", Encoding.ASCII.GetString(NumberText.NonFinite(double.NegativeInfinity)));
    }

    private static void RoundTrips(double value)
    {
        if (!double.IsFinite(value))
        {
            return;
        }

        var text = Write(value);
        // Between 1E+15 and 1E+17 versions of .NET differ.
        if (Math.Abs(value) is < 1e15 or >= 1e17)
        {
            Span<byte> expected = stackalloc byte[NumberText.MaxLength];
            Assert.True(Utf8Formatter.TryFormat(value, expected, out var length));
            Assert.Equal(Encoding.ASCII.GetString(expected[..length]), text);
            Assert.Equal(value.ToString("R", CultureInfo.InvariantCulture), text);
        }

        Assert.True(NumberText.TryRead(Encoding.ASCII.GetBytes(text), out var again));
        Assert.Equal(BitConverter.DoubleToInt64Bits(value), BitConverter.DoubleToInt64Bits(again));
    }

    private static string Canonical(string text)
    {
        Span<byte> target = stackalloc byte[NumberText.MaxLength];
        return Encoding.ASCII.GetString(target[..NumberText.Canonical(target, Encoding.ASCII.GetBytes(text, target))]);
    }

    private static string Write(double value)
    {
        Span<byte> target = stackalloc byte[NumberText.MaxLength];
        return Encoding.ASCII.GetString(target[..NumberText.Write(value, target)]);
    }
}
