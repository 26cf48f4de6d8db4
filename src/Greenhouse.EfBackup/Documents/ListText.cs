using System.Text;
using System.Text.Json;
using Greenhouse.EfBackup.Format;

namespace Greenhouse.EfBackup.Documents;

/// <summary>Lists of plain values in JSON.</summary>
internal static class ListText
{
    /// <param name="json">The list, or a JSON string that holds it.</param>
    /// <param name="element">What is in it.</param>
    /// <param name="column">The column that takes it.</param>
    /// <returns>The texts of what is in it; null for null.</returns>
    /// <exception cref="ValueNotHeldException">It is no list, or something else is in it.</exception>
    public static IReadOnlyList<string?> ElementsOf(ReadOnlySpan<byte> json, DocumentLeaf element, string column)
    {
        var text = json[0] == '"' ? JsonText.Unquote(json) : Encoding.UTF8.GetString(json);
        try
        {
            using var list = JsonDocument.Parse(text);
            return [.. list.RootElement.EnumerateArray().Select(value => TextOf(value, element, column))];
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            throw ValueNotHeldException.Of(column, Encoding.UTF8.GetBytes(text), "it is no list in JSON");
        }
    }

    private static string? TextOf(JsonElement value, DocumentLeaf element, string column)
        => value.ValueKind switch
        {
            JsonValueKind.Null => null,
            JsonValueKind.String => value.GetString(),
            JsonValueKind.Array or JsonValueKind.Object => throw ValueNotHeldException.Of(column, Encoding.UTF8.GetBytes(value.GetRawText()), element.NotRead),
            _ when element.Type == typeof(string) => throw ValueNotHeldException.Of(column, Encoding.UTF8.GetBytes(value.GetRawText()), element.NotRead),
            _ => value.GetRawText(),
        };
}
