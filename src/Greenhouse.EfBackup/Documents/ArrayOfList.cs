using System.Text;
using System.Text.Json;
using Greenhouse.EfBackup.Format;

namespace Greenhouse.EfBackup.Documents;

/// <summary>Makes PostgreSQL's arrays of lists that another kind of database keeps as JSON.</summary>
/// <param name="target">The column that takes them.</param>
/// <param name="element">What is in them.</param>
/// <param name="isHexadecimal">How bytes are written in what comes in.</param>
internal sealed class ArrayOfList(ColumnDescription target, DocumentLeaf element, bool isHexadecimal) : IValueSpelling
{
    private readonly string _type = target.StoreType[..target.StoreType.LastIndexOf("[]", StringComparison.Ordinal)];

    /// <inheritdoc/>
    public void Write(ReadOnlySpan<byte> json, RowBuffer row)
    {
        var text = json[0] == '"' ? JsonText.Unquote(json) : Encoding.UTF8.GetString(json);
        try
        {
            using var list = JsonDocument.Parse(text);
            row.WriteQuoted(Encoding.UTF8.GetBytes(ArrayLiteral.Write([.. list.RootElement.EnumerateArray().Select(ElementOf)])));
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            throw ValueNotHeldException.Of(target.Name, Encoding.UTF8.GetBytes(text), "it is no list in JSON");
        }
    }

    private string? ElementOf(JsonElement value)
    {
        if (value.ValueKind == JsonValueKind.Null)
        {
            return null;
        }

        var text = value.ValueKind == JsonValueKind.String ? value.GetString()! : value.GetRawText();
        var read = (element.Type == typeof(string) && value.ValueKind != JsonValueKind.String) || value.ValueKind is JsonValueKind.Array or JsonValueKind.Object ? null : LeafValue.Read(text, element.Type, isHexadecimal);
        return read is null ? throw ValueNotHeldException.Of(target.Name, Encoding.UTF8.GetBytes(text), element.NotRead)
            : ArrayElement.Write(read, _type) ?? throw ValueNotHeldException.Of(target.Name, Encoding.UTF8.GetBytes(text), $"{_type} can't keep it as it is");
    }
}
