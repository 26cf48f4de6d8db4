using System.Text;
using Greenhouse.EfBackup.Format;

namespace Greenhouse.EfBackup.Databases.PostgreSql.Values;

/// <summary>
/// Intervals, which the server keeps as months, days and microseconds apart. Those that are days and a part of a day, both of one sign, are .NET's
/// durations and have the format's text; every other stands in the server's ISO 8601, marked.
/// </summary>
internal static class DurationText
{
    /// <summary>More than any text, quotes and mark included.</summary>
    public const int MaxLength = 96;

    private const long MicrosecondsPerDay = 86_400_000_000;
    private const long TicksPerMicrosecond = TimeSpan.TicksPerMicrosecond;

    /// <returns>The length.</returns>
    public static int Write(long microseconds, int days, int months, Span<byte> target)
    {
        if (months == 0 && Math.Abs((decimal)microseconds) < MicrosecondsPerDay && Math.Sign(microseconds) * Math.Sign(days) >= 0
            && Int128.Abs((days * (Int128)TimeSpan.TicksPerDay) + (microseconds * (Int128)TicksPerMicrosecond)) <= long.MaxValue)
        {
            target[0] = (byte)'"';
            var length = IntervalText.Write(new TimeSpan((days * TimeSpan.TicksPerDay) + (microseconds * TicksPerMicrosecond)), target[1..]);
            target[length + 1] = (byte)'"';
            return length + 2;
        }

        return MomentText.Mark(Iso(microseconds, days, months), target);
    }

    /// <summary>A duration as the server reads it: the sign stands before each part.</summary>
    /// <returns>The length.</returns>
    public static int WriteForServer(TimeSpan value, Span<byte> target)
        => System.Text.Encoding.ASCII.GetBytes(Iso(PartOfDay(value), value.Days, 0), target);

    /// <summary>Microseconds beyond whole days, with the sign of the whole.</summary>
    public static long PartOfDay(TimeSpan value) => value.Ticks % TimeSpan.TicksPerDay / TicksPerMicrosecond;

    /// <summary>"Format with designators" of https://www.postgresql.org/docs/current/datatype-datetime.html#DATATYPE-INTERVAL-INPUT.</summary>
    private static string Iso(long microseconds, int days, int months)
    {
        // PostgreSQL 17 and later.
        if ((microseconds, days, months) is (long.MaxValue, int.MaxValue, int.MaxValue) or (long.MinValue, int.MinValue, int.MinValue))
        {
            return months > 0 ? "infinity" : "-infinity";
        }

        var text = new StringBuilder("P");
        Part(months / 12, 'Y');
        Part(months % 12, 'M');
        Part(days, 'D');
        if (microseconds != 0)
        {
            text.Append('T');
            Part(microseconds / 3_600_000_000, 'H');
            Part(microseconds / 60_000_000 % 60, 'M');
            Seconds(microseconds % 60_000_000);
        }

        return text.Length == 1 ? "PT0S" : text.ToString();

        void Part(long value, char unit)
        {
            if (value != 0)
            {
                text.Append(value).Append(unit);
            }
        }

        void Seconds(long rest)
        {
            if (rest != 0)
            {
                text.Append(rest < 0 ? "-" : "").Append(System.Globalization.CultureInfo.InvariantCulture, $"{Math.Abs(rest) / 1_000_000m:0.######}S");
            }
        }
    }
}
