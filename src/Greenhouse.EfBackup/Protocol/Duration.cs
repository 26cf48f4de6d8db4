using System.Globalization;
using System.Text.RegularExpressions;

namespace Greenhouse.EfBackup.Protocol;

/// <summary>Spans of time as people write them: <c>90m</c>, <c>26h</c>, <c>30d</c>, <c>8w</c>.</summary>
internal static partial class Duration
{
    /// <summary>What may stand there, for messages.</summary>
    public const string Takes = "a whole number of minutes, hours, days or weeks: 90m, 26h, 30d, 8w";

    /// <returns>Null where the text is none.</returns>
    public static TimeSpan? Parse(string text)
        => Form().IsMatch(text) ? int.Parse(text.AsSpan(0, text.Length - 1), NumberStyles.None, CultureInfo.InvariantCulture) * Unit(text[^1]) : null;

    /// <summary>In the largest unit, up to days, that gives a whole number.</summary>
    public static string Text(TimeSpan span)
    {
        var unit = "dhm".First(letter => letter == 'm' || span.Ticks % Unit(letter).Ticks == 0);
        return string.Create(CultureInfo.InvariantCulture, $"{span.Ticks / Unit(unit).Ticks}{unit}");
    }

    private static TimeSpan Unit(char letter)
        => letter switch
        {
            'm' => TimeSpan.FromMinutes(1),
            'h' => TimeSpan.FromHours(1),
            'd' => TimeSpan.FromDays(1),
            _ => TimeSpan.FromDays(7),
        };

    [GeneratedRegex(@"^[1-9][0-9]{0,5}[mhdw]\z")]
    private static partial Regex Form();
}
