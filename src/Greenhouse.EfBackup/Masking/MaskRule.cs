using System.Globalization;

namespace Greenhouse.EfBackup.Masking;

/// <summary>What a rule does with values.</summary>
internal enum MaskAction
{
    /// <summary>They stay, and somebody has said so.</summary>
    Keep,

    Null,
    Constant,
    Hash,
    Name,
    Email,
    Phone,
    Text,

    /// <summary>Each goes to another row of its table.</summary>
    Shuffle,

    /// <summary>Dates move by a number of days.</summary>
    Shift,

    /// <summary>Only so many characters at both ends stay.</summary>
    Partial,
}

/// <summary>A rule of masking. Its text is the same in a configuration file, an attribute, a model and a backup.</summary>
/// <param name="Action">What it does.</param>
/// <param name="Constant">The text that all values become.</param>
/// <param name="Days">The most days that dates move.</param>
/// <param name="First">How many characters stay at the beginning.</param>
/// <param name="Last">How many stay at the end.</param>
internal sealed record MaskRule(MaskAction Action, string? Constant = null, int Days = 0, int First = 0, int Last = 0)
{
    public const string Takes = "keep, null, constant:<text>, hash, name, email, phone, text, shuffle, shift:<days> (1 to 36500) or partial:<first>,<last> (0 to 1000)";

    private const int MostDays = 36_500;
    private const int MostCharacters = 1000;

    /// <returns>Null where the text is no rule.</returns>
    public static MaskRule? Parse(string text)
    {
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        var (name, argument) = colon < 0 ? (text, null) : (text[..colon], text[(colon + 1)..]);
        return (name, argument) switch
        {
            ("constant", not null) => new MaskRule(MaskAction.Constant, Constant: argument),
            ("shift", not null) => Number(argument, MostDays) is { } days and > 0 ? new MaskRule(MaskAction.Shift, Days: days) : null,
            ("partial", not null) => argument.Split(',') is [var first, var last] && Number(first, MostCharacters) is { } start && Number(last, MostCharacters) is { } end
                ? new MaskRule(MaskAction.Partial, First: start, Last: end) : null,
            ("constant" or "shift" or "partial", null) or (_, not null) => null,
            _ => Enum.GetValues<MaskAction>().Where(action => NameOf(action) == name).Select(action => new MaskRule(action)).FirstOrDefault(),
        };
    }

    public override string ToString()
        => Action switch
        {
            MaskAction.Constant => $"constant:{Constant}",
            MaskAction.Shift => string.Create(CultureInfo.InvariantCulture, $"shift:{Days}"),
            MaskAction.Partial => string.Create(CultureInfo.InvariantCulture, $"partial:{First},{Last}"),
            _ => NameOf(Action),
        };

    private static string NameOf(MaskAction action) => action.ToString().ToLowerInvariant();

    private static int? Number(string text, int most)
        => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number <= most ? number : null;
}
