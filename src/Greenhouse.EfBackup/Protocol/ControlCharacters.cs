using System.Globalization;
using System.Text;

namespace Greenhouse.EfBackup.Protocol;

/// <summary>
/// Text of others on its way to a terminal. A table, a file or a description may hold escape codes that would repaint the screen or
/// rename its window; they are shown and not obeyed.
/// </summary>
internal static class ControlCharacters
{
    /// <summary>Writes control characters, and those that turn the direction of writing, as <c>\u001b</c>.</summary>
    /// <param name="text">One line.</param>
    public static string Escape(string text)
    {
        var first = 0;
        while (first < text.Length && !Dangerous(text[first]))
        {
            first++;
        }

        if (first == text.Length)
        {
            return text;
        }

        var escaped = new StringBuilder(text, 0, first, text.Length + 16);
        foreach (var c in text.AsSpan(first))
        {
            _ = Dangerous(c) ? escaped.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}") : escaped.Append(c);
        }

        return escaped.ToString();
    }

    private static bool Dangerous(char c) => char.IsControl(c) || c is '\u2028' or '\u2029' or (>= '\u202a' and <= '\u202e') or (>= '\u2066' and <= '\u2069');
}
