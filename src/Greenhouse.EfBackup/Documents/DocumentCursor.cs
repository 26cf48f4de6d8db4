using System.Text;
using System.Text.Json;

namespace Greenhouse.EfBackup.Documents;

/// <summary>Where a reader of a document is, and what stands there.</summary>
/// <param name="shape">The document's.</param>
internal sealed class DocumentCursor(DocumentShape shape)
{
    private readonly Stack<(DocumentShape? Shape, bool IsObject, HashSet<string> Names)> _outer = new();
    private DocumentShape? _next = shape;

    /// <summary>What the object that has just ended leaves out, with what that means.</summary>
    public IEnumerable<(string Name, string Json)> LeftOut { get; private set; } = [];

    /// <summary>Nothing stands in the object that has just ended.</summary>
    public bool WasEmpty { get; private set; }

    /// <summary>What stands where the last token does, by the model: owned or complex types of which the token begins no value. Null where nothing is wrong.</summary>
    public (string Name, bool IsList)? Instead { get; private set; }

    /// <summary>Takes the reader's token.</summary>
    /// <returns>The property whose value it is, where providers spell that differently; else null.</returns>
    public DocumentLeaf? Take(ref Utf8JsonReader reader)
    {
        Instead = IsInstead(reader.TokenType) ? _next?.Container : null;
        switch (reader.TokenType)
        {
            case JsonTokenType.PropertyName:
                var name = reader.GetString()!;
                _ = _outer.Peek().Names.Add(name);
                _next = _outer.Peek().Shape?.Find(name);
                return null;
            case JsonTokenType.StartObject or JsonTokenType.StartArray:
                _outer.Push((_next, reader.TokenType == JsonTokenType.StartObject, []));
                return null;
            case JsonTokenType.EndObject or JsonTokenType.EndArray:
                var ended = _outer.Pop();
                LeftOut = ended is { IsObject: true, Shape: { } known } ? known.Optional.Where(member => !ended.Names.Contains(member.Name)) : [];
                WasEmpty = ended.Names.Count == 0;
                break;
        }

        var leaf = reader.TokenType is (JsonTokenType.String or JsonTokenType.Number or JsonTokenType.True or JsonTokenType.False) && _next?.Leaf is { IsSpelledByProvider: true } found ? found : null;
        // In a list comes one more of the same.
        _next = _outer.TryPeek(out var outer) && !outer.IsObject ? outer.Shape : null;
        return leaf;
    }

    private bool IsInstead(JsonTokenType token)
    {
        if (_next?.Container is not var (_, isList) || token is JsonTokenType.PropertyName or JsonTokenType.EndObject or JsonTokenType.EndArray or JsonTokenType.Null)
        {
            return false;
        }

        var isInList = _outer.TryPeek(out var outer) && !outer.IsObject;
        return token != (isList && !isInList ? JsonTokenType.StartArray : JsonTokenType.StartObject);
    }

    /// <summary>The text of a value that was taken.</summary>
    public static string TextOf(ref Utf8JsonReader reader) => reader.TokenType == JsonTokenType.String ? reader.GetString()! : Encoding.UTF8.GetString(reader.ValueSpan);
}
