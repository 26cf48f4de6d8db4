using System.Text.Json;
using System.Text.Unicode;

namespace Greenhouse.EfBackup.Seeds;

/// <summary>Takes a seed apart: JSON in which comments, and a comma after the last value, are allowed. Lines are known of everything that a message may name.</summary>
internal ref struct SeedParser
{
    private static readonly byte[] _mark = [0xEF, 0xBB, 0xBF];
    private readonly ReadOnlySpan<byte> _json;
    private readonly string _file;
    private Utf8JsonReader _reader;
    private int _line = 1;
    private int _counted;

    private SeedParser(ReadOnlySpan<byte> json, string file)
    {
        _json = json;
        _file = file;
        _reader = new Utf8JsonReader(json, new JsonReaderOptions { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true });
    }

    /// <exception cref="EfBackupException">It is none.</exception>
    public static SeedText Parse(ReadOnlySpan<byte> json, string file)
    {
        json = json.StartsWith(_mark) ? json[_mark.Length..] : json;
        if (!Utf8.IsValid(json))
        {
            throw SeedErrors.NotRead(file, "is not UTF-8", "save it as UTF-8");
        }

        try
        {
            return new SeedParser(json, file).Parse();
        }
        catch (JsonException exception)
        {
            throw SeedErrors.NotRead(file, $"is not JSON at line {exception.LineNumber + 1}: {exception.Message}", "correct it; comments and a comma after the last value are allowed", exception);
        }
    }

    private SeedText Parse()
    {
        _reader.Read();
        Expect(JsonTokenType.StartObject, "it is no object");
        var tables = new List<SeedTableText>();
        while (_reader.Read() && _reader.TokenType == JsonTokenType.PropertyName)
        {
            var (name, line) = (_reader.GetString()!, Line());
            _reader.Read();
            if (name is "metadata" && _reader.TokenType == JsonTokenType.StartObject)
            {
                throw SeedErrors.NotRead(_file, "is a backup", "bring its rows in by `dotnet ef-backup restore --mode merge`, or write a seed by `dotnet ef-backup create --seed`");
            }

            if (name is SeedText.VersionKey or SeedText.SchemaKey)
            {
                ReadKey(name, line);
            }
            else if (tables.Any(table => table.Name == name))
            {
                throw SeedErrors.Shape(_file, line, $"{name} is there twice");
            }
            else
            {
                Expect(JsonTokenType.StartArray, $"{name} is no array");
                tables.Add(new SeedTableText(name, line, ReadRows()));
            }
        }

        // Nothing may follow.
        _reader.Read();
        return new SeedText(_file, tables);
    }

    private void ReadKey(string name, int line)
    {
        if (name == SeedText.VersionKey && (_reader.TokenType != JsonTokenType.Number || !_reader.TryGetInt32(out var version) || version != SeedText.Version))
        {
            throw SeedErrors.NotRead(_file, $"is of another version at line {line}: this one reads {SeedText.VersionKey} {SeedText.Version}", "update Greenhouse.EfBackup");
        }

        _reader.Skip();
    }

    private List<SeedRowText> ReadRows()
    {
        var rows = new List<SeedRowText>();
        while (_reader.Read() && _reader.TokenType != JsonTokenType.EndArray)
        {
            Expect(JsonTokenType.StartObject, "a row is no object");
            rows.Add(ReadRow(rows.Count + 1, Line()));
        }

        return rows;
    }

    private SeedRowText ReadRow(int number, int line)
    {
        var values = new List<KeyValuePair<string, JsonElement>>();
        string? own = null;
        while (_reader.Read() && _reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = _reader.GetString()!;
            if (values.Any(value => value.Key == name) || (own is not null && name == SeedText.ReferenceKey))
            {
                throw SeedErrors.Shape(_file, Line(), $"a row has {name} twice");
            }

            _reader.Read();
            if (name == SeedText.ReferenceKey)
            {
                Expect(JsonTokenType.String, $"the name of a row, {SeedText.ReferenceKey}, is no text");
                own = _reader.GetString();
            }
            else
            {
                values.Add(new(name, JsonElement.ParseValue(ref _reader)));
            }
        }

        return new SeedRowText(number, line, own, values);
    }

    private void Expect(JsonTokenType type, string otherwise)
    {
        if (_reader.TokenType != type)
        {
            throw SeedErrors.Shape(_file, Line(), otherwise);
        }
    }

    /// <summary>The line of the token at hand; asked for from front to back.</summary>
    private int Line()
    {
        var place = (int)_reader.TokenStartIndex;
        _line += _json[_counted..place].Count((byte)'\n');
        _counted = place;
        return _line;
    }
}
