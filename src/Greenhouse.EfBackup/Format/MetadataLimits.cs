using System.Text.Json;

namespace Greenhouse.EfBackup.Format;

/// <summary>
/// Looks metadata through before anything is made of it: a list of millions of empty objects fits into few bytes, and what it would become does not fit into memory.
/// </summary>
internal static class MetadataLimits
{
    /// <summary>More than any database allows in a table (SQLite 32767, PostgreSQL 1600).</summary>
    public const int MaxColumns = 32767;

    /// <summary>The most elements of any other list, and the most properties of an object.</summary>
    public const int MaxElements = 100_000;

    /// <exception cref="EfBackupException">A list is too long.</exception>
    /// <exception cref="JsonException">It is no JSON, is nested too deep, or names a property twice: readers differ in which one they take.</exception>
    public static void Check(ReadOnlySpan<byte> json, string file)
    {
        var reader = new Utf8JsonReader(json);
        var open = new Stack<Container>();
        var columns = false;
        while (reader.Read())
        {
            switch (reader.TokenType)
            {
                case JsonTokenType.EndObject or JsonTokenType.EndArray:
                    open.Pop();
                    continue;
                case JsonTokenType.PropertyName:
                    Name(ref reader, open.Peek());
                    columns = reader.ValueTextEquals("columns"u8);
                    continue;
            }

            if (open.TryPeek(out var container) && ++container.Count > container.Most)
            {
                throw FileErrors.Limit(file, $"a list in its metadata has more than {container.Most} elements");
            }

            if (reader.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray)
            {
                open.Push(new Container(reader.TokenType == JsonTokenType.StartArray && columns ? MaxColumns : MaxElements));
            }

            columns = false;
        }
    }

    private static void Name(ref Utf8JsonReader reader, Container container)
    {
        try
        {
            var name = reader.GetString()!;
            if (!(container.Names ??= new HashSet<string>(StringComparer.Ordinal)).Add(name))
            {
                throw new JsonException($"\"{name}\" stands in it twice");
            }
        }
        catch (InvalidOperationException exception)
        {
            // An escape that is half of a character.
            throw new JsonException(exception.Message, exception);
        }
    }

    private sealed class Container(int most)
    {
        public int Most => most;

        public int Count { get; set; }

        public HashSet<string>? Names { get; set; }
    }
}
