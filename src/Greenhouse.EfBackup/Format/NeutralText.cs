namespace Greenhouse.EfBackup.Format;

/// <summary>Values in a spelling that two kinds of databases share, for comparison only: equal values look equal, and others do not.</summary>
internal sealed class NeutralText
{
    private readonly RowBuffer _text = new();
    private byte[] _scratch = [];

    public ReadOnlySpan<byte> Written => _text.Written;

    public void Clear() => _text.Clear();

    /// <summary>Takes the next value of a row.</summary>
    /// <param name="row">Stands before the value.</param>
    /// <param name="chunk">The row's bytes.</param>
    /// <param name="kind">The value's own kind.</param>
    /// <param name="other">The kind that it has in the other database.</param>
    /// <exception cref="FormatException">There is no value.</exception>
    public void Write(ref RowReader row, byte[] chunk, ValueKind kind, ValueKind other)
    {
        var embedded = kind == ValueKind.Json && !row.IsNext("{\"$"u8) && !row.IsNext("null"u8);
        var token = embedded ? row.ReadDocument() : row.ReadValue();
        ReadOnlySpan<byte> value = chunk.AsSpan(token.Start, token.Length);
        if (embedded)
        {
            NeutralJson.Write(value, _text);
        }
        else if (other == ValueKind.Json || kind == ValueKind.Json)
        {
            WriteTextOfJson(token, chunk);
        }
        else if (token.Type == TokenType.Number && Numeral.TryRead(value, out var number))
        {
            number.WriteNeutral(_text);
        }
        else if (EndlessTime.TextOf(value, kind) is { IsEmpty: false } end)
        {
            WriteTagged(TokenType.String, kind == ValueKind.Timestamp && other == ValueKind.DateTime ? end[..^1] : end);
        }
        else
        {
            var zoned = kind == ValueKind.Timestamp && other == ValueKind.DateTime && value.EndsWith("Z"u8);
            WriteTagged(token.Type, zoned ? value[..^1] : value);
        }

        // No value has a line feed in it.
        _text.WriteByte((byte)'\n');
    }

    /// <summary>A document that is marked as a text, or one in a column of text.</summary>
    private void WriteTextOfJson(Token token, byte[] chunk)
    {
        if (token.Type == TokenType.Document)
        {
            var inside = new RowReader(new RowChunk(chunk, token.Start, token.Length));
            var mark = inside.ReadMark();
            var text = inside.ReadValue();
            token = mark == "$text" && text.Type == TokenType.String ? text : token;
        }

        ReadOnlySpan<byte> value = chunk.AsSpan(token.Start, token.Length);
        if (token.Type == TokenType.String)
        {
            NeutralJson.Write(Unescape(value), _text);
        }
        else
        {
            WriteTagged(token.Type, value);
        }
    }

    private ReadOnlySpan<byte> Unescape(ReadOnlySpan<byte> text)
    {
        _scratch = _scratch.Length >= text.Length ? _scratch : new byte[text.Length];
        var length = JsonText.Unescape(text, _scratch);
        return length >= 0 ? _scratch.AsSpan(0, length) : throw new FormatException("an escape is none of JSON's");
    }

    /// <summary>The text null is not null.</summary>
    private void WriteTagged(TokenType type, ReadOnlySpan<byte> value)
    {
        _text.WriteByte((byte)('a' + (int)type));
        _text.WriteRaw(value);
    }
}
