using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Greenhouse.EfBackup.Tests.Format;

/// <summary>
/// A reader written from FORMAT.md and nothing else: no code of the library, the whole file in memory, line by line.
/// Throws <see cref="InvalidDataException"/> for whatever the page does not allow.
/// </summary>
internal sealed class IndependentReader
{
    private readonly string[] _lines;
    private readonly StringBuilder _structure = new();
    private int _next;

    private IndependentReader(byte[] file)
    {
        var text = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true).GetString(file);
        Require(text.EndsWith('\n'), "every line ends with a line feed");
        _lines = text[..^1].Split('\n');
    }

    public JsonElement Metadata { get; private set; }

    public List<ReadTable> Tables { get; } = [];

    public static IndependentReader Read(byte[] file)
    {
        var reader = new IndependentReader(file);
        reader.ReadMetadata();
        reader.ReadData();
        reader.ReadIntegrity();
        using var whole = JsonDocument.Parse(file, new JsonDocumentOptions { MaxDepth = 2000 });
        Require(whole.RootElement.EnumerateObject().Select(part => part.Name).SequenceEqual(["metadata", "data", "integrity"]), "three parts");
        reader.CheckRows(whole.RootElement.GetProperty("data"));
        return reader;
    }

    private void ReadMetadata()
    {
        Take("{");
        const string label = "\"metadata\": ";
        var line = Take();
        Require(line.StartsWith(label + "{", StringComparison.Ordinal), "the metadata object");
        var json = new StringBuilder(line[label.Length..]);
        while ((line = Take()) != "},")
        {
            Require(line.StartsWith(' '), "a line inside of the metadata begins with a space");
            json.Append('\n').Append(line);
        }

        Metadata = JsonDocument.Parse(json.Append('}').ToString()).RootElement;
        var first = Metadata.EnumerateObject().First();
        Require(first.Name == "format" && first.Value.GetInt32() == 1, "format 1, first");
    }

    private void ReadData()
    {
        Take("\"data\": {");
        var keys = Metadata.GetProperty("tables").EnumerateArray().Select(table => table.GetProperty("key").GetString()!).ToArray();
        for (var i = 0; i < keys.Length; i++)
        {
            Take($"{Quote(keys[i])}: [");
            var rows = new List<string>();
            while (!_lines[_next].StartsWith(']'))
            {
                rows.Add(_lines[_next++]);
            }

            Take(i < keys.Length - 1 ? "]," : "]");
            Require(rows.SkipLast(1).All(row => row.EndsWith("},", StringComparison.Ordinal)) && rows.TakeLast(1).All(row => row.EndsWith('}')), "all rows but the last end with a comma");
            Require(Metadata.GetProperty("statistics").GetProperty(keys[i]).GetInt64() == rows.Count, "the statistics");
            Tables.Add(new ReadTable(keys[i], rows.Count, Encoding.UTF8.GetBytes(string.Concat(rows.Select(row => row + "\n")))));
        }

        Take("},");
    }

    private void ReadIntegrity()
    {
        Take("\"integrity\": {");
        Take("\"tables\": {");
        foreach (var table in Tables)
        {
            Take($"{Quote(table.Key)}: {{\"rows\":{table.Rows},\"sha256\":\"{Hash(table.Lines)}\"}}{(table == Tables[^1] ? "" : ",")}");
        }

        Take("},");
        var hash = Hash(Encoding.UTF8.GetBytes(_structure.ToString()));
        Take($"\"sha256\": \"{hash}\"");
        Take("}");
        Take("}");
        Require(_next == _lines.Length, "nothing follows");
    }

    /// <summary>Every row names every stored column, in the order of the metadata.</summary>
    private void CheckRows(JsonElement data)
    {
        foreach (var (table, rows) in Metadata.GetProperty("tables").EnumerateArray().Zip(data.EnumerateObject()))
        {
            var columns = table.GetProperty("columns").EnumerateArray()
                .Where(column => !(column.TryGetProperty("generated", out var generated) && generated.GetBoolean()))
                .Select(column => column.GetProperty("name").GetString()).ToArray();
            Require(rows.Value.EnumerateArray().All(row => row.EnumerateObject().Select(value => value.Name).SequenceEqual(columns)), "every stored column in order");
        }
    }

    private string Take()
    {
        Require(_next < _lines.Length, "the file goes on");
        _structure.Append(_lines[_next]).Append('\n');
        return _lines[_next++];
    }

    private void Take(string expected)
    {
        var line = Take();
        Require(line == expected, $"'{expected}', not '{line}'");
    }

    private static string Hash(byte[] bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));

    /// <summary>The one way of escaping that the page allows.</summary>
    private static string Quote(string text)
        => "\"" + string.Concat(text.Select(character => character switch
        {
            '"' => "\\\"",
            '\\' => "\\\\",
            '\b' => "\\b",
            '\f' => "\\f",
            '\n' => "\\n",
            '\r' => "\\r",
            '\t' => "\\t",
            < ' ' => $"\\u{(int)character:x4}",
            _ => character.ToString(),
        })) + "\"";

    private static void Require(bool holds, string rule)
    {
        if (!holds)
        {
            throw new InvalidDataException($"FORMAT.md: {rule}.");
        }
    }
}
