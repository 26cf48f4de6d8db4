using System.Text.Json;
using Greenhouse.EfBackup.Format;

namespace Greenhouse.EfBackup.Databases.PostgreSql.Values;

/// <summary>What the server refuses as JSON, and what jsonb drops of it (https://www.postgresql.org/docs/current/datatype-json.html).</summary>
internal static class JsonbText
{
    /// <param name="document">Text that should be JSON.</param>
    /// <param name="binary">For jsonb; a json is kept as it is spelled.</param>
    /// <returns>Why the column can't hold it as it is; null where it can.</returns>
    public static string? WhyNot(ReadOnlySpan<byte> document, bool binary)
    {
        var reader = new Utf8JsonReader(document, new JsonReaderOptions { MaxDepth = RowReader.MaxDepth });
        var names = new Stack<HashSet<string>>();
        try
        {
            while (reader.Read())
            {
                if (binary && WhyNot(ref reader, names) is { } why)
                {
                    return why;
                }
            }

            return null;
        }
        catch (JsonException)
        {
            return "it is not JSON";
        }
        catch (InvalidOperationException)
        {
            // What the reader says of an escape that is half of a character.
            return "an escape in it is half of a character";
        }
    }

    private static string? WhyNot(ref Utf8JsonReader reader, Stack<HashSet<string>> names)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.StartObject:
                names.Push(new HashSet<string>(StringComparer.Ordinal));
                break;
            case JsonTokenType.EndObject:
                names.Pop();
                break;
            case JsonTokenType.PropertyName when !names.Peek().Add(reader.GetString()!):
                return $"jsonb keeps one of two properties {reader.GetString()}";
        }

        return reader.TokenType is JsonTokenType.PropertyName or JsonTokenType.String && reader.ValueIsEscaped && reader.GetString()!.Contains('\0', StringComparison.Ordinal)
            ? "jsonb holds no U+0000" : null;
    }
}
