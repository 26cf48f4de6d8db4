namespace Greenhouse.EfBackup.Format;

/// <summary>
/// Dates and times before and after all others, which PostgreSQL has: Npgsql gives code the first and the last of .NET for them, and writes those so
/// (https://www.npgsql.org/doc/types/datetime.html, "Infinity values"). For every other kind of database they are the first and the last of .NET.
/// </summary>
internal static class EndlessTime
{
    /// <summary>With this switch of Npgsql's the first and the last are days as any other, and code can't read an infinity.</summary>
    private const string Disabled = "Npgsql.DisableDateTimeInfinityConversions";

    private static ReadOnlySpan<byte> First => "0001-01-01T00:00:00Z"u8;

    private static ReadOnlySpan<byte> Last => "9999-12-31T23:59:59.9999999Z"u8;

    private static bool IsDisabled => AppContext.TryGetSwitch(Disabled, out var isDisabled) && isDisabled;

    /// <summary>A raw value of PostgreSQL as the canonical text of its kind.</summary>
    /// <param name="json">The value as it stands in a row.</param>
    /// <param name="kind">Its kind.</param>
    /// <returns>Empty where it is none of those.</returns>
    public static ReadOnlySpan<byte> TextOf(ReadOnlySpan<byte> json, ValueKind kind)
    {
        var end = json.SequenceEqual("{\"$text\":\"-infinity\"}"u8) ? First : json.SequenceEqual("{\"$text\":\"infinity\"}"u8) ? Last : [];
        return end.IsEmpty ? [] : kind switch
        {
            ValueKind.Date => end[..10],
            ValueKind.DateTime => end[..^1],
            ValueKind.Timestamp => end,
            _ => [],
        };
    }

    /// <summary>What Npgsql writes for a date or time.</summary>
    /// <param name="text">A canonical text, of any of the three kinds.</param>
    /// <returns>Null where it is as any other.</returns>
    public static string? InfinityOf(ReadOnlySpan<byte> text)
        => IsEnd(text, First) ? "-infinity" : IsEnd(text, Last) ? "infinity" : null;

    private static bool IsEnd(ReadOnlySpan<byte> text, ReadOnlySpan<byte> end)
        => (text.SequenceEqual(end[..10]) || text.SequenceEqual(end[..^1]) || text.SequenceEqual(end)) && !IsDisabled;
}
