using System.Text;

namespace Greenhouse.EfBackup.Format;

/// <summary>A value that a column can't hold as it is: it would be rounded, cut or changed. Whoever knows the row turns it into an error that names it.</summary>
internal sealed class ValueNotHeldException(string message) : Exception(message)
{
    /// <summary>Enough to find the value by.</summary>
    private const int MostShown = 100;

    /// <param name="column">The column that should take the value.</param>
    /// <param name="value">The value, as text or as a file has it.</param>
    /// <param name="why">What would happen to it.</param>
    public static ValueNotHeldException Of(string column, ReadOnlySpan<byte> value, string why)
        => new($"{column} can't hold {Shown(value)}: {why}");

    /// <summary>On one line, and not cut within a character.</summary>
    private static string Shown(ReadOnlySpan<byte> value)
    {
        var end = Math.Min(value.Length, MostShown);
        while (end < value.Length && (value[end] & 0xC0) == 0x80)
        {
            end--;
        }

        var text = new StringBuilder();
        foreach (var rune in Encoding.UTF8.GetString(value[..end]).EnumerateRunes())
        {
            _ = Rune.IsControl(rune) ? text.Append(System.Globalization.CultureInfo.InvariantCulture, $"\\u{rune.Value:x4}") : text.Append(rune);
        }

        return text.Append(end < value.Length ? "..." : "").ToString();
    }
}
