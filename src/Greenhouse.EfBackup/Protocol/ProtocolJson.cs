using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Greenhouse.EfBackup.Protocol;

/// <summary>The JSON of requests, events and results: generated code, so that a start costs no reflection.</summary>
[JsonSerializable(typeof(BackupRequest))]
[JsonSerializable(typeof(BackupEvent))]
internal sealed partial class ProtocolJson : JsonSerializerContext
{
    /// <summary>One line each; text stays readable (lines are never put into HTML).</summary>
    public static ProtocolJson Lines { get; } = new(Settings(indented: false));

    /// <summary>Indented, for people and for <c>--json</c>.</summary>
    public static ProtocolJson Indented { get; } = new(Settings(indented: true));

    /// <summary>Options given to a context replace those of its attribute, so the names are set here and not there.</summary>
    private static JsonSerializerOptions Settings(bool indented) => new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        WriteIndented = indented,
    };
}
