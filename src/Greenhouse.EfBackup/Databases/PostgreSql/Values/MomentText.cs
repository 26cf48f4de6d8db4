using System.Runtime.CompilerServices;

namespace Greenhouse.EfBackup.Databases.PostgreSql.Values;

/// <summary>
/// Dates and times from the server's numbers (days and microseconds since 2000-01-01; src/include/datatype/timestamp.h) as JSON: canonical where the
/// format has a text for them, else the server's own text, marked. The day before is remembered: rows that stand together are often of one.
/// </summary>
internal sealed class MomentText
{
    /// <summary>More than any text, quotes and mark included.</summary>
    public const int MaxLength = 64;

    private const long MicrosecondsPerDay = 86_400_000_000;

    // 0001-01-01 and 9999-12-31, in days from 2000-01-01.
    private const int FirstDay = -730_119;
    private const int LastDay = 2_921_939;

    // From 0000-03-01, the first day of the calendar's 400 years, to 2000-01-01.
    private const int DaysToEra = 730_425;

    private readonly byte[] _day = new byte[10];
    private int _dayNumber = int.MinValue;

    /// <returns>The length.</returns>
    public int WriteDate(int days, Span<byte> target)
    {
        if (days is < FirstDay or > LastDay)
        {
            return Mark(days switch { int.MaxValue => "infinity", int.MinValue => "-infinity", _ => LongDate(days) + Era(days) }, target);
        }

        target[0] = (byte)'"';
        CopyDay(days, target[1..]);
        target[11] = (byte)'"';
        return 12;
    }

    /// <param name="microseconds">Since 2000-01-01.</param>
    /// <param name="inUtc">It is an instant.</param>
    /// <param name="target">Takes the text.</param>
    /// <returns>The length.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public int WriteTimestamp(long microseconds, bool inUtc, Span<byte> target)
    {
        var days = (int)Math.Clamp(Math.DivRem(microseconds, MicrosecondsPerDay, out var rest) - (rest < 0 ? 1 : 0), int.MinValue, int.MaxValue);
        var time = rest < 0 ? rest + MicrosecondsPerDay : rest;
        if (days is < FirstDay or > LastDay)
        {
            return Mark(microseconds switch { long.MaxValue => "infinity", long.MinValue => "-infinity", _ => $"{LongDate(days)} {Clock(time)}{(inUtc ? "+00" : "")}{Era(days)}" }, target);
        }

        target[0] = (byte)'"';
        CopyDay(days, target[1..]);
        target[11] = (byte)'T';
        var length = 12 + WriteClock(time, target[12..]);
        if (inUtc)
        {
            target[length++] = (byte)'Z';
        }

        target[length] = (byte)'"';
        return length + 1;
    }

    /// <param name="microseconds">Since midnight; 24:00:00 is a time of the server's, and none of the format's.</param>
    /// <param name="target">Takes the text.</param>
    /// <returns>The length.</returns>
    public static int WriteTime(long microseconds, Span<byte> target)
    {
        if (microseconds >= MicrosecondsPerDay)
        {
            return Mark("24:00:00", target);
        }

        target[0] = (byte)'"';
        var length = 1 + WriteClock(microseconds, target[1..]);
        target[length] = (byte)'"';
        return length + 1;
    }

    /// <param name="text">A date in its canonical form.</param>
    /// <returns>Days since 2000-01-01.</returns>
    public static int ReadDate(ReadOnlySpan<byte> text)
    {
        var (year, month, day) = ((Digits.Two(text) * 100) + Digits.Two(text[2..]), Digits.Two(text[5..]), Digits.Two(text[8..]));
        // Years begin in March, as below.
        var (fromMarch, monthFromMarch) = month > 2 ? (year, month - 3) : (year - 1, month + 9);
        var era = fromMarch / 400;
        var yearOfEra = fromMarch - (era * 400);
        var dayOfEra = (yearOfEra * 365) + (yearOfEra / 4) - (yearOfEra / 100) + (((153 * monthFromMarch) + 2) / 5) + day - 1;
        return (era * 146_097) + dayOfEra - DaysToEra;
    }

