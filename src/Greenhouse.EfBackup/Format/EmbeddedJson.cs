using System.Text.Json;
using System.Text.Unicode;

namespace Greenhouse.EfBackup.Format;

/// <summary>Documents that stand in a row as they are.</summary>
internal static class EmbeddedJson
{
    /// <summary>JSON of one line that is neither null nor looks like a mark: what stands between label and next comma is then the text itself.</summary>
    public static bool IsEmbeddable(ReadOnlySpan<byte> text)
    {
        if (text.IsEmpty || text[0] <= ' ' || text[^1] <= ' ' || text.Contains((byte)'\n') || text.StartsWith("{\"$"u8) || text.SequenceEqual("null"u8) || !Utf8.IsValid(text))
        {
            return false;
        }

        return IsJson(text);
    }

    /// <summary>Text that is one JSON value, nested no deeper than a file may hold.</summary>
    public static bool IsJson(ReadOnlySpan<byte> text)
    {
        try
        {
            var reader = new Utf8JsonReader(text, new JsonReaderOptions { MaxDepth = RowReader.MaxDepth });
            while (reader.Read())
            {
            }

            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
