using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Unicode;
using Greenhouse.EfBackup.Protocol;

namespace Greenhouse.EfBackup.Verification.Differences.Page;

/// <summary>Names and values of others on their way into a page: as text, whatever they look like.</summary>
internal static class PageText
{
    /// <summary>The longest value that is shown whole, in bytes of JSON.</summary>
    private const int MostOfValue = 400;

    private static readonly HtmlEncoder _encoder = HtmlEncoder.Create(UnicodeRanges.All);

    public static string Of(string text) => _encoder.Encode(ControlCharacters.Escape(text));

    public static string Of(long number) => number.ToString("N0", CultureInfo.InvariantCulture);

    /// <summary>A value as it stands in the file; a long one is cut, and says so.</summary>
    public static string OfValue(ReadOnlySpan<byte> json)
    {
        var text = Of(ShownValue.BeginningOf(json, MostOfValue));
        return json.Length <= MostOfValue ? text : $"{text}<span class=\"cut\">&hellip; {Of(json.Length)} bytes</span>";
    }

    /// <summary>How a value is set: numbers to the right, null aside.</summary>
    public static string ClassOf(ReadOnlySpan<byte> json) => json[0] switch { (byte)'-' or (>= (byte)'0' and <= (byte)'9') => "num", (byte)'n' => "null", _ => "val" };
}