    /// <param name="text">A time in its canonical form, of microseconds at the finest.</param>
    /// <returns>Microseconds since midnight.</returns>
    public static long ReadTime(ReadOnlySpan<byte> text)
        => (((((Digits.Two(text) * 60L) + Digits.Two(text[3..])) * 60) + Digits.Two(text[6..])) * 1_000_000) + Digits.ReadFraction(text[8..]);

    /// <param name="text">Date, <c>T</c> and time.</param>
    /// <returns>Microseconds since 2000-01-01.</returns>
    public static long ReadTimestamp(ReadOnlySpan<byte> text) => (ReadDate(text) * MicrosecondsPerDay) + ReadTime(text[11..]);

    /// <summary><c>{"$text":"..."}</c></summary>
    internal static int Mark(string text, Span<byte> target)
        => System.Text.Encoding.ASCII.GetBytes($$"""{"$text":"{{text}}"}""", target);

    private void CopyDay(int days, Span<byte> target)
    {
        if (days != _dayNumber)
        {
            var (year, month, day) = Calendar(days);
            Digits.Two(year / 100, _day);
            Digits.Two(year % 100, _day.AsSpan(2));
            Digits.Two(month, _day.AsSpan(5));
            Digits.Two(day, _day.AsSpan(8));
            _day[4] = _day[7] = (byte)'-';
            _dayNumber = days;
        }

        _day.CopyTo(target);
    }

    /// <summary>Hours to seconds, and a fraction that does not end in 0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static int WriteClock(long microseconds, Span<byte> target)
    {
        var (seconds, fraction) = Math.DivRem(microseconds, 1_000_000);
        var (minutes, second) = Math.DivRem((int)seconds, 60);
        var (hours, minute) = Math.DivRem(minutes, 60);
        Digits.Two(hours, target);
        target[2] = (byte)':';
        Digits.Two(minute, target[3..]);
        target[5] = (byte)':';
        Digits.Two(second, target[6..]);
        return 8 + Digits.Fraction((int)fraction, target[8..]);
    }

    private static string Clock(long microseconds)
    {
        Span<byte> text = stackalloc byte[16];
        return System.Text.Encoding.ASCII.GetString(text[..WriteClock(microseconds, text)]);
    }

    /// <summary>The proleptic Gregorian calendar by years that begin in March, so that the leap day is the last of its year.</summary>
    private static (int Year, int Month, int Day) Calendar(int days)
    {
        var (era, dayOfEra) = FloorDivRem(days + (long)DaysToEra, 146_097);
        var yearOfEra = (dayOfEra - (dayOfEra / 1_460) + (dayOfEra / 36_524) - (dayOfEra / 146_096)) / 365;
        var dayOfYear = dayOfEra - ((365 * yearOfEra) + (yearOfEra / 4) - (yearOfEra / 100));
        var march = ((5 * dayOfYear) + 2) / 153;
        var month = (int)(march < 10 ? march + 3 : march - 9);
        return ((int)(yearOfEra + (era * 400)) + (month <= 2 ? 1 : 0), month, (int)(dayOfYear - (((153 * march) + 2) / 5) + 1));
    }

    private static (long Quotient, long Remainder) FloorDivRem(long value, long divisor)
    {
        var (quotient, remainder) = Math.DivRem(value, divisor);
        return remainder < 0 ? (quotient - 1, remainder + divisor) : (quotient, remainder);
    }

    private static string LongDate(int days)
    {
        var (year, month, day) = Calendar(days);
        return $"{(year > 0 ? year : 1 - year):0000}-{month:00}-{day:00}";
    }

    private static string Era(int days) => Calendar(days).Year > 0 ? "" : " BC";
}
