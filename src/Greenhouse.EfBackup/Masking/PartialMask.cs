using System.Buffers;
using Greenhouse.EfBackup.Format;

namespace Greenhouse.EfBackup.Masking;

/// <summary>Characters at both ends stay, and all others become asterisks; all do where no other would be left.</summary>
internal sealed class PartialMask(MaskColumn column, int first, int last) : ValueMask(column)
{
    protected override void Replace(ReadOnlySpan<byte> value, RowBuffer row, int start)
    {
        if (IsRaw(value))
        {
            Put("*"u8, row, start);
            return;
        }

        var plain = ArrayPool<byte>.Shared.Rent(value.Length + (Column.PaddedTo ?? 0));
        var text = plain.AsSpan(0, JsonText.Unescape(value[1..^1], plain));
        var (length, characters) = Cover(Column.PaddedTo is null ? text : text.TrimEnd((byte)' '));
        for (; characters < Column.PaddedTo; characters++)
        {
            plain[length++] = (byte)' ';
        }

        row.Rewind(start);
        row.WriteQuoted(plain.AsSpan(0, length));
        ArrayPool<byte>.Shared.Return(plain, clearArray: true);
    }

    /// <summary>What is covered takes no more room than what it was.</summary>
    private (int Length, int Characters) Cover(Span<byte> text)
    {
        var total = 0;
        foreach (var unit in text)
        {
            total += Begins(unit) ? 1 : 0;
        }

        var (place, written, stays) = (-1, 0, false);
        foreach (var unit in text)
        {
            if (Begins(unit))
            {
                place++;
                stays = total > first + last && (place < first || place >= total - last);
                text[written] = (byte)'*';
                written += stays ? 0 : 1;
            }

            if (stays)
            {
                text[written++] = unit;
            }
        }

        return (written, total);
    }

    /// <summary>UTF-8: the first byte of a character.</summary>
    private static bool Begins(byte unit) => (unit & 0xC0) != 0x80;
}
