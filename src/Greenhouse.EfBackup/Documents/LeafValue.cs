using System.Globalization;
using Greenhouse.EfBackup.Format;

namespace Greenhouse.EfBackup.Documents;

/// <summary>
/// Values inside of JSON as any of EF Core's providers writes them. SQLite's writes decimals as text, bytes in hexadecimal and times with a space in the place of the
/// T (the JsonValueReaderWriters of Microsoft.EntityFrameworkCore.Sqlite); PostgreSQL's the first and the last date as infinities, and days of an interval before a space (those of
/// Npgsql.EntityFrameworkCore.PostgreSQL's type mappings); others as System.Text.Json does.
/// </summary>
internal static class LeafValue
{
    private const int MostFractionDigits = 7;

    private static readonly Type[] _types =
        [typeof(decimal), typeof(byte[]), typeof(Guid), typeof(DateOnly), typeof(TimeOnly), typeof(DateTime), typeof(DateTimeOffset), typeof(TimeSpan)];

    /// <summary>Values of the type may look different from provider to provider.</summary>
    public static bool IsSpelledByProvider(Type type) => _types.Contains(type);

    /// <param name="text">The string or the number.</param>
    /// <param name="type">One that providers spell.</param>
    /// <param name="isHexadecimal">How bytes are written; else in Base64.</param>
    /// <returns>Null where the text is none of the type's values, or has more digits than they have.</returns>
    public static object? Read(string text, Type type, bool isHexadecimal)
        => type == typeof(decimal) ? ExactDecimal.Read(text)
            : type == typeof(byte[]) ? Bytes(text, isHexadecimal)
            : type == typeof(Guid) ? (Guid.TryParseExact(text, "D", out var guid) ? guid : null)
            : type == typeof(DateOnly) ? Date(text)
            : HasLongFraction(text) ? null
            : type == typeof(TimeOnly) ? (TimeOnly.TryParse(text, CultureInfo.InvariantCulture, out var time) ? time : null)
            : type == typeof(TimeSpan) ? (TimeSpan.TryParse(text.Replace(' ', '.'), CultureInfo.InvariantCulture, out var span) ? span : null)
            : type == typeof(DateTimeOffset) ? (object?)Instant(text)
            : Moment(text);

    /// <summary>
    /// What may stand for the value where a provider refuses it: PostgreSQL's takes times of one kind only, and a time of no zone is taken for UTC, as in columns. The
    /// value itself comes first.
    /// </summary>
    public static IEnumerable<object> Variants(object value)
        => value is not DateTime moment ? [value]
            : moment.Kind switch
            {
                DateTimeKind.Utc => [moment, DateTime.SpecifyKind(moment, DateTimeKind.Unspecified)],
                DateTimeKind.Local => [DateTime.SpecifyKind(moment, DateTimeKind.Unspecified), moment.ToUniversalTime()],
                _ => [moment, DateTime.SpecifyKind(moment, DateTimeKind.Utc)],
            };

    /// <summary>Whether nothing was lost: digits, or the place on the clock.</summary>
    public static bool Equal(object one, object other)
        => (one, other) switch
        {
            (byte[] left, byte[] right) => left.AsSpan().SequenceEqual(right),
            (DateTimeOffset left, DateTimeOffset right) => left.EqualsExact(right),
            // Some read an instant as the time of the machine.
            (DateTime { Kind: DateTimeKind.Utc } left, DateTime { Kind: DateTimeKind.Local } right) => left == right.ToUniversalTime(),
            _ => one.Equals(other),
        };

    private static byte[]? Bytes(string text, bool isHexadecimal)
    {
        try
        {
            return isHexadecimal ? Convert.FromHexString(text) : Convert.FromBase64String(text);
        }
        catch (FormatException)
        {
            return null;
        }
    }

    private static DateOnly? Date(string text)
        => text switch
        {
            "-infinity" => DateOnly.MinValue,
            "infinity" => DateOnly.MaxValue,
            _ => DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date) ? date : null,
        };

    private static DateTime? Moment(string text)
        => text switch
        {
            "-infinity" => DateTime.MinValue,
            "infinity" => DateTime.MaxValue,
            _ => DateTime.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind, out var moment) ? moment : null,
        };

    private static DateTimeOffset? Instant(string text)
        => text switch
        {
            "-infinity" => DateTimeOffset.MinValue,
            "infinity" => DateTimeOffset.MaxValue,
            _ => DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var instant) ? instant : null,
        };

    /// <summary>It would be rounded.</summary>
    private static bool HasLongFraction(string text)
        => text.LastIndexOf('.') is >= 0 and var point && text.AsSpan(point + 1).IndexOfAnyExceptInRange('0', '9') is var end && (end < 0 ? text.Length - point - 1 : end) > MostFractionDigits;
}
