namespace Greenhouse.EfBackup.Format;

/// <summary>
/// An order of values as they stand in rows: the one of FORMAT.md for nearly every key. For the rest (intervals, raw values, decimals beyond a double) it is an order
/// all the same.
/// </summary>
internal sealed class ValueOrder
{
    private byte[] _left = [];
    private byte[] _right = [];

    /// <param name="byValue">Numbers that are spelled differently and are equal are equal.</param>
    /// <param name="bytes">Both are base64.</param>
    public int Compare(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right, bool byValue, bool bytes)
    {
        var (rank, other) = (Rank(left[0]), Rank(right[0]));
        return rank != other ? rank.CompareTo(other) : rank switch
        {
            _ when left.SequenceEqual(right) => 0,
            3 => CompareNumbers(left, right, byValue),
            4 when bytes => CompareBase64(left, right),
            4 => CompareText(left[1..^1], right[1..^1]),
            _ => left.SequenceCompareTo(right),
        };
    }

    /// <summary>The insides of two JSON strings.</summary>
    public int CompareText(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right) => Plain(left, ref _left).SequenceCompareTo(Plain(right, ref _right));

    /// <summary>Nulls come first, then false, true, numbers, texts and whatever is marked or nested.</summary>
    private static int Rank(byte first) => first switch { (byte)'n' => 0, (byte)'f' => 1, (byte)'t' => 2, (byte)'"' => 4, (byte)'{' or (byte)'[' => 5, _ => 3 };

    private static int CompareNumbers(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right, bool byValue)
    {
        var order = Numeral.TryRead(left, out var number) && Numeral.TryRead(right, out var other) ? number.CompareTo(other) : left.SequenceCompareTo(right);
        return order != 0 || byValue ? order : left.SequenceCompareTo(right);
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
