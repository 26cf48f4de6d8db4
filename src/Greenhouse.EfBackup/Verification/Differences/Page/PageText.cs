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
    /// <param name="from">Where what is shown begins.</param>
    public static string OfValue(ReadOnlySpan<byte> json, int from = 0)
    {
        var text = $"{(from > 0 ? "<span class=\"cut\">&hellip;</span>" : "")}{Of(ShownValue.BeginningOf(json[from..], MostOfValue))}";
        return json.Length <= MostOfValue ? text : $"{text}<span class=\"cut\">{(json.Length - from > MostOfValue ? "&hellip;" : "")} {Of(json.Length)} bytes</span>";
    }

    /// <summary>Where two values are shown from so that their difference is seen: the start, or a little before the first byte that differs.</summary>
    public static int FirstShown(ReadOnlySpan<byte> old, ReadOnlySpan<byte> @new)
    {
        const int Before = 60;
        var place = Math.Min(old.CommonPrefixLength(@new), Math.Min(old.Length, @new.Length) - 1) - Before;
        if (place < MostOfValue / 2)
        {
            return 0;
        }

        while ((old[place] & 0xC0) == 0x80)
        {
            place--;
        }

        return place;
    }

    /// <summary>How a value is set: numbers to the right, null aside.</summary>
    public static string ClassOf(ReadOnlySpan<byte> json) => json[0] switch { (byte)'-' or (>= (byte)'0' and <= (byte)'9') => "num", (byte)'n' => "null", _ => "val" };
}
