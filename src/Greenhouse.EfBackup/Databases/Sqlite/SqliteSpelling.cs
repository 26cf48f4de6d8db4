using System.Buffers.Text;
using System.Runtime.CompilerServices;
using Greenhouse.EfBackup.Format;

namespace Greenhouse.EfBackup.Databases.Sqlite;

/// <summary>
/// The texts in which Microsoft.Data.Sqlite stores what SQLite has no type for, and their canonical forms. Each direction succeeds only
/// where the other gives the same bytes back; what it can't convert is written raw.
/// </summary>
internal static class SqliteSpelling
{
    /// <summary>More than any text that is converted.</summary>
    public const int MaxLength = 64;

    /// <summary>Stored text to canonical text.</summary>
    /// <returns>Its length; -1 where the text is not the one that the driver stores.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static int ToCanonical(ValueKind kind, ReadOnlySpan<byte> stored, Span<byte> target)
        => stored.Length > MaxLength ? -1 : kind switch
        {
            ValueKind.Guid when TemporalText.IsGuid(stored, upperCase: true) => Recase(stored, target, add: 0x20),
            ValueKind.Date when TemporalText.IsDate(stored) => Copy(stored, target),
            ValueKind.Time => TimeToCanonical(stored, target),
            ValueKind.DateTime when TemporalText.IsDateTime(stored, (byte)' ') => Separated(stored, target, (byte)'T'),
            ValueKind.Timestamp => TimestampToCanonical(stored, target),
            ValueKind.Interval => IntervalToCanonical(stored, target),
            _ => -1,
        };

    /// <summary>Canonical text to stored text.</summary>
    /// <returns>Its length; -1 where the text is not of its kind.</returns>
    public static int ToStored(ValueKind kind, ReadOnlySpan<byte> canonical, Span<byte> target)
        => canonical.Length > MaxLength ? -1 : kind switch
        {
            ValueKind.Guid when TemporalText.IsGuid(canonical, upperCase: false) => Recase(canonical, target, add: -0x20),
            ValueKind.Date when TemporalText.IsDate(canonical) => Copy(canonical, target),
            ValueKind.Time when TemporalText.IsTime(canonical) => TimeToStored(canonical, target),
            ValueKind.DateTime when TemporalText.IsDateTime(canonical, (byte)'T') => Separated(canonical, target, (byte)' '),
            ValueKind.Timestamp => TimestampToStored(canonical, target),
            ValueKind.Interval => IntervalToStored(canonical, target),
            _ => -1,
        };

    private static int Copy(ReadOnlySpan<byte> text, Span<byte> target)
    {
        text.CopyTo(target);
        return text.Length;
    }

    private static int Separated(ReadOnlySpan<byte> text, Span<byte> target, byte separator)
    {
        text.CopyTo(target);
        target[10] = separator;
        return text.Length;
    }

    private static int Recase(ReadOnlySpan<byte> text, Span<byte> target, int add)
    {
        for (var i = 0; i < text.Length; i++)
        {
            target[i] = (byte)(text[i] >= 'A' ? text[i] + add : text[i]);
        }

        return text.Length;
    }

    /// <summary>The driver writes a time with seven digits of fraction or none.</summary>
    private static int TimeToCanonical(ReadOnlySpan<byte> stored, Span<byte> target)
    {
        var trimmed = stored.Length == 16 ? stored.TrimEnd((byte)'0') : stored;
        return trimmed.Length is 8 or (> 9 and <= 16) && (trimmed.Length == 8) == (stored.Length == 8) && TemporalText.IsTime(trimmed)
            && (stored.Length == 8 || stored.Length == 16) ? Copy(trimmed, target) : -1;
    }

    private static int TimeToStored(ReadOnlySpan<byte> canonical, Span<byte> target)
    {
        canonical.CopyTo(target);
        if (canonical.Length == 8)
        {
            return 8;
        }

        target[canonical.Length..16].Fill((byte)'0');
        return 16;
    }

    private static int TimestampToCanonical(ReadOnlySpan<byte> stored, Span<byte> target)
    {
        if (stored.Length < 25 || !TemporalText.IsOffset(stored[^6..]) || !TemporalText.IsDateTime(stored[..^6], (byte)' '))
        {
            return -1;
        }

        Separated(stored, target, (byte)'T');
        if (!stored[^6..].SequenceEqual("+00:00"u8))
        {
            return stored[^6..].SequenceEqual("-00:00"u8) ? -1 : stored.Length;
        }

        target[stored.Length - 6] = (byte)'Z';
        return stored.Length - 5;
    }

    private static int TimestampToStored(ReadOnlySpan<byte> canonical, Span<byte> target)
    {
        if (canonical.Length >= 20 && canonical[^1] == 'Z' && TemporalText.IsDateTime(canonical[..^1], (byte)'T'))
        {
            Separated(canonical[..^1], target, (byte)' ');
            "+00:00"u8.CopyTo(target[(canonical.Length - 1)..]);
            return canonical.Length + 5;
        }

        // An offset of zero is spelled Z.
        return canonical.Length >= 25 && TemporalText.IsOffset(canonical[^6..]) && !canonical[^5..].SequenceEqual("00:00"u8) && TemporalText.IsDateTime(canonical[..^6], (byte)'T')
            ? Separated(canonical, target, (byte)' ') : -1;
    }

    private static int IntervalToCanonical(ReadOnlySpan<byte> stored, Span<byte> target)
    {
        Span<byte> again = stackalloc byte[MaxLength];
        if (!Utf8Parser.TryParse(stored, out TimeSpan value, out var read, 'c') || read != stored.Length
            || !Utf8Formatter.TryFormat(value, again, out var length, 'c') || !stored.SequenceEqual(again[..length]))
        {
            return -1;
        }

        return IntervalText.Write(value, target);
    }

    private static int IntervalToStored(ReadOnlySpan<byte> canonical, Span<byte> target)
        => IntervalText.TryRead(canonical, out var value) && Utf8Formatter.TryFormat(value, target, out var written, 'c') ? written : -1;
}
