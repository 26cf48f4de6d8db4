using System.Globalization;
using Greenhouse.EfBackup.Format;
using Greenhouse.EfBackup.Protocol;

namespace Greenhouse.EfBackup.Seeds;

/// <summary>Dates and times that are counted from now: <c>{"$now": "-2h"}</c>, <c>{"$today": "+30d"}</c>. Of UTC, and of whole seconds.</summary>
internal static class SeedMoments
{
    public const string Now = "$now";

    /// <summary>Midnight.</summary>
    public const string Today = "$today";

    public const string Takes = $"{{\"{Now}\": \"-2h\"}} or {{\"{Today}\": \"+30d\"}} in a column of dates or times, with a sign and {Duration.Takes}; or with an empty text";

    /// <returns>The canonical text; null where the text is no span, or the column is none of dates and times.</returns>
    public static string? Read(ValueKind kind, string name, string span, DateTimeOffset now)
        => (name == Today ? now.UtcDateTime.Date : now.UtcDateTime) is var start && Span(span) is { } length
            ? Text(kind, start.AddTicks(-(start.Ticks % TimeSpan.TicksPerSecond)) + length)
            : null;

    private static TimeSpan? Span(string span)
        => span switch
        {
            "" => TimeSpan.Zero,
            ['-', ..] => -Duration.Parse(span[1..]),
            ['+', ..] => Duration.Parse(span[1..]),
            _ => Duration.Parse(span),
        };

    private static string? Text(ValueKind kind, DateTime moment)
        => kind switch
        {
            ValueKind.Date => moment.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
            ValueKind.Time => moment.ToString("HH:mm:ss", CultureInfo.InvariantCulture),
            ValueKind.DateTime => moment.ToString("yyyy-MM-dd'T'HH:mm:ss", CultureInfo.InvariantCulture),
            ValueKind.Timestamp => moment.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture),
            _ => null,
        };
}
