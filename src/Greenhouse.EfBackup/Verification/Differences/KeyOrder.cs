using Greenhouse.EfBackup.Format;

namespace Greenhouse.EfBackup.Verification.Differences;

/// <summary>
/// An order of rows by what makes them that row, and the one of FORMAT.md for nearly every key: two tables that stand in it are compared by going through both
/// once. For the rest (intervals, raw values, decimals beyond a double) it is an order all the same, which is all that <see cref="UnpairedRows"/> needs.
/// </summary>
internal sealed class KeyOrder(TableMatch match)
{
    private readonly ColumnMatch[] _identity = [.. match.Identity];
    private byte[] _left = [];
    private byte[] _right = [];

    /// <returns>0 where the two are one row, whatever its other values are.</returns>
    public int Compare(RowValues left, RowValues right)
    {
        foreach (var column in _identity)
        {
            var order = Compare(left[column.PlaceOf(left.Side)], right[column.PlaceOf(right.Side)], column);
            if (order != 0)
            {
                return order;
            }
        }

        return 0;
    }

    private int Compare(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right, ColumnMatch column)
    {
        var (rank, other) = (Rank(left[0]), Rank(right[0]));
        return rank != other ? rank.CompareTo(other) : rank switch
        {
            _ when left.SequenceEqual(right) => 0,
            3 => CompareNumbers(left, right, column.ByValue),
            4 when column is { OldKind: ValueKind.Binary, NewKind: ValueKind.Binary } => CompareBase64(left, right),
            4 => CompareText(left[1..^1], right[1..^1], column),
            _ => left.SequenceCompareTo(right),
        };
    }

    /// <summary>Nulls come first, then false, true, numbers, texts and whatever is marked or nested.</summary>
    private static int Rank(byte first) => first switch { (byte)'n' => 0, (byte)'f' => 1, (byte)'t' => 2, (byte)'"' => 4, (byte)'{' or (byte)'[' => 5, _ => 3 };

    private static int CompareNumbers(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right, bool byValue)
    {
        var order = Numeral.TryRead(left, out var number) && Numeral.TryRead(right, out var other) ? number.CompareTo(other) : left.SequenceCompareTo(right);
        return order != 0 || byValue ? order : left.SequenceCompareTo(right);
    }

    private int CompareText(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right, ColumnMatch column)
    {
        if ((column.OldKind, column.NewKind) is (ValueKind.Timestamp, ValueKind.DateTime) or (ValueKind.DateTime, ValueKind.Timestamp))
        {
            left = left.EndsWith("Z"u8) ? left[..^1] : left;
            right = right.EndsWith("Z"u8) ? right[..^1] : right;
        }

        return Plain(left, ref _left).SequenceCompareTo(Plain(right, ref _right));
    }

    /// <summary>The order of the bytes: that of the digits' values, and padding before all of them.</summary>
    private static int CompareBase64(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right)
    {
        var same = left.CommonPrefixLength(right);
        return same < left.Length && same < right.Length ? Digit(left[same]).CompareTo(Digit(right[same])) : left.Length.CompareTo(right.Length);
    }

    private static int Digit(byte letter) => "\"=ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"u8.IndexOf(letter);

    private static ReadOnlySpan<byte> Plain(ReadOnlySpan<byte> text, ref byte[] scratch)
    {
        if (!text.Contains((byte)'\\'))
        {
            return text;
        }

        scratch = scratch.Length >= text.Length ? scratch : new byte[text.Length];
        var length = JsonText.Unescape(text, scratch);
        return length >= 0 ? scratch.AsSpan(0, length) : text;
    }
}
