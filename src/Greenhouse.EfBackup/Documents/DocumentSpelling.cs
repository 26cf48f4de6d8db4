using System.Buffers;
using System.Text;
using System.Text.Json;
using Greenhouse.EfBackup.Format;

namespace Greenhouse.EfBackup.Documents;

/// <summary>Gives documents the spelling that the provider of another kind of database reads. All but the values that providers spell differently stays as it stands.</summary>
/// <param name="column">The column that takes them.</param>
/// <param name="shape">Where such values are.</param>
/// <param name="isHexadecimal">How bytes are written in what comes in.</param>
internal sealed class DocumentSpelling(string column, DocumentShape shape, bool isHexadecimal) : IValueSpelling
{
    private readonly ArrayBufferWriter<byte> _value = new();
    private readonly Stack<(DocumentShape? Shape, bool IsObject)> _outer = new();
    private readonly RowBuffer _text = new();

    /// <inheritdoc/>
    public void Write(ReadOnlySpan<byte> json, RowBuffer row)
    {
        var marked = json.StartsWith("{\"$text\":\""u8);
        if (!marked && json[0] != '"')
        {
            WriteText(json, row);
            return;
        }

        // A text that is no JSON of one line, or of a column of text.
        var quoted = marked ? json["{\"$text\":"u8.Length..^1] : json;
        var inside = new byte[quoted.Length];
        _text.Clear();
        WriteText(inside.AsSpan(0, JsonText.Unescape(quoted[1..^1], inside)), _text);
        row.WriteRaw(marked ? "{\"$text\":"u8 : ""u8);
        row.WriteQuoted(_text.Written);
        row.WriteRaw(marked ? "}"u8 : ""u8);
    }

    /// <summary>A document as it is, without marks.</summary>
    /// <exception cref="ValueNotHeldException">A value in it can't be written as the database's provider would.</exception>
    public void WriteText(ReadOnlySpan<byte> json, RowBuffer target)
    {
        if (!EmbeddedJson.IsJson(json))
        {
            // The database says what it thinks of that.
            target.WriteRaw(json);
            return;
        }

        var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = RowReader.MaxDepth });
        _outer.Clear();
        DocumentShape? current = shape;
        var written = 0;
        while (reader.Read())
        {
            switch (reader.TokenType)
            {
                case JsonTokenType.PropertyName:
                    current = _outer.Peek().Shape?.Find(reader.GetString()!);
                    continue;
                case JsonTokenType.StartObject:
                case JsonTokenType.StartArray:
                    _outer.Push((current, reader.TokenType == JsonTokenType.StartObject));
                    continue;
                case JsonTokenType.EndObject:
                case JsonTokenType.EndArray:
                    _ = _outer.Pop();
                    break;
                case JsonTokenType.String or JsonTokenType.Number or JsonTokenType.True or JsonTokenType.False when current?.Leaf is { } leaf:
                    var text = reader.TokenType == JsonTokenType.String ? reader.GetString()! : Encoding.UTF8.GetString(reader.ValueSpan);
                    if (leaf.Spell(text, isHexadecimal, _value) is { } why)
                    {
                        throw ValueNotHeldException.Of(column, Encoding.UTF8.GetBytes(text), why);
                    }

                    target.WriteRaw(json[written..(int)reader.TokenStartIndex]);
                    target.WriteRaw(_value.WrittenSpan);
                    written = (int)reader.BytesConsumed;
                    break;
            }

            // In a list comes one more of the same.
            current = _outer.TryPeek(out var outer) && !outer.IsObject ? outer.Shape : null;
        }

        target.WriteRaw(json[written..]);
    }
}
