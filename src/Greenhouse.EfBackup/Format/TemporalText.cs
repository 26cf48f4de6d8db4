using System.Runtime.CompilerServices;

namespace Greenhouse.EfBackup.Format;

/// <summary>
/// Checks of the canonical texts of dates, times and identifiers: a text passes only if it is the one that FORMAT.md gives to its value,
/// so that a database may turn it into its own spelling and back without loss.
/// </summary>
internal static class TemporalText
{
    /// <summary>Ticks are the finest that .NET tells apart: seven digits.</summary>
    private const int MaxFraction = 7;

    private static ReadOnlySpan<byte> DaysInMonth => [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

    /// <summary><c>2024-01-31</c>, years 0001 to 9999.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static bool IsDate(ReadOnlySpan<byte> text)
    {
        if (text.Length != 10 || text[4] != '-' || text[7] != '-')
        {
            return false;
        }

        var (year, month, day) = ((Two(text) * 100) + Two(text[2..]), Two(text[5..]), Two(text[8..]));
        return year is >= 1 and <= 9999 && month is >= 1 and <= 12 && day >= 1 && day <= DaysInMonth[month - 1]
            && (month != 2 || day <= 28 || DateTime.IsLeapYear(year));
    }

    /// <summary><c>10:00:00</c> with up to seven digits of a fraction that does not end in 0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static bool IsTime(ReadOnlySpan<byte> text)
        => text.Length >= 8 && text[2] == ':' && text[5] == ':'
            && Two(text) is >= 0 and <= 23 && Two(text[3..]) is >= 0 and <= 59 && Two(text[6..]) is >= 0 and <= 59
            && IsFraction(text[8..]);

    /// <summary>A date and a time with <paramref name="separator"/> between.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static bool IsDateTime(ReadOnlySpan<byte> text, byte separator)
        => text.Length >= 19 && text[10] == separator && IsDate(text[..10]) && IsTime(text[11..]);

    /// <summary><c>+02:00</c>, up to 14 hours either way.</summary>
    public static bool IsOffset(ReadOnlySpan<byte> text)
        => text.Length == 6 && text[0] is (byte)'+' or (byte)'-' && text[3] == ':'
            && Two(text[1..]) is >= 0 and <= 14 && Two(text[4..]) is >= 0 and <= 59 && (Two(text[1..]) < 14 || Two(text[4..]) == 0);

    /// <summary>8-4-4-4-12 hexadecimal digits, letters all of one case.</summary>
    public static bool IsGuid(ReadOnlySpan<byte> text, bool upperCase)
    {
        if (text.Length != 36)
        {
            return false;
        }

        var first = upperCase ? 'A' : 'a';
        for (var i = 0; i < text.Length; i++)
        {
            var fits = i is 8 or 13 or 18 or 23
                ? text[i] == '-'
                : (uint)(text[i] - '0') <= 9 || (uint)(text[i] - first) <= 5;
            if (!fits)
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>An optional sign, digits, and optional digits behind a point: JSON's numeral without exponent.</summary>
    public static bool IsDecimal(ReadOnlySpan<byte> text)
    {
        var digits = text.Length > 0 && text[0] == '-' ? text[1..] : text;
        var whole = CountDigits(digits);
        if (whole == 0 || (whole > 1 && digits[0] == '0'))
        {
            return false;
        }

        return whole == digits.Length
            || (digits[whole] == '.' && digits.Length > whole + 1 && CountDigits(digits[(whole + 1)..]) == digits.Length - whole - 1);
    }

    /// <summary>How many digits the text starts with.</summary>
    public static int CountDigits(ReadOnlySpan<byte> text)
    {
        var count = text.IndexOfAnyExceptInRange((byte)'0', (byte)'9');
        return count < 0 ? text.Length : count;
    }

    private static bool IsFraction(ReadOnlySpan<byte> text)
        => text.IsEmpty || (text.Length is >= 2 and <= MaxFraction + 1 && text[0] == '.' && text[^1] != '0' && CountDigits(text[1..]) == text.Length - 1);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int Two(ReadOnlySpan<byte> text)
    {
        var (tens, ones) = ((uint)(text[0] - '0'), (uint)(text[1] - '0'));
        return tens <= 9 && ones <= 9 ? (int)((tens * 10) + ones) : -1;
    }
}
