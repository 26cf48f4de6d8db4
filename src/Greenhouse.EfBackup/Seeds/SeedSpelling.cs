using System.Text;
using Greenhouse.EfBackup.Databases;
using Greenhouse.EfBackup.Documents;
using Greenhouse.EfBackup.Format;

namespace Greenhouse.EfBackup.Seeds;

/// <summary>
/// Makes of documents and lists as a seed has them what the database's provider reads; any other value stays as it is. A value that the database has no place
/// for is a <see cref="ValueNotHeldException"/>.
/// </summary>
internal static class SeedSpelling
{
    /// <summary>Lists that the database holds as JSON; in a seed they may stand as text.</summary>
    public static Func<SeedValue, SeedValue> OfLists(ListSpelling spelling)
        => value => value.Form switch
        {
            SeedForm.Document => Write(spelling, Encoding.UTF8.GetBytes(value.Text)),
            SeedForm.Canonical => Write(spelling, JsonText.Quote(value.Text)),
            _ => value,
        };

    /// <summary>Lists that the database holds as arrays; in a seed they may stand as it writes those.</summary>
    public static Func<SeedValue, SeedValue> OfArrays(ArrayOfList spelling)
        => value => value switch
        {
            { Form: SeedForm.Document, Text: ['[' or '{', ..] } => Write(spelling, Encoding.UTF8.GetBytes(value.Text)),
            { Form: SeedForm.Canonical } when EmbeddedJson.IsJson(Encoding.UTF8.GetBytes(value.Text)) => Write(spelling, JsonText.Quote(value.Text)),
            _ => value,
        };

    /// <summary>Documents of owned and complex types.</summary>
    public static Func<SeedValue, SeedValue> OfDocuments(CompactSpelling spelling)
        => value => value.Form == SeedForm.Document ? Write(spelling, Encoding.UTF8.GetBytes(value.Text)) : value;

    /// <summary>What code has as text, in a column of JSON: the text of JSON means the JSON.</summary>
    public static SeedValue OfText(SeedValue value)
        => value.Form == SeedForm.Document && TextDocument.Inside(Encoding.UTF8.GetBytes(value.Text)) is { } document ? new SeedValue(SeedForm.Document, document) : value;

    private static SeedValue Write(IValueSpelling spelling, byte[] json)
    {
        var text = new RowBuffer();
        spelling.Write(json, text);
        return text.Written[0] == '"' ? new SeedValue(SeedForm.Raw, JsonText.Unquote(text.Written), "$text") : new SeedValue(SeedForm.Document, Encoding.UTF8.GetString(text.Written));
    }
}
