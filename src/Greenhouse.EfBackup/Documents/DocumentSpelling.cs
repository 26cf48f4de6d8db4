using System.Buffers;
using System.Text;
using System.Text.Json;
using Greenhouse.EfBackup.Format;

namespace Greenhouse.EfBackup.Documents;

/// <summary>Gives documents the spelling that the provider of another kind of database reads. All but the values that providers spell differently stays as it stands.</summary>
/// <param name="column">The column that takes them.</param>
/// <param name="shape">Where such values are.</param>
/// <param name="isHexadecimal">How bytes are written in what comes in.</param>
/// <param name="completes">Puts in what is left out and may be: in memory nothing is left out.</param>
internal sealed class DocumentSpelling(string column, DocumentShape shape, bool isHexadecimal, bool completes) : IValueSpelling
{
    private readonly ArrayBufferWriter<byte> _value = new();
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

    private void WriteText(ReadOnlySpan<byte> json, RowBuffer target)
    {
        if (!EmbeddedJson.IsJson(json))
        {
            // The database says what it thinks of that.
            target.WriteRaw(json);
            return;
        }

        var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = RowReader.MaxDepth });
        var cursor = new DocumentCursor(shape);
        var written = 0;
        while (reader.Read())
        {
            if (cursor.Take(ref reader) is { } leaf)
            {
                leaf.Spell(column, DocumentCursor.TextOf(ref reader), isHexadecimal, _value);
                target.WriteRaw(json[written..(int)reader.TokenStartIndex]);
                target.WriteRaw(_value.WrittenSpan);
                written = (int)reader.BytesConsumed;
            }
            else if (completes && reader.TokenType == JsonTokenType.EndObject && cursor.LeftOut.Any())
            {
                target.WriteRaw(json[written..(int)reader.TokenStartIndex]);
                target.WriteRaw(Encoding.UTF8.GetBytes((cursor.WasEmpty ? "" : ",") + string.Join(',', cursor.LeftOut.Select(member => $"{Encoding.UTF8.GetString(JsonText.Quote(member.Name))}:{member.Json}"))));
                written = (int)reader.TokenStartIndex;
            }
        }

        target.WriteRaw(json[written..]);
    }
}
