using System.Text;

namespace Greenhouse.EfBackup.Documents;

/// <summary>Arrays of one dimension as PostgreSQL writes and reads them: https://www.postgresql.org/docs/current/arrays.html, "Array Input and Output Syntax".</summary>
internal static class ArrayLiteral
{
    private const string Null = "NULL";

    // What array_out quotes elements for.
    private static readonly System.Buffers.SearchValues<char> _quoted = System.Buffers.SearchValues.Create("\"\\{}, \t\n\r\v\f");

    /// <returns>The elements; null where the literal has more than one dimension, or bounds of its own.</returns>
    /// <exception cref="FormatException">It is no array.</exception>
    public static IReadOnlyList<string?>? Read(string literal)
    {
        if (literal.StartsWith('[') || literal.StartsWith("{{", StringComparison.Ordinal))
        {
            return null;
        }

        if (literal is not ['{', .., '}'])
        {
            throw new FormatException("it is no array");
        }

        var elements = new List<string?>();
        for (var place = 1; place < literal.Length - 1; place++)
        {
            elements.Add(ReadElement(literal, ref place));
            if (place < literal.Length - 1 && literal[place] != ',')
            {
                throw new FormatException("it is no array");
            }
        }

        return elements;
    }

    /// <param name="elements">Their texts; null for null.</param>
    public static string Write(IEnumerable<string?> elements) => $"{{{string.Join(',', elements.Select(Quoted))}}}";

    /// <summary>An element as it stands in an array; null for null.</summary>
    public static string Quoted(string? element)
        => element is null ? Null
            : element.Length > 0 && !element.AsSpan().ContainsAny(_quoted) && !element.Equals(Null, StringComparison.OrdinalIgnoreCase) ? element
            : $"\"{element.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"";

    /// <summary>Ends at the comma behind the element, or at the last brace.</summary>
    private static string? ReadElement(string literal, ref int place)
    {
        if (literal[place] != '"')
        {
            var length = literal.AsSpan(place).IndexOfAny(',', '}');
            var plain = literal.Substring(place, length);
            place += length;
            return plain == Null ? null : plain;
        }

        var text = new StringBuilder();
        for (place++; place < literal.Length - 1 && literal[place] != '"'; place++)
        {
            place += literal[place] == '\\' ? 1 : 0;
            text.Append(literal[place]);
        }

        // The last brace is behind the quote.
        if (place++ >= literal.Length - 1)
        {
            throw new FormatException("it is no array");
        }

        return text.ToString();
    }
}
