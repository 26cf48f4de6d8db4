using System.Buffers.Text;
using System.Runtime.CompilerServices;

namespace Greenhouse.EfBackup.Format;

/// <summary>
/// Binary floating-point numbers as text and back, exactly. The canonical text has the fewest digits that give the number back, which are
/// .NET's, without exponent from 0.0001 up to below 1E+15. Short decimals, by far the most frequent, take an exact short cut in both directions.
/// </summary>
internal static class NumberText
{
    /// <summary>The longest text of a number.</summary>
    public const int MaxLength = 32;

    // Numbers of more digits before the point have an exponent.
    private const int PlainDigits = 15;

    // 2^53: up to here every integer is a double.
    private const double ExactLimit = 9007199254740992;

    private static readonly double[] _powers = [1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22];

    /// <summary>The names of the numbers that JSON has no numeral for, as JSON strings.</summary>
    public static ReadOnlySpan<byte> NonFinite(double value)
        => double.IsNaN(value) ? "\"NaN\""u8 : value > 0 ? "\"Infinity\""u8 : "\"-Infinity\""u8;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static int Write(double value, Span<byte> target)
    {
        // Up to four decimals and fifteen digits: no other decimal of so few digits is the same double (IEEE 754 binary64 keeps 15),
        // so these digits are the shortest.
        var scaled = Math.Round(value * 1e4);
        if (Math.Abs(scaled) < 1e15 && scaled / 1e4 == value && scaled != 0)
        {
            return WriteScaled((long)scaled, target);
        }

        Utf8Formatter.TryFormat(value, target, out var written);
        return Canonical(target, written);
    }

    public static int Write(float value, Span<byte> target)
    {
        Utf8Formatter.TryFormat(value, target, out var written);
        return Canonical(target, written);
    }

    /// <summary>
    /// Where exponents begin differs between versions of .NET: 8 has them from 1E+15 on (a single from 1E+07), 10 from 1E+17 (1E+09).
    /// A file must not depend on what wrote it, so numbers between are laid out here.
    /// </summary>
    /// <returns>The length of the text.</returns>
    internal static int Canonical(Span<byte> text, int length)
    {
        var sign = text[0] == '-' ? 1 : 0;
        var digits = text[sign..length];
        var exponent = digits.IndexOf((byte)'E');
        if (exponent < 0)
        {
            var point = digits.IndexOf((byte)'.');
            return (point < 0 ? digits.Length : point) <= PlainDigits ? length : sign + ToExponent(digits, point < 0 ? digits.Length : point, text[sign..]);
        }

        return digits[exponent + 1] == '+' && Utf8Parser.TryParse(digits[(exponent + 2)..], out int power, out _) && power < PlainDigits
            ? sign + ToPlain(digits[..exponent], power, text[sign..])
            : length;
    }

    /// <summary><c>1.5E+08</c> to <c>150000000</c>.</summary>
    private static int ToPlain(ReadOnlySpan<byte> mantissa, int power, Span<byte> target)
    {
        Span<byte> digits = stackalloc byte[MaxLength];
        digits.Fill((byte)'0');
        digits[0] = mantissa[0];
        mantissa[Math.Min(2, mantissa.Length)..].CopyTo(digits[1..]);
        digits[..(power + 1)].CopyTo(target);
        return power + 1;
    }

    /// <summary><c>1500000000000000</c> to <c>1.5E+15</c>.</summary>
    private static int ToExponent(ReadOnlySpan<byte> text, int whole, Span<byte> target)
    {
        Span<byte> digits = stackalloc byte[MaxLength];
        var fraction = text[Math.Min(whole + 1, text.Length)..];
        text[..whole].CopyTo(digits);
        fraction.CopyTo(digits[whole..]);
        var significant = digits[..(whole + fraction.Length)].TrimEnd((byte)'0');

        target[0] = significant[0];
        var length = 1;
        if (significant.Length > 1)
        {
            target[1] = (byte)'.';
            significant[1..].CopyTo(target[2..]);
            length = significant.Length + 1;
        }

        "E+"u8.CopyTo(target[length..]);
        Utf8Formatter.TryFormat(whole - 1, target[(length + 2)..], out _);
        return length + 4;
    }

    /// <summary>Reads a finite number from a numeral of JSON.</summary>
    public static bool TryRead(ReadOnlySpan<byte> text, out double value)
    {
        long digits = 0;
        var (place, point) = (0, -1);
        var negative = text.Length > 0 && text[0] == '-';
        for (place = negative ? 1 : 0; place < text.Length && place < 18; place++)
        {
            var digit = text[place] - '0';
            if ((uint)digit <= 9)
            {
                digits = (digits * 10) + digit;
            }
            else if (text[place] == '.' && point < 0)
            {
                point = place;
            }
            else
            {
                break;
            }
        }

        // Both numbers are exact, and so IEEE 754 division gives the nearest double (Clinger 1990).
        if (place == text.Length && digits < ExactLimit && digits != 0 && point != place - 1)
        {
            value = digits / _powers[point < 0 ? 0 : place - point - 1];
            value = negative ? -value : value;
            return true;
        }

        return Utf8Parser.TryParse(text, out value, out var consumed) && consumed == text.Length && double.IsFinite(value);
    }

    /// <param name="scaled">Ten thousand times the number.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static int WriteScaled(long scaled, Span<byte> target)
    {
        var start = 0;
        if (scaled < 0)
        {
            target[start++] = (byte)'-';
            scaled = -scaled;
        }

        var whole = (ulong)scaled / 10_000;
        var fraction = (uint)((ulong)scaled - (whole * 10_000));
        Utf8Formatter.TryFormat(whole, target[start..], out var written);
        start += written;
        if (fraction == 0)
        {
            return start;
        }

        // Its four digits, without the zeros that end them.
        var digits = target.Slice(start, 5);
        var (high, low) = (fraction / 100, fraction % 100);
        digits[4] = (byte)('0' + (low % 10));
        digits[3] = (byte)('0' + (low / 10));
        digits[2] = (byte)('0' + (high % 10));
        digits[1] = (byte)('0' + (high / 10));
        digits[0] = (byte)'.';
        return start + (low % 10 != 0 ? 5 : low != 0 ? 4 : high % 10 != 0 ? 3 : 2);
    }
}
