using System.Text;
using System.Text.Json;

namespace Greenhouse.EfBackup.Format;

/// <summary>JSON without what a store may change of it and keep the document: white space, the order of properties, the spelling of numbers and of characters.</summary>
internal static class NeutralJson
{
    /// <summary>Writes a document; a text that is none goes out as it is.</summary>
    public static void Write(ReadOnlySpan<byte> text, RowBuffer target)
    {
        var before = target.Position;
        try
        {
            var reader = new Utf8JsonReader(text, new JsonReaderOptions { MaxDepth = RowReader.MaxDepth });
            using var document = JsonDocument.ParseValue(ref reader);
            // Nothing may follow.
            reader.Read();
            Write(document.RootElement, target);
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            // Not JSON, or with an escape that is half of a character.
            target.Rewind(before);
            target.WriteByte((byte)'!');
            target.WriteQuoted(text);
        }
    }

    private static void Write(JsonElement value, RowBuffer target)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                target.WriteByte((byte)'{');
                foreach (var property in value.EnumerateObject().OrderBy(property => property.Name, StringComparer.Ordinal))
                {
                    target.WriteRaw(JsonText.Quote(property.Name));
                    Write(property.Value, target);
                }

                target.WriteByte((byte)'}');
                break;
            case JsonValueKind.Array:
                target.WriteByte((byte)'[');
                foreach (var item in value.EnumerateArray())
                {
                    Write(item, target);
                    target.WriteByte((byte)',');
                }

                target.WriteByte((byte)']');
                break;
            case JsonValueKind.Number when Numeral.TryRead(Encoding.UTF8.GetBytes(value.GetRawText()), out var number):
                number.WriteNeutral(target);
                break;
            case JsonValueKind.String:
                target.WriteRaw(JsonText.Quote(value.GetString()!));
                break;
            default:
                target.WriteRaw(Encoding.UTF8.GetBytes(value.GetRawText()));
                break;
        }
    }
}
