using System.Buffers;
using System.Buffers.Binary;
using System.Text;
using Greenhouse.EfBackup.Format;

namespace Greenhouse.EfBackup.Verification;

/// <summary>The values of a key as one text to be hashed: equal keys of one set have equal texts, and others do not.</summary>
internal sealed class KeyText
{
    private readonly RowBuffer _text = new();
    private byte[] _scratch = [];

    public ReadOnlySpan<byte> Written => _text.Written;

    /// <summary>Begins a key of a set.</summary>
    public void Begin(int set)
    {
        _text.Clear();
        WriteNumber(set);
    }

    /// <param name="token">A value that is not null.</param>
    /// <param name="chunk">The bytes that it stands in.</param>
    /// <param name="spelling">How it is compared.</param>
    /// <exception cref="FormatException">A text of the file is none.</exception>
    public void Write(Token token, byte[] chunk, KeySpelling spelling)
    {
        var value = chunk.AsSpan(token.Start, token.Length);
        // Where a value ends is known by its length, so that no two keys run into one.
        var start = _text.Position;
        WriteNumber(0);
        _text.WriteByte((byte)token.Type);
        if (spelling == KeySpelling.ByNumber && token.Type == TokenType.Number && Numeral.TryRead(value, out var number))
        {
            number.WriteNeutral(_text);
        }
        else if (spelling == KeySpelling.Folded && token.Type == TokenType.String)
        {
            WriteFolded(value, token.Escaped);
        }
        else
        {
            _text.WriteRaw(value);
        }

        BinaryPrimitives.WriteInt32LittleEndian(_text.Bytes.AsSpan(start), _text.Position - start);
    }

    private void WriteNumber(int number)
    {
        BinaryPrimitives.WriteInt32LittleEndian(_text.Reserve(sizeof(int)), number);
        _text.Advance(sizeof(int));
    }

    private void WriteFolded(ReadOnlySpan<byte> value, bool escaped)
    {
        if (escaped)
        {
            _scratch = _scratch.Length >= value.Length ? _scratch : new byte[value.Length];
            var length = JsonText.Unescape(value, _scratch);
            value = length >= 0 ? _scratch.AsSpan(0, length) : throw new FormatException("an escape is none of JSON's");
        }

        value = value.TrimEnd((byte)' ');
        if (Ascii.ToUpper(value, _text.Reserve(value.Length), out var written) == OperationStatus.Done)
        {
            _text.Advance(written);
        }
        else
        {
            // Not by a culture, which a process need not have.
            _text.WriteRaw(Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(value).ToUpperInvariant()));
        }
    }
}
