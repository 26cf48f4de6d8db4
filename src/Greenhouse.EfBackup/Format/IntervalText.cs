using System.Text;
using System.Xml;

namespace Greenhouse.EfBackup.Format;

/// <summary>Durations as ISO 8601 writes them: <c>P1DT2H3M4.5S</c>, <c>-PT1S</c>, <c>PT0S</c>.</summary>
internal static class IntervalText
{
    /// <returns>The length of the text.</returns>
    public static int Write(TimeSpan value, Span<byte> target) => Encoding.ASCII.GetBytes(XmlConvert.ToString(value), target);

    /// <summary>Reads the canonical text of a duration of days and less, and no other.</summary>
    public static bool TryRead(ReadOnlySpan<byte> text, out TimeSpan value)
    {
        value = default;
        var chars = Encoding.ASCII.GetString(text);
        try
        {
            value = XmlConvert.ToTimeSpan(chars);
        }
        catch (Exception exception) when (exception is FormatException or OverflowException)
        {
            return false;
        }

        return string.Equals(XmlConvert.ToString(value), chars, StringComparison.Ordinal);
    }
}
