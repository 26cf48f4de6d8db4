using System.Buffers.Text;

namespace Greenhouse.EfBackup.Format;

/// <summary>
/// Binary floating-point numbers as text and back, exactly. The canonical text is .NET's: the fewest digits that give the number back,
/// without exponent from 1E-05 up to below 1E+15. Short decimals, by far the most frequent, take an exact short cut in both directions.
/// </summary>
internal static class NumberText
{
    /// <summary>The longest text of a number.</summary>
    public const int MaxLength = 32;

    // 2^53: up to here every integer is a double.
    private const double ExactLimit = 9007199254740992;

    private static readonly double[] _powers = [1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22];

    /// <summary>The names of the numbers that JSON has no numeral for, as JSON strings.</summary>
    public static ReadOnlySpan<byte> NonFinite(double value)
        => double.IsNaN(value) ? "\"NaN\""u8 : value > 0 ? "\"Infinity\""u8 : "\"-Infinity\""u8;

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
        return written;
    }

    /// <summary>Reads a finite number.</summary>
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

    private static int WriteScaled(long scaled, Span<byte> target)
    {
        var decimals = 4;
        while (decimals > 0 && scaled % 10 == 0)
        {
            scaled /= 10;
            decimals--;
        }

        var start = 0;
        if (scaled < 0)
        {
            target[start++] = (byte)'-';
            scaled = -scaled;
        }

        var (whole, fraction) = Math.DivRem(scaled, (long)_powers[decimals]);
        Utf8Formatter.TryFormat(whole, target[start..], out var written);
        start += written;
        if (decimals > 0)
        {
            target[start] = (byte)'.';
            for (var i = decimals; i > 0; i--)
            {
                (fraction, var digit) = Math.DivRem(fraction, 10);
                target[start + i] = (byte)('0' + digit);
            }

            start += decimals + 1;
        }

        return start;
    }
}
