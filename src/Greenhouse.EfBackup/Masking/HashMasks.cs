using System.Buffers.Binary;
using System.Buffers.Text;
using Greenhouse.EfBackup.Format;

namespace Greenhouse.EfBackup.Masking;

/// <summary>A text becomes letters that stand for it.</summary>
internal sealed class TextHash(MaskColumn column, TextDigest digest) : ValueMask(column)
{
    /// <summary>128 bits.</summary>
    public const int Length = 2 * Letters.OfWord;

    private readonly int _length = Math.Min(Length, column.MaxLength ?? Length);

    protected override void Replace(ReadOnlySpan<byte> value, RowBuffer row, int start)
    {
        var (first, second) = digest.Of(value);
        Span<byte> letters = stackalloc byte[Length];
        Letters.Write(first, letters[..Letters.OfWord]);
        Letters.Write(second, letters[Letters.OfWord..]);
        Put(letters[.._length], row, start);
    }
}

/// <summary>An integer becomes another one: of its sign, no two the same one, and none that a counter will come to.</summary>
internal sealed class IntegerHash : ValueMask
{
    private readonly Permutation[] _spans;

    public IntegerHash(MaskColumn column, SipHash hash)
        : base(column)
    {
        // Those beyond what the column should hold are there where the database did not care.
        var ends = new[] { long.MinValue, column.Lowest, 0, LastBelowCounters(column) + 1 }.Append(column.Highest == long.MaxValue ? long.MaxValue : column.Highest + 1).Distinct().Order().ToArray();
        _spans = [.. ends.Select((first, index) => (First: first == 0 ? 1 : first, Last: index < ends.Length - 1 ? ends[index + 1] - 1 : long.MaxValue))
            .Where(span => span.First <= span.Last)
            .Select(span => new Permutation(hash, span.First, span.Last))];
    }

    /// <summary>The highest that a value of the lower half becomes: counters go on behind it.</summary>
    public static long LastBelowCounters(MaskColumn column) => column.Highest / 2;

    protected override void Replace(ReadOnlySpan<byte> value, RowBuffer row, int start)
    {
        if (!Utf8Parser.TryParse(value, out long number, out var consumed) || consumed != value.Length)
        {
            throw Refuse("is no integer, and the rule hash makes integers of integers");
        }

        foreach (var span in _spans)
        {
            if (span.Holds(number))
            {
                number = span.Of(number);
                break;
            }
        }

        row.Rewind(start);
        row.WriteInteger(number);
    }
}

/// <summary>A GUID becomes another one, which says that it is random.</summary>
internal sealed class GuidHash(MaskColumn column, SipHash hash) : ValueMask(column)
{
    protected override void Replace(ReadOnlySpan<byte> value, RowBuffer row, int start)
    {
        var (first, second) = hash.Of(value);
        Span<byte> bytes = stackalloc byte[16];
        BinaryPrimitives.WriteUInt64BigEndian(bytes, first);
        BinaryPrimitives.WriteUInt64BigEndian(bytes[8..], second);
        bytes[6] = (byte)((bytes[6] & 0x0F) | 0x40);
        bytes[8] = (byte)((bytes[8] & 0x3F) | 0x80);
        Span<byte> text = stackalloc byte[36];
        new Guid(bytes, bigEndian: true).TryFormat(text, out _);
        Put(text, row, start);
    }
}

/// <summary>Bytes become 16 others.</summary>
internal sealed class BinaryHash(MaskColumn column, SipHash hash) : ValueMask(column)
{
    protected override void Replace(ReadOnlySpan<byte> value, RowBuffer row, int start)
    {
        var (first, second) = hash.Of(value);
        Span<byte> bytes = stackalloc byte[16];
        BinaryPrimitives.WriteUInt64BigEndian(bytes, first);
        BinaryPrimitives.WriteUInt64BigEndian(bytes[8..], second);
        row.Rewind(start);
        row.WriteBase64(bytes);
    }
}
