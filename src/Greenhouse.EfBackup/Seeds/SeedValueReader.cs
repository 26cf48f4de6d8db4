using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Greenhouse.EfBackup.Databases;
using Greenhouse.EfBackup.Format;

namespace Greenhouse.EfBackup.Seeds;

/// <summary>Values as people, and backups, write them.</summary>
/// <param name="now">The time that relative ones are counted from.</param>
internal sealed class SeedValueReader(DateTimeOffset now)
{
    private const string ColumnKey = "column";
    private static readonly JsonWriterOptions _compact = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private static readonly string[] _marks = ["$text", "$integer", "$real", "$utf8", "$blob"];

    /// <param name="column">Takes the value.</param>
    /// <param name="enumeration">Whose names are numbers there; null where it holds none.</param>
    /// <exception cref="FormatException">It is none for the column; the message follows <c>Id has </c>.</exception>
    public PlannedCell Read(ColumnDescription column, Type? enumeration, JsonElement value)
        => value.ValueKind switch
        {
            JsonValueKind.Null => new PlannedCell(column, SeedValue.Null),
            JsonValueKind.Object when value.EnumerateObject().Select(property => property.Name).FirstOrDefault() is ['$', ..] => Marked(column, value),
            _ when column.Kind == ValueKind.Json => new PlannedCell(column, new SeedValue(SeedForm.Document, Document(value))),
            JsonValueKind.Object or JsonValueKind.Array when column.Kind is ValueKind.String or ValueKind.Text => new PlannedCell(column, new SeedValue(SeedForm.Document, Document(value))),
            _ => new PlannedCell(column, SeedValue.Canonical(
                EnumerationValue(column, enumeration, value) ?? HandwrittenValue.Canonical(column.Kind, value) ?? throw Unfit(value, HandwrittenValue.Takes(column.Kind)))),
        };

    private PlannedCell Marked(ColumnDescription column, JsonElement value)
    {
        var properties = value.EnumerateObject().ToArray();
        var (name, inside) = (properties[0].Name, properties[0].Value);
        return name switch
        {
            SeedText.ReferenceKey when inside.ValueKind == JsonValueKind.String && properties.Skip(1).All(property => property.Name == ColumnKey && property.Value.ValueKind == JsonValueKind.String) && properties.Length <= 2
                => new PlannedCell(column, value: null) { Reference = inside.GetString(), ReferencedColumn = properties.Length == 2 ? properties[1].Value.GetString() : null },
            SeedMoments.Now or SeedMoments.Today when properties.Length == 1 && inside.ValueKind == JsonValueKind.String
                => new PlannedCell(column, SeedValue.Canonical(SeedMoments.Read(column.Kind, name, inside.GetString()!, now) ?? throw Unfit(value, SeedMoments.Takes))) { IsRelative = true },
            _ when properties.Length == 1 && _marks.Contains(name)
                => new PlannedCell(column, new SeedValue(SeedForm.Raw, inside.ValueKind == JsonValueKind.String ? inside.GetString()! : inside.GetRawText(), name)),
            _ => throw Unfit(value, $"{SeedText.ReferenceKey}, {SeedMoments.Now}, {SeedMoments.Today}, {string.Join(", ", _marks)}, with a text; a document that begins like that is written {{\"$text\": \"...\"}}"),
        };
    }

    private static string? EnumerationValue(ColumnDescription column, Type? enumeration, JsonElement value)
        => column.Kind == ValueKind.Integer && value.ValueKind == JsonValueKind.String && enumeration is not null
            ? Enum.TryParse(enumeration, value.GetString(), ignoreCase: true, out var known) ? ((Enum)known!).ToString("D") : throw Unfit(value, $"one of {string.Join(", ", Enum.GetNames(enumeration))}")
            : null;

    /// <summary>As it stands there, where that is JSON of one line; else without comments and white space.</summary>
    private static string Document(JsonElement value)
    {
        var raw = value.GetRawText();
        if (!raw.Contains('\n', StringComparison.Ordinal) && IsStrict(raw))
        {
            return raw;
        }

        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream, _compact))
        {
            value.WriteTo(writer);
        }

        return Encoding.UTF8.GetString(stream.ToArray());
    }

    private static bool IsStrict(string raw)
    {
        try
        {
            using (JsonDocument.Parse(raw))
            {
                return true;
            }
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static FormatException Unfit(JsonElement value, string takes) => new($"{value.GetRawText()}, and takes {takes}");
}
