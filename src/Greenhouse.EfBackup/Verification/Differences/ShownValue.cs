using System.Text;
using System.Text.Json;

namespace Greenhouse.EfBackup.Verification.Differences;

/// <summary>A value of a row as a result carries it: as it stands in the file, and of a long one the beginning.</summary>
internal static class ShownValue
{
    /// <summary>The longest that is shown whole, in bytes of JSON.</summary>
    public const int Most = 4096;

    // Readers of JSON stop at 64 levels, and a result has some of its own.
    private const int MostDepth = 32;

    public static JsonElement Of(ReadOnlySpan<byte> json)
        => json.Length <= Most && TryParse(json, out var value) ? value : Cut(json);

    /// <summary>The beginning of a text, whole characters.</summary>
    public static string BeginningOf(ReadOnlySpan<byte> text, int most)
    {
        var length = Math.Min(most, text.Length);
        while (length > 0 && length < text.Length && (text[length] & 0xC0) == 0x80)
        {
            length--;
        }

        return Encoding.UTF8.GetString(text[..length]);
    }

    private static bool TryParse(ReadOnlySpan<byte> json, out JsonElement value)
    {
        try
        {
            var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = MostDepth });
            value = JsonElement.ParseValue(ref reader);
            return true;
        }
        catch (JsonException)
        {
            value = default;
            return false;
        }
    }

    private static JsonElement Cut(ReadOnlySpan<byte> json)
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            writer.WriteString("$cut", BeginningOf(json, Most));
            writer.WriteNumber("bytes", json.Length);
            writer.WriteEndObject();
        }

        var reader = new Utf8JsonReader(buffer.ToArray());
        return JsonElement.ParseValue(ref reader);
    }
}
