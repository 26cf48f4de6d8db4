using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Greenhouse.EfBackup.Format;

namespace Greenhouse.EfBackup.Documents;

/// <summary>Writes documents and lists that a model knows as compact JSON: for every kind of database, in a seed, or as EF Core would write them into one.</summary>
internal sealed class CompactSpelling : IValueSpelling
{
    private readonly ColumnDescription _column;
    private readonly DocumentShape _shape;
    private readonly bool _isHexadecimal;
    private readonly bool _isPortable;
    private readonly JsonWriterOptions _options;
    private readonly ArrayBufferWriter<byte> _value = new();
    private readonly ArrayBufferWriter<byte> _text = new();

    private CompactSpelling(ColumnDescription column, DocumentShape shape, bool isHexadecimal, bool isPortable)
    {
        (_column, _shape, _isHexadecimal, _isPortable) = (column, shape, isHexadecimal, isPortable);
        _options = new JsonWriterOptions { Encoder = isPortable ? JavaScriptEncoder.UnsafeRelaxedJsonEscaping : null, MaxDepth = RowReader.MaxDepth };
    }

    /// <summary>No provider's own spelling, letters as they are. What does not look as the model says stays as it is.</summary>
    /// <param name="column">The column that holds them.</param>
    /// <param name="shape">Where values stand that providers spell differently.</param>
    /// <param name="isHexadecimal">How the database's provider writes bytes.</param>
    public static CompactSpelling Portable(ColumnDescription column, DocumentShape shape, bool isHexadecimal) => new(column, shape.Portable(), isHexadecimal, isPortable: true);

    /// <summary>As EF Core writes them, bytes in Base64 before.</summary>
    public static CompactSpelling OfProvider(ColumnDescription column, DocumentShape shape) => new(column, shape, isHexadecimal: false, isPortable: false);

    /// <inheritdoc/>
    public void Write(ReadOnlySpan<byte> json, RowBuffer row)
    {
        try
        {
            // A list in a column of text is one of JSON inside.
            var text = json[0] == '"' ? Encoding.UTF8.GetBytes(JsonText.Unquote(json)) : json;
            row.WriteRaw(IsDocument(text) ? Compact(text) : _shape.Container is var (name, isList) ? throw Misplaced(text, name, isList) : json);
        }
        catch (ValueNotHeldException) when (_isPortable)
        {
            row.WriteRaw(json);
        }
    }

    /// <summary>A seed takes for a document what begins as one, and has marks of its own.</summary>
    private static bool IsDocument(ReadOnlySpan<byte> text) => !text.IsEmpty && text[0] is (byte)'{' or (byte)'[' && !text.StartsWith("{\"$"u8) && EmbeddedJson.IsJson(text);

    private ValueNotHeldException Misplaced(ReadOnlySpan<byte> value, string name, bool isList)
        => ValueNotHeldException.Of(_column.Name, value, $"{name} is {(isList ? "a list of objects" : "an object")}");

    private ReadOnlySpan<byte> Compact(ReadOnlySpan<byte> text)
    {
        var reader = new Utf8JsonReader(text, new JsonReaderOptions { MaxDepth = RowReader.MaxDepth });
        var cursor = new DocumentCursor(_shape);
        _text.ResetWrittenCount();
        using (var writer = new Utf8JsonWriter(_text, _options))
        {
            while (reader.Read())
            {
                var taken = cursor.Take(ref reader);
                if (cursor.Instead is var (name, isList))
                {
                    var start = (int)reader.TokenStartIndex;
                    reader.Skip();
                    throw Misplaced(text[start..(int)reader.BytesConsumed], name, isList);
                }

                if (taken is { } leaf)
                {
                    leaf.Spell(_column.Name, DocumentCursor.TextOf(ref reader), _isHexadecimal, _value);
                    writer.WriteRawValue(_value.WrittenSpan, skipInputValidation: true);
                }
                else
                {
                    if (reader.TokenType == JsonTokenType.EndObject && !_isPortable)
                    {
                        Complete(cursor.LeftOut, writer);
                    }

                    Copy(ref reader, writer);
                }
            }
        }

        return _text.WrittenSpan;
    }

    /// <summary>EF Core leaves nothing out.</summary>
    private static void Complete(IEnumerable<(string Name, string Json)> leftOut, Utf8JsonWriter writer)
    {
        foreach (var (name, json) in leftOut)
        {
            writer.WritePropertyName(name);
            writer.WriteRawValue(json);
        }
    }

    private static void Copy(ref Utf8JsonReader reader, Utf8JsonWriter writer)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.StartObject:
                writer.WriteStartObject();
                break;
            case JsonTokenType.EndObject:
                writer.WriteEndObject();
                break;
            case JsonTokenType.StartArray:
                writer.WriteStartArray();
                break;
            case JsonTokenType.EndArray:
                writer.WriteEndArray();
                break;
            case JsonTokenType.PropertyName:
                writer.WritePropertyName(reader.GetString()!);
                break;
            case JsonTokenType.String:
                writer.WriteStringValue(reader.GetString());
                break;
            default:
                writer.WriteRawValue(reader.ValueSpan, skipInputValidation: true);
                break;
        }
    }
}
