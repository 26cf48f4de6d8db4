using System.Buffers.Binary;
using System.Globalization;
using System.Numerics;
using FsCheck.Xunit;
using Greenhouse.EfBackup.Databases.PostgreSql.Values;
using Encodings = System.Text.Encoding;

namespace Greenhouse.EfBackup.Tests.Databases.PostgreSql;

/// <summary>Expectations are made by hand from the description of the binary form in src/backend/utils/adt/numeric.c: how many groups of four digits, weight of the first, sign, scale, groups.</summary>
public class NumericTextTests
{
    private const short Negative = 0x4000;

    public static TheoryData<string, short[]> Numbers => new()
    {
        { "0", [0, 0, 0, 0] },
        { "0.00", [0, 0, 0, 2] },
        { "1", [1, 0, 0, 0, 1] },
        { "-1", [1, 0, Negative, 0, 1] },
        { "9999", [1, 0, 0, 0, 9999] },
        { "10000", [1, 1, 0, 0, 1] },
        { "10001", [2, 1, 0, 0, 1, 1] },
        { "100000000", [1, 2, 0, 0, 1] },
        { "1.5", [2, 0, 0, 1, 1, 5000] },
        { "1.50", [2, 0, 0, 2, 1, 5000] },
        { "1.50000000", [2, 0, 0, 8, 1, 5000] },
        { "12345.678", [3, 1, 0, 3, 1, 2345, 6780] },
        { "10000.0001", [3, 1, 0, 4, 1, 0, 1] },
        { "0.0001", [1, -1, 0, 4, 1] },
        { "-0.00001", [1, -2, Negative, 5, 1000] },
        { "0.00000000000000000001", [1, -5, 0, 20, 1] },
        { "12.30", [2, 0, 0, 2, 12, 3000] },
        { "79228162514264337593543950335", [8, 7, 0, 0, 7, 9228, 1625, 1426, 4337, 5935, 4395, 335] },
        { "\"NaN\"", [0, 0, unchecked((short)0xC000), 0] },
        { "\"Infinity\"", [0, 0, unchecked((short)0xD000), 0] },
        { "\"-Infinity\"", [0, 0, unchecked((short)0xF000), 0] },
    };

    public static TheoryData<string, short[]> Numerals => new()
    {
        { "1E+20", [1, 5, 0, 0, 1] },
        { "1.5E-07", [1, -2, 0, 8, 15] },
        { "-1.25E+01", [2, 0, Negative, 1, 12, 5000] },
        { "1.25e2", [1, 0, 0, 0, 125] },
        { "-0", [0, 0, 0, 0] },
        { "-0.00", [0, 0, 0, 2] },
        { "0E+05", [0, 0, 0, 0] },
    };

    [Theory]
    [MemberData(nameof(Numbers))]
    public void A_number_is_written_with_every_digit_of_its_scale(string text, short[] binary) => Assert.Equal(text, Write(Bytes(binary)));

    [Theory]
    [MemberData(nameof(Numbers))]
    [MemberData(nameof(Numerals))]
    public void A_numeral_becomes_the_server_s_number(string text, short[] binary) => Assert.Equal(binary, Words(Read(text.Trim('"'))));

    [Property(MaxTest = 2000)]
    public void Every_decimal_comes_back_digit_for_digit(long high, long low, byte scale, byte zeros)
    {
        var digits = ((new BigInteger(high) << 64) + low) * BigInteger.Pow(10, zeros % 12);
        var text = Decimal(digits, scale % 40);

        Assert.Equal(text, Write(Read(text)));
    }

    [Property(MaxTest = 1000)]
    public void No_group_at_either_end_is_zero(long digits, byte scale, byte zeros)
    {
        var words = Words(Read(Decimal(digits * BigInteger.Pow(10, zeros % 12), scale % 40)));

        Assert.Equal(words.Length, 4 + words[0]);
        Assert.True(words[0] == 0 || (words[4] != 0 && words[^1] != 0));
        Assert.All(words[4..], group => Assert.InRange(group, 0, 9999));
    }

    [Theory]
    [InlineData(0, "0.00")]
    [InlineData(1, "0.01")]
    [InlineData(-1, "-0.01")]
    [InlineData(110, "1.10")]
    [InlineData(-123456, "-1234.56")]
    [InlineData(long.MaxValue, "92233720368547758.07")]
    [InlineData(long.MinValue, "-92233720368547758.08")]
    public void Money_is_hundredths(long hundredths, string text)
    {
        var target = new byte[32];

        Assert.Equal(text, Encodings.ASCII.GetString(target, 0, NumericText.WriteHundredths(hundredths, target)));
        Assert.True(NumericText.TryReadHundredths(Encodings.ASCII.GetBytes(text), out var again));
        Assert.Equal(hundredths, again);
    }

    [Theory]
    [InlineData("5", 500)]
    [InlineData("1.1", 110)]
    [InlineData("-0.5", -50)]
    [InlineData("1.5E+03", 150_000)]
    [InlineData("1E-02", 1)]
    public void Money_takes_other_spellings(string text, long hundredths)
    {
        Assert.True(NumericText.TryReadHundredths(Encodings.ASCII.GetBytes(text), out var value));
        Assert.Equal(hundredths, value);
    }

    [Theory]
    [InlineData("92233720368547758.08")]
    [InlineData("-92233720368547758.09")]
    [InlineData("1E+30")]
    [InlineData("NaN")]
    [InlineData("")]
    public void Money_has_an_end(string text) => Assert.False(NumericText.TryReadHundredths(Encodings.ASCII.GetBytes(text), out _));

    private static string Write(byte[] value)
    {
        var target = new byte[NumericText.MaxLength(value)];
        return Encodings.ASCII.GetString(target, 0, NumericText.Write(value, target));
    }

    private static byte[] Read(string text)
    {
        var numeral = Encodings.ASCII.GetBytes(text);
        var target = new byte[NumericText.MaxBinaryLength(numeral)];
        return target[..NumericText.WriteBinary(numeral, target)];
    }

    private static byte[] Bytes(short[] words)
    {
        var bytes = new byte[2 * words.Length];
        for (var i = 0; i < words.Length; i++)
        {
            BinaryPrimitives.WriteInt16BigEndian(bytes.AsSpan(2 * i), words[i]);
        }

        return bytes;
    }

    private static short[] Words(byte[] bytes) => [.. Enumerable.Range(0, bytes.Length / 2).Select(place => BinaryPrimitives.ReadInt16BigEndian(bytes.AsSpan(2 * place)))];

    /// <summary>Digits with a point before the last of them; zero has no sign.</summary>
    private static string Decimal(BigInteger digits, int scale)
    {
        var text = BigInteger.Abs(digits).ToString(CultureInfo.InvariantCulture).PadLeft(scale + 1, '0');
        return $"{(digits.Sign < 0 ? "-" : "")}{text[..^scale]}{(scale > 0 ? "." : "")}{text[^scale..]}";
    }
}
