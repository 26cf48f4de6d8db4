using System.Globalization;
using System.Numerics;
using System.Text;
using FsCheck.Xunit;
using Greenhouse.EfBackup.Format;

namespace Greenhouse.EfBackup.Tests.Format;

public class NumeralTests
{
    [Theory]
    [InlineData("0", "0", "0", "0.0")]
    [InlineData("0.00", "0", "0", "0.0")]
    [InlineData("-0", "0", "0", "0.0")]
    [InlineData("0E+5", "0", "0", "0.0")]
    [InlineData("7", "7e0", "7", "7.0")]
    [InlineData("1.50", "15e-1", "1.5", "1.5")]
    [InlineData("15E-1", "15e-1", "1.5", "1.5")]
    [InlineData("-1200", "-12e2", "-1200", "-1200.0")]
    [InlineData("-1.2E+03", "-12e2", "-1200", "-1200.0")]
    [InlineData("0.05", "5e-2", "0.05", "0.05")]
    [InlineData("10.050", "1005e-2", "10.05", "10.05")]
    [InlineData("1e-7", "1e-7", "0.0000001", "0.0000001")]
    [InlineData("123456789012345678901234567890.5", "1234567890123456789012345678905e-1", "123456789012345678901234567890.5", "123456789012345678901234567890.5")]
    public void Equal_numbers_have_one_neutral_form_and_one_plain_one(string text, string neutral, string plain, string withDecimal)
    {
        Assert.Equal(neutral, Neutral(text));
        Assert.Equal(plain, Plain(text, leastDecimals: 0));
        Assert.Equal(withDecimal, Plain(text, leastDecimals: 1));
    }

    [Theory]
    [InlineData("150", 2, 1, 3)]
    [InlineData("1.50", 2, -1, 1)]
    [InlineData("0.005", 1, -3, -2)]
    [InlineData("0.0", 0, 0, 0)]
    public void Digits_are_those_that_count(string text, int digits, int exponent, int whole)
    {
        Assert.True(Numeral.TryRead(Encoding.ASCII.GetBytes(text), out var number));
        Assert.Equal((digits, exponent, whole), (number.Digits, number.Exponent, number.Whole));
    }

    [Theory]
    [InlineData("")]
    [InlineData("-")]
    [InlineData("01")]
    [InlineData("1.")]
    [InlineData(".5")]
    [InlineData("+1")]
    [InlineData("1e")]
    [InlineData("1e+")]
    [InlineData("1e5x")]
    [InlineData("1e9999999")]
    [InlineData("1e99999999999")]
    [InlineData("NaN")]
    [InlineData("1,5")]
    public void What_is_no_numeral_is_not_read(string text) => Assert.False(Numeral.TryRead(Encoding.ASCII.GetBytes(text), out _));

    [Property]
    public bool A_decimal_is_the_same_number_in_plain_form(decimal value)
        => decimal.Parse(Plain(value.ToString(CultureInfo.InvariantCulture), leastDecimals: 1), CultureInfo.InvariantCulture) == value;

    [Property]
    public bool An_exponent_moves_the_point(int digits, byte exponent)
        => BigInteger.Parse(Plain($"{digits}e{exponent}", leastDecimals: 0), CultureInfo.InvariantCulture) == digits * BigInteger.Pow(10, exponent);

    [Property]
    public bool Numbers_are_equal_where_they_are_for_decimals(decimal one, decimal other, byte zeros)
        => AreEqual(one, $"{other.ToString(CultureInfo.InvariantCulture)}") == (one == other)
            && AreEqual(one, one.ToString(CultureInfo.InvariantCulture) + (one.Scale > 0 ? "" : ".") + new string('0', zeros + 1));

    private static bool AreEqual(decimal one, string other)
        => Numeral.TryRead(Encoding.ASCII.GetBytes(one.ToString(CultureInfo.InvariantCulture)), out var left) && Numeral.TryRead(Encoding.ASCII.GetBytes(other), out var right) && left.Equals(right);

    private static string Neutral(string text)
    {
        var buffer = new RowBuffer();
        Assert.True(Numeral.TryRead(Encoding.ASCII.GetBytes(text), out var number));
        number.WriteNeutral(buffer);
        return Encoding.ASCII.GetString(buffer.Written);
    }

    private static string Plain(string text, int leastDecimals)
    {
        Assert.True(Numeral.TryRead(Encoding.ASCII.GetBytes(text), out var number));
        var target = new byte[number.MaxPlainLength];
        return Encoding.ASCII.GetString(target, 0, number.WritePlain(target, leastDecimals));
    }
}
