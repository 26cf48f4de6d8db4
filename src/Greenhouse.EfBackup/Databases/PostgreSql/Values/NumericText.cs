using System.Buffers.Binary;
using System.Buffers.Text;
using Greenhouse.EfBackup.Format;

namespace Greenhouse.EfBackup.Databases.PostgreSql.Values;

/// <summary>Decimals from their binary form, digits in base 10,000 (src/backend/utils/adt/numeric.c, numeric_send): every digit of the scale is kept.</summary>
internal static class NumericText
{
    private const int Header = 8;
    private const int DigitsPerGroup = 4;
    private const int Negative = 0x4000;
    private const int NotANumber = 0xC000;
    private const int Infinity = 0xD000;
    private const int NegativeInfinity = 0xF000;
    private const int MostWhole = 131072;
    private const int MostDecimals = 16383;

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

    /// <summary>Whether the type has room for a numeral: so many digits before the point and behind it (https://www.postgresql.org/docs/current/datatype-numeric.html).</summary>
    public static bool Holds(ReadOnlySpan<byte> text)
        => (text.Length <= MostDecimals && text.IndexOfAny((byte)'E', (byte)'e') < 0) || (Numeral.TryRead(text, out var number) && number.Whole <= MostWhole && Scale(text) <= MostDecimals);

    /// <summary>More than the binary form of a numeral takes; of one that <see cref="Holds"/>.</summary>
    public static int MaxBinaryLength(ReadOnlySpan<byte> text) => Header + (2 * (text.Length + DigitsPerGroup)) + (Exponent(text) is var exponent ? Math.Abs(exponent) : 0);

    /// <summary>The binary form of a numeral, or of a number that has none.</summary>
    /// <returns>The length.</returns>
    public static int WriteBinary(ReadOnlySpan<byte> text, Span<byte> target)
    {
        var special = text.SequenceEqual("NaN"u8) ? NotANumber : text.SequenceEqual("Infinity"u8) ? Infinity : text.SequenceEqual("-Infinity"u8) ? NegativeInfinity : 0;
        if (special != 0)
        {
            WriteHeader(groups: 0, weight: 0, special, scale: 0, target);
            return Header;
        }

        var negative = text[0] == '-';
        var digits = negative ? text[1..] : text;
        var exponent = Exponent(digits);
        var mantissa = digits[..(digits.IndexOfAny((byte)'E', (byte)'e') is >= 0 and var end ? end : digits.Length)];
        var point = mantissa.IndexOf((byte)'.') is >= 0 and var found ? found : mantissa.Length;
        // Digits before the point, and behind it, once the exponent has moved it.
        var whole = point + exponent;
        var scale = Scale(digits);
        var weight = (whole > 0 ? (whole + DigitsPerGroup - 1) / DigitsPerGroup : -(-whole / DigitsPerGroup)) - 1;
        var groups = WriteGroups(mantissa, point, whole, weight, target[Header..], out var leading);
        WriteHeader(groups, groups == 0 ? 0 : weight - leading, negative && groups > 0 ? Negative : 0, scale, target);
        return Header + (2 * groups);
    }

    /// <summary>Hundredths of a numeral with two decimals at the most.</summary>
    public static bool TryReadHundredths(ReadOnlySpan<byte> text, out long hundredths)
    {
        var read = Utf8Parser.TryParse(text, out decimal value, out var consumed) && consumed == text.Length && value is >= long.MinValue / 100m and <= long.MaxValue / 100m;
        hundredths = read ? (long)(value * 100) : 0;
        return read;
    }

    /// <summary>Digits behind the point, once the exponent has moved it.</summary>
    private static int Scale(ReadOnlySpan<byte> text)
    {
        var mantissa = text.IndexOfAny((byte)'E', (byte)'e') is >= 0 and var end ? text[..end] : text;
        return Math.Max(0, (mantissa.IndexOf((byte)'.') is >= 0 and var point ? mantissa.Length - point - 1 : 0) - Exponent(text));
    }

    private static int Exponent(ReadOnlySpan<byte> text)
        => text.IndexOfAny((byte)'E', (byte)'e') is >= 0 and var place && Utf8Parser.TryParse(text[(place + 1)..].TrimStart((byte)'+'), out int exponent, out _) ? exponent : 0;

    private static void WriteHeader(int groups, int weight, int sign, int scale, Span<byte> target)
    {
        BinaryPrimitives.WriteInt16BigEndian(target, (short)groups);
        BinaryPrimitives.WriteInt16BigEndian(target[2..], (short)weight);
        BinaryPrimitives.WriteUInt16BigEndian(target[4..], (ushort)sign);
        BinaryPrimitives.WriteUInt16BigEndian(target[6..], (ushort)scale);
    }

    /// <summary>Groups of four digits, counted from the point; zeros at either end are not stored.</summary>
    /// <param name="leading">How many groups of zeros stood before the first that is stored.</param>
    /// <returns>How many are stored.</returns>
    private static int WriteGroups(ReadOnlySpan<byte> mantissa, int point, int whole, int weight, Span<byte> target, out int leading)
    {
        var digitCount = mantissa.Length - (point < mantissa.Length ? 1 : 0);
        var (groups, last) = (0, 0);
        leading = 0;
        // The first group's first digit stands this far before the first digit that is there.
        for (var place = whole - ((weight + 1) * DigitsPerGroup); place < digitCount; place += DigitsPerGroup)
        {
            var group = 0;
            for (var i = place; i < place + DigitsPerGroup; i++)
            {
                group = (group * 10) + (i >= 0 && i < digitCount ? mantissa[i < point ? i : i + 1] - '0' : 0);
            }

            if (group == 0 && groups == 0)
            {
                leading++;
                continue;
            }

            BinaryPrimitives.WriteInt16BigEndian(target[(2 * groups)..], (short)group);
            groups++;
            last = group == 0 ? last : groups;
        }

        return last;
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
