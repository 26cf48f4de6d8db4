using System.Globalization;
using System.Text.RegularExpressions;
using Greenhouse.EfBackup.Format;

namespace Greenhouse.EfBackup.Documents;

/// <summary>
/// Values inside of JSON as any of EF Core's providers writes them. SQLite's writes decimals as text, bytes in hexadecimal and times with a space in the place of the
/// T (the JsonValueReaderWriters of Microsoft.EntityFrameworkCore.Sqlite); PostgreSQL's the first and the last date as infinities, and days of an interval before a space (those of
/// Npgsql.EntityFrameworkCore.PostgreSQL's type mappings); others as System.Text.Json does.
/// </summary>
internal static partial class LeafValue
{
    private const int MostFractionDigits = 7;

    private static readonly Type[] _spelledByProvider =
        [typeof(decimal), typeof(byte[]), typeof(Guid), typeof(DateOnly), typeof(TimeOnly), typeof(DateTime), typeof(DateTimeOffset), typeof(TimeSpan)];

    /// <summary>Values of the type may look different from provider to provider.</summary>
    public static bool IsSpelledByProvider(Type type) => _spelledByProvider.Contains(type);

    /// <summary>Values of the type can be read.</summary>
    public static bool IsKnown(Type type) => IsSpelledByProvider(type) || type.IsEnum || Type.GetTypeCode(type) is not (TypeCode.Object or TypeCode.DBNull or TypeCode.Empty);

    /// <param name="text">The string or the number, or the element of one of PostgreSQL's arrays.</param>
    /// <param name="type">One that is known.</param>
    /// <param name="isHexadecimal">How bytes are written; else in Base64.</param>
    /// <returns>Null where the text is none of the type's values, or has more digits than they have.</returns>
    public static object? Read(string text, Type type, bool isHexadecimal)
        => type == typeof(decimal) ? ExactDecimal.Read(text)
            : type == typeof(byte[]) ? (text.StartsWith("\\x", StringComparison.Ordinal) ? Bytes(text[2..], isHexadecimal: true) : Bytes(text, isHexadecimal))
            : type == typeof(Guid) ? (Guid.TryParseExact(text, "D", out var guid) ? guid : null)
            : type == typeof(DateOnly) ? Date(text)
            : !IsSpelledByProvider(type) ? Plain(text, type)
            : HasLongFraction(text) ? null
            : type == typeof(TimeOnly) ? (TimeOnly.TryParse(text, CultureInfo.InvariantCulture, out var time) ? time : null)
            : type == typeof(TimeSpan) ? Span(text)
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
            _ => DateTime.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind, out var moment) ? Zoned(text, moment) : null,
        };

    /// <summary>What names a zone is an instant, whatever that of the machine.</summary>
    private static DateTime? Zoned(string text, DateTime moment)
        => moment.Kind != DateTimeKind.Local ? moment : DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, out var instant) ? instant.UtcDateTime : null;

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

    /// <summary>As .NET writes them, as Npgsql does in JSON (<c>-1 02:03:04</c>), and as PostgreSQL does (<c>-1 days -02:03:04</c>), whose hours may be more than 24.</summary>
    private static TimeSpan? Span(string text)
    {
        if (Interval().Match(text) is not { Success: true } interval)
        {
            return TimeSpan.TryParse(text.Replace(' ', '.'), CultureInfo.InvariantCulture, out var span) ? span : null;
        }

        long Part(string name) => interval.Groups[name].Success ? long.Parse(interval.Groups[name].ValueSpan, CultureInfo.InvariantCulture) : 0;
        try
        {
            var fraction = interval.Groups["fraction"].Success ? long.Parse(interval.Groups["fraction"].Value.PadRight(MostFractionDigits, '0'), CultureInfo.InvariantCulture) : 0;
            var ticks = checked((Part("hours") * TimeSpan.TicksPerHour) + (Part("minutes") * TimeSpan.TicksPerMinute) + (Part("seconds") * TimeSpan.TicksPerSecond) + fraction);
            return new TimeSpan(checked((Part("days") * TimeSpan.TicksPerDay) + (interval.Groups["sign"].Value == "-" ? -ticks : ticks)));
        }
        catch (OverflowException)
        {
            return null;
        }
    }

    [GeneratedRegex(@"^((?<days>-?\d+) days?)? ?((?<sign>[-+]?)(?<hours>\d{2,}):(?<minutes>\d\d):(?<seconds>\d\d)(\.(?<fraction>\d{1,7}))?)?$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex Interval();

    private static object? Plain(string text, Type type)
    {
        try
        {
            return type == typeof(string) ? text
                : type == typeof(bool) ? text switch { "true" or "t" => true, "false" or "f" => false, _ => null }
                : type.IsEnum ? Enum.TryParse(type, text, ignoreCase: true, out var member) ? member : null
                : Convert.ChangeType(text, type, CultureInfo.InvariantCulture);
        }
        catch (Exception exception) when (exception is FormatException or OverflowException)
        {
            return null;
        }
    }
}
