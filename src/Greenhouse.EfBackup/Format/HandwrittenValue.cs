using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Greenhouse.EfBackup.Format;

/// <summary>
/// Canonical texts (FORMAT.md) of values that people wrote, in seeds and rules of masking. One text serves several databases, of which one has a zone where
/// another has none, so that both forms of a time are taken: without a zone it is of UTC.
/// </summary>
internal static class HandwrittenValue
{
    private static readonly string[] _dateTimes =
    [
        "yyyy-MM-dd", "yyyy-MM-dd'T'HH:mmK", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK", "yyyy-MM-dd' 'HH:mmK", "yyyy-MM-dd' 'HH:mm:ss.FFFFFFFK",
    ];

    private static readonly string[] _times = ["HH:mm", "HH:mm:ss.FFFFFFF"];
    private static readonly string[] _intervals = ["c", "hh\\:mm"];
    private static readonly string[] _noNumbers = ["NaN", "Infinity", "-Infinity"];

    /// <returns>Null where it is none of the kind.</returns>
    public static string? Canonical(ValueKind kind, JsonElement value)
        => (kind, value.ValueKind) switch
        {
            (ValueKind.Boolean, JsonValueKind.True or JsonValueKind.False) => value.GetRawText(),
            (ValueKind.Integer, JsonValueKind.Number) => value.TryGetInt64(out var integer) ? integer.ToString(CultureInfo.InvariantCulture) : null,
            (ValueKind.Decimal, JsonValueKind.Number) => Decimal(value.GetRawText()),
            (ValueKind.Single or ValueKind.Double, JsonValueKind.Number) => value.GetRawText(),
            // In quotes too: not every program that writes JSON keeps the digits of a number.
            (ValueKind.Decimal, JsonValueKind.String) when Decimal(value.GetString()!) is { } number => number,
            (ValueKind.Decimal or ValueKind.Single or ValueKind.Double, JsonValueKind.String) => _noNumbers.Contains(value.GetString()) ? value.GetString() : null,
            (_, JsonValueKind.String) => Text(kind, value.GetString()!),
            _ => null,
        };

    /// <summary>What may stand there, for messages.</summary>
    public static string Takes(ValueKind kind)
        => kind switch
        {
            ValueKind.Boolean => "true or false",
            ValueKind.Integer => "a whole number",
            ValueKind.Decimal or ValueKind.Single or ValueKind.Double => "a number",
            ValueKind.Guid => "a GUID: \"0f8fad5b-d9cb-469f-a165-70867728950e\"",
            ValueKind.Date => "a date: \"2024-02-29\"",
            ValueKind.Time => "a time: \"10:00\"",
            ValueKind.DateTime or ValueKind.Timestamp => "a date and time: \"2024-01-31T10:00:00\", \"2024-01-31T10:00:00Z\"",
            ValueKind.Interval => "a duration: \"P1DT2H\", \"1.02:00:00\"",
            ValueKind.Binary => "bytes in base64: \"AAEC\"",
            _ => "a text",
        };

    /// <summary>The same of a text, for the kinds that JSON has texts for.</summary>
    /// <returns>Null where it is none of the kind.</returns>
    public static string? Text(ValueKind kind, string text)
        => kind switch
        {
            ValueKind.String or ValueKind.Text => text,
            ValueKind.Guid => Guid.TryParseExact(text, "D", out var guid) ? guid.ToString("D") : null,
            ValueKind.Date => DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _) ? text : null,
            ValueKind.Time => TimeOnly.TryParseExact(text, _times, CultureInfo.InvariantCulture, DateTimeStyles.None, out var time) ? time.ToString("HH:mm:ss.FFFFFFF", CultureInfo.InvariantCulture) : null,
            ValueKind.DateTime => Moment(text)?.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFF", CultureInfo.InvariantCulture),
            ValueKind.Timestamp => Moment(text) is { } moment ? moment.ToString($"yyyy-MM-dd'T'HH:mm:ss.FFFFFFF{(moment.Offset == TimeSpan.Zero ? "'Z'" : "zzz")}", CultureInfo.InvariantCulture) : null,
            ValueKind.Interval => Interval(text),
            ValueKind.Binary => new byte[text.Length] is var bytes && Convert.TryFromBase64String(text, bytes, out var length) ? Convert.ToBase64String(bytes, 0, length) : null,
            _ => null,
        };

    private static DateTimeOffset? Moment(string text)
        => DateTimeOffset.TryParseExact(text, _dateTimes, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var moment) ? moment : null;

    /// <summary>Digits as they are, trailing zeros too; an exponent is none of a decimal.</summary>
    private static string? Decimal(string raw)
        => TemporalText.IsDecimal(Encoding.UTF8.GetBytes(raw)) ? raw
            : ExactDecimal.Read(raw)?.ToString(CultureInfo.InvariantCulture);

    private static string? Interval(string text)
    {
        var ascii = Encoding.UTF8.GetBytes(text);
        if (IntervalText.TryRead(ascii, out _))
        {
            return text;
        }

        Span<byte> canonical = stackalloc byte[64];
        return TimeSpan.TryParseExact(text, _intervals, CultureInfo.InvariantCulture, out var span) ? Encoding.ASCII.GetString(canonical[..IntervalText.Write(span, canonical)]) : null;
    }
}
