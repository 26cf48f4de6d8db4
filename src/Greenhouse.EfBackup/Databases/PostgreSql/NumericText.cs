using System.Buffers.Binary;
using System.Buffers.Text;

namespace Greenhouse.EfBackup.Databases.PostgreSql;

/// <summary>Decimals from their binary form, digits in base 10,000 (src/backend/utils/adt/numeric.c, numeric_send): every digit of the scale is kept.</summary>
internal static class NumericText
{
    private const int Header = 8;
    private const int DigitsPerGroup = 4;
    private const int Negative = 0x4000;
    private const int NotANumber = 0xC000;
    private const int Infinity = 0xD000;
    private const int NegativeInfinity = 0xF000;

    /// <summary>More than the text of this value takes.</summary>
    public static int MaxLength(ReadOnlySpan<byte> value)
        => 16 + (DigitsPerGroup * (Math.Max((int)BinaryPrimitives.ReadInt16BigEndian(value[2..]), 0) + 2)) + BinaryPrimitives.ReadUInt16BigEndian(value[6..]) + DigitsPerGroup;

    /// <returns>The length.</returns>
    public static int Write(ReadOnlySpan<byte> value, Span<byte> target)
    {
        var sign = BinaryPrimitives.ReadUInt16BigEndian(value[4..]);
        if (sign is NotANumber or Infinity or NegativeInfinity)
        {
            var name = sign switch { NotANumber => "\"NaN\""u8, Infinity => "\"Infinity\""u8, _ => "\"-Infinity\""u8 };
            name.CopyTo(target);
            return name.Length;
        }

        var (weight, scale) = ((int)BinaryPrimitives.ReadInt16BigEndian(value[2..]), (int)BinaryPrimitives.ReadUInt16BigEndian(value[6..]));
        var length = 0;
        if (sign == Negative)
        {
            target[length++] = (byte)'-';
        }

        length += WriteWhole(value, weight, target[length..]);
        if (scale > 0)
        {
            target[length++] = (byte)'.';
            for (var written = 0; written < scale; written += DigitsPerGroup)
            {
                // The last group may hold more digits than the scale; they are zeros.
                Digits.Four(Group(value, weight + 1 + (written / DigitsPerGroup)), target[(length + written)..]);
            }

            length += scale;
        }

        return length;
    }

    /// <summary>Money: hundredths.</summary>
    /// <returns>The length.</returns>
    public static int WriteHundredths(long hundredths, Span<byte> target)
    {
        var magnitude = hundredths < 0 ? 0UL - (ulong)hundredths : (ulong)hundredths;
        var start = 0;
        if (hundredths < 0)
        {
            target[start++] = (byte)'-';
        }

        Utf8Formatter.TryFormat(magnitude / 100, target[start..], out var written);
        start += written;
        target[start] = (byte)'.';
        Digits.Two((int)(magnitude % 100), target[(start + 1)..]);
        return start + 3;
    }

    private static int WriteWhole(ReadOnlySpan<byte> value, int weight, Span<byte> target)
    {
        if (weight < 0)
        {
            target[0] = (byte)'0';
            return 1;
        }

        // The first group has no leading zeros.
        Utf8Formatter.TryFormat(Group(value, 0), target, out var length);
        for (var i = 1; i <= weight; i++)
        {
            Digits.Four(Group(value, i), target[length..]);
            length += DigitsPerGroup;
        }

        return length;
    }

    /// <summary>The group at a place from the first one on; those that are not stored are zeros.</summary>
    private static int Group(ReadOnlySpan<byte> value, int place)
        => place >= 0 && place < BinaryPrimitives.ReadInt16BigEndian(value) ? BinaryPrimitives.ReadInt16BigEndian(value[(Header + (2 * place))..]) : 0;
}
