using System.Globalization;
using System.Text.RegularExpressions;
using Greenhouse.EfBackup.Format;

namespace Greenhouse.EfBackup.Masking;

/// <summary>Times and durations that all values of a column become.</summary>
internal static partial class ConstantTime
{
    /// <summary>What PostgreSQL keeps of a second, where the type says nothing.</summary>
    private const int Microseconds = 6;

    /// <returns>The canonical text; null where it is none of the kind, or the column would round it.</returns>
    public static string? Of(string text, MaskColumn column)
    {
        // SQLite keeps the text, with its offset and seven digits of a second.
        if (column.Storage != ColumnStorage.Typed)
        {
            return HandwrittenValue.Text(column.Kind, text);
        }

        var canonical = column.Kind == ValueKind.Timestamp ? HandwrittenValue.Text(ValueKind.DateTime, text) is { } inUtc ? inUtc + "Z" : null : HandwrittenValue.Text(column.Kind, text);
        return canonical is not null && Digits(canonical) <= DigitsOf(column.Column.StoreType) && !PartsOnly().IsMatch(column.Column.StoreType) ? canonical : null;
    }

    /// <summary>How many digits of a second a time has.</summary>
    private static int Digits(string canonical) => Fraction().Match(canonical).Groups[1].Length;

    private static int DigitsOf(string storeType)
        => Precision().Match(storeType) is { Success: true } found ? int.Parse(found.Groups[1].Value, CultureInfo.InvariantCulture) : Microseconds;

    [GeneratedRegex(@"\.([0-9]+)")]
    private static partial Regex Fraction();

    /// <summary><c>timestamp(3) without time zone</c>.</summary>
    [GeneratedRegex(@"\(([0-6])\)")]
    private static partial Regex Precision();

    /// <summary>An <c>interval day to hour</c> drops all that is finer.</summary>
    [GeneratedRegex("^interval [a-z]")]
    private static partial Regex PartsOnly();
}
