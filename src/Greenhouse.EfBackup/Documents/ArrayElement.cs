using System.Globalization;
using System.Numerics;

namespace Greenhouse.EfBackup.Documents;

/// <summary>Values in PostgreSQL's arrays, as its types' output functions write them under the settings that backups are made with (FORMAT.md, "Values").</summary>
internal static class ArrayElement
{
    private const string Fraction = ".FFFFFF";
    private const int TicksOfMicrosecond = 10;

    // Powers of ten from which on float8out and float4out write an exponent; and below -4.
    private const int MostOfDouble = 15;
    private const int MostOfSingle = 6;
    private const int Least = -4;

    // The shortest, and as many digits as may be needed.
    private static readonly string[] _formatsOfDouble = ["R", "E15", "E16"];
    private static readonly string[] _formatsOfSingle = ["R", "E6", "E7", "E8"];

    /// <param name="value">A value of .NET.</param>
    /// <param name="type">The type of the elements: <c>numeric(12,2)</c>.</param>
    /// <returns>Null where the type has no such value.</returns>
    public static string? Write(object value, string type)
        => value switch
        {
            bool truth => truth ? "t" : "f",
            string text => text,
            decimal number => Number(number, type),
            double number => double.IsFinite(number) ? Floating(Shortest(number), MostOfDouble) : number.ToString(CultureInfo.InvariantCulture),
            float number => float.IsFinite(number) ? Floating(Shortest(number), MostOfSingle) : number.ToString(CultureInfo.InvariantCulture),
            Enum member => member.ToString("D"),
            Guid guid => guid.ToString("D"),
            byte[] bytes => $"\\x{Convert.ToHexString(bytes).ToLowerInvariant()}",
            DateOnly date => date == DateOnly.MinValue ? "-infinity" : date == DateOnly.MaxValue ? "infinity" : date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
            TimeOnly time => IsWhole(time.Ticks) ? time.ToString("HH:mm:ss" + Fraction, CultureInfo.InvariantCulture) : null,
            DateTime moment => Moment(moment, type),
            DateTimeOffset instant => instant.Offset != TimeSpan.Zero ? null : Moment(instant.UtcDateTime, type),
            TimeSpan span => IsWhole(span.Ticks) ? Interval(span) : null,
            _ => Convert.ToString(value, CultureInfo.InvariantCulture),
        };

    private static bool IsWhole(long ticks) => ticks % TicksOfMicrosecond == 0;

    private static string? Moment(DateTime moment, string type)
        => moment == DateTime.MinValue ? "-infinity"
            : moment == DateTime.MaxValue ? "infinity"
            : IsWhole(moment.Ticks) ? moment.ToString("yyyy-MM-dd HH:mm:ss" + Fraction, CultureInfo.InvariantCulture) + (type.EndsWith("with time zone", StringComparison.Ordinal) ? "+00" : "")
            : null;

    /// <summary>Days and the time beside them have signs of their own.</summary>
    private static string Interval(TimeSpan span)
    {
        var days = span.Days == 0 ? "" : $"{span.Days} {(span.Days == 1 ? "day" : "days")}";
        var rest = span - TimeSpan.FromDays(span.Days);
        var time = $"{(rest < TimeSpan.Zero ? "-" : "")}{rest.ToString(@"hh\:mm\:ss", CultureInfo.InvariantCulture)}{new DateTime(Math.Abs(rest.Ticks)).ToString(Fraction, CultureInfo.InvariantCulture)}";
        return days.Length == 0 ? time : rest == TimeSpan.Zero ? days : $"{days} {time}";
    }

    /// <summary>A scale pads.</summary>
    private static string? Number(decimal number, string type)
    {
        var text = number.ToString(CultureInfo.InvariantCulture);
        if (type.LastIndexOf(',') is var comma and >= 0 && int.TryParse(type.AsSpan(comma + 1).TrimEnd(')'), CultureInfo.InvariantCulture, out var scale))
        {
            var padded = number.ToString($"F{scale}", CultureInfo.InvariantCulture);
            return decimal.Parse(padded, CultureInfo.InvariantCulture) == number ? padded : null;
        }

        return text;
    }

    private static string Shortest(double number)
    {
        var gap = Math.Abs(number) - Math.BitDecrement(Math.Abs(number));
        return _formatsOfDouble.Select(format => number.ToString(format, CultureInfo.InvariantCulture))
            .First(text => double.Parse(text, CultureInfo.InvariantCulture) == number && !IsMidway(text, new BigInteger(number), gap));
    }

    private static string Shortest(float number)
    {
        var gap = MathF.Abs(number) - MathF.BitDecrement(MathF.Abs(number));
        return _formatsOfSingle.Select(format => number.ToString(format, CultureInfo.InvariantCulture))
            .First(text => float.Parse(text, CultureInfo.InvariantCulture) == number && !IsMidway(text, new BigInteger(number), gap));
    }

    /// <summary>
    /// The shortest digits of a whole number may stand halfway to the next one. .NET takes them where they round to the number; PostgreSQL takes only what is nearer to it
    /// (common/d2s.c, common/f2s.c: bounds are not accepted), and writes more digits.
    /// </summary>
    private static bool IsMidway(string shortest, BigInteger number, double gap)
        => gap > 1 && BigInteger.Abs(BigInteger.Parse(shortest, NumberStyles.Float, CultureInfo.InvariantCulture) - number) * 2 == new BigInteger(gap);

    /// <summary>The digits of .NET, with an exponent where PostgreSQL writes one.</summary>
    private static string Floating(string shortest, int most)
    {
        var sign = shortest[0] == '-' ? "-" : "";
        var parts = shortest[sign.Length..].Split('E');
        var whole = parts[0].Split('.');
        var all = string.Concat(whole);
        var digits = all.TrimStart('0').TrimEnd('0');
        if (digits.Length == 0)
        {
            return sign + "0";
        }

        var exponent = whole[0].Length - 1 - (all.Length - all.TrimStart('0').Length) + (parts.Length > 1 ? int.Parse(parts[1], CultureInfo.InvariantCulture) : 0);
        return sign + (exponent < Least || exponent >= most ? $"{digits[0]}{(digits.Length > 1 ? "." : "")}{digits[1..]}e{(exponent < 0 ? '-' : '+')}{Math.Abs(exponent):00}"
            : exponent < 0 ? $"0.{new string('0', -exponent - 1)}{digits}"
            : digits.Length <= exponent + 1 ? digits.PadRight(exponent + 1, '0')
            : $"{digits[..(exponent + 1)]}.{digits[(exponent + 1)..]}");
    }
}
