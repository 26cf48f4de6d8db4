using System.Text.Json;

namespace Greenhouse.EfBackup.Format;

/// <summary>What kind of JSON a value is.</summary>
internal enum TokenType
{
    Null,
    True,
    False,
    Number,
    String,

    /// <summary>An object or array (or any JSON, where a document was asked for).</summary>
    Document,
}

/// <summary>A value as it stands in a row.</summary>
/// <param name="Type">What it is.</param>
/// <param name="Start">Where it begins in the chunk; for text, after the quote.</param>
/// <param name="Length">Its bytes; for text, without the quotes.</param>
/// <param name="Escaped">The text holds escapes.</param>
internal readonly record struct Token(TokenType Type, int Start, int Length, bool Escaped = false);

/// <summary>
/// Takes the values out of a chunk of rows. A row is one line that names every stored column of the table in order, as the writer wrote
/// it: the names are compared, not parsed. Malformed rows throw <see cref="FormatException"/>; whoever knows the table names it.
/// </summary>
internal ref struct RowReader(RowChunk chunk)
{
    /// <summary>The deepest nesting of an embedded document.</summary>
    public const int MaxDepth = 1000;

    private readonly ReadOnlySpan<byte> _bytes = chunk.Bytes;
    private readonly int _end = chunk.Start + chunk.Length;
    private int _place = chunk.Start;

    public readonly bool AtEnd => _place == _end;

    /// <summary>Where the next byte stands in the chunk's array.</summary>
    public readonly int Place => _place;

    /// <summary>The <c>{"name":</c> or <c>,"name":</c> before each value of a table's rows.</summary>
    public static byte[][] Labels(TableDescription table)
        => [.. table.StoredColumns.Select((column, index) => (byte[])[(byte)(index == 0 ? '{' : ','), .. JsonText.Quote(column.Name), (byte)':'])];

    /// <summary>These bytes come next.</summary>
    public readonly bool IsNext(ReadOnlySpan<byte> literal) => _bytes[_place.._end].StartsWith(literal);

    /// <summary>Takes <c>{"$name":</c> and gives the name, for a value that is marked with how its database holds it.</summary>
    public string ReadMark()
    {
        Expect("{"u8);
        var name = ReadValue();
        Expect(":"u8);
        return System.Text.Encoding.UTF8.GetString(_bytes.Slice(name.Start, name.Length));
    }

    /// <summary>Takes exactly these bytes.</summary>
    public void Expect(ReadOnlySpan<byte> literal)
    {
        if (!IsNext(literal))
        {
            throw new FormatException($"{System.Text.Encoding.UTF8.GetString(literal).TrimEnd()} is missing");
        }

        _place += literal.Length;
    }

    /// <summary>Takes the end of a row, and the separator behind it.</summary>
    public void EndRow()
    {
        Expect("}"u8);
        if (_place < _end && _bytes[_place] == ',')
        {
            _place++;
        }

        Expect("\n"u8);
    }

    /// <summary>Takes one value, of whatever JSON type.</summary>
    public Token ReadValue()
    {
        var first = _place < _end ? _bytes[_place] : (byte)0;
        return first switch
        {
            (byte)'"' => ReadText(),
            (byte)'n' => ReadLiteral("null"u8, TokenType.Null),
            (byte)'t' => ReadLiteral("true"u8, TokenType.True),
            (byte)'f' => ReadLiteral("false"u8, TokenType.False),
            (byte)'{' or (byte)'[' => ReadNested(),
            _ => ReadNumber(),
        };
    }

    /// <summary>Takes one whole JSON value and what stands in it.</summary>
    public Token ReadDocument()
    {
        var token = ReadValue();
        return token.Type == TokenType.String
            ? new Token(TokenType.Document, token.Start - 1, token.Length + 2)
            : token with { Type = TokenType.Document };
    }

    private Token ReadNested()
    {
        var reader = new Utf8JsonReader(_bytes[_place.._end], new JsonReaderOptions { MaxDepth = MaxDepth });
        try
        {
            reader.Read();
            reader.Skip();
        }
        catch (JsonException exception)
        {
            throw new FormatException("it is not JSON", exception);
        }

        var token = new Token(TokenType.Document, _place, (int)reader.BytesConsumed);
        _place += token.Length;
        return token;
    }

    private Token ReadLiteral(ReadOnlySpan<byte> literal, TokenType type)
    {
        var start = _place;
        Expect(literal);
        return new Token(type, start, literal.Length);
    }

    private Token ReadText()
    {
        var start = ++_place;
        var escaped = false;
        while (true)
        {
            var next = _bytes[_place.._end].IndexOfAny((byte)'"', (byte)'\\');
            if (next < 0)
            {
                throw new FormatException("text has no end");
            }

            _place += next;
            if (_bytes[_place] == '"')
            {
                return new Token(TokenType.String, start, _place++ - start, escaped);
            }

            escaped = true;
            _place = Math.Min(_place + 2, _end);
        }
    }

    /// <summary>JSON's numeral and no other: what follows a malformed one is then not what must come next.</summary>
    private Token ReadNumber()
    {
        var start = _place;
        _ = Take((byte)'-');
        if (!Take((byte)'0'))
        {
            TakeDigits();
        }

        if (Take((byte)'.'))
        {
            TakeDigits();
        }

        if (Take((byte)'E') || Take((byte)'e'))
        {
            _ = Take((byte)'+') || Take((byte)'-');
            TakeDigits();
        }

        return new Token(TokenType.Number, start, _place - start);
    }

    private bool Take(byte value)
    {
        var taken = _place < _end && _bytes[_place] == value;
        _place += taken ? 1 : 0;
        return taken;
    }

    private void TakeDigits()
    {
        var start = _place;
        while (_place < _end && (uint)(_bytes[_place] - '0') <= 9)
        {
            _place++;
        }

        if (_place == start)
        {
            throw new FormatException("a value is missing");
        }
    }
}
