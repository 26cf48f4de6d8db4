using System.Text;
using Greenhouse.EfBackup.Format;

namespace Greenhouse.EfBackup.Documents;

/// <summary>
/// Documents that code has as text, in a column of JSON. Other kinds of database hold the text, so that in a seed for all of them objects and lists stand as
/// they are, which every kind takes, and anything else is marked as the text that code has.
/// </summary>
internal sealed class TextDocument : IValueSpelling
{
    /// <summary>The JSON whose text a JSON string is; null of everything else.</summary>
    public static string? Inside(ReadOnlySpan<byte> json)
        => json[0] == '"' && JsonText.Unquote(json) is var text && EmbeddedJson.IsJson(Encoding.UTF8.GetBytes(text)) ? text : null;

    /// <inheritdoc/>
    public void Write(ReadOnlySpan<byte> json, RowBuffer row)
    {
        if (json[0] is (byte)'{' or (byte)'[')
        {
            row.WriteRaw(json);
            return;
        }

        row.WriteRaw("{\"$text\":"u8);
        row.WriteQuoted(json);
        row.WriteRaw("}"u8);
    }
}
