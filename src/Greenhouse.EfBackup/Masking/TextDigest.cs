using System.Text;
using Greenhouse.EfBackup.Format;

namespace Greenhouse.EfBackup.Masking;

/// <summary>What stands for a text: equal for what the database takes for equal, and telling nothing of it without the key.</summary>
internal sealed class TextDigest(SipHash hash, MaskColumn column)
{
    /// <param name="value">A JSON value; of a string, equal texts have equal bytes.</param>
    public (ulong First, ulong Second) Of(ReadOnlySpan<byte> value)
    {
        var text = value[0] == (byte)'"' ? value[1..^1] : value;
        return hash.Of(column.FoldsCase ? Fold(text) : column.PaddedTo is null ? text : text.TrimEnd((byte)' '));
    }

    private static byte[] Fold(ReadOnlySpan<byte> text)
    {
        var plain = new byte[text.Length];
        var length = JsonText.Unescape(text, plain);
        return Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(plain.AsSpan(0, length)).ToLowerInvariant());
    }
}
