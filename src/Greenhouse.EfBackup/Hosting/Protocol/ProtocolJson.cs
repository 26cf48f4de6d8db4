using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Greenhouse.EfBackup.Hosting.Protocol;

/// <summary>The JSON of requests, events and results: generated code, so that a start costs no reflection.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(BackupRequest))]
[JsonSerializable(typeof(BackupEvent))]
internal sealed partial class ProtocolJson : JsonSerializerContext
{
    /// <summary>One line each; text stays readable (lines are never put into HTML).</summary>
    public static ProtocolJson Lines { get; } = new(new JsonSerializerOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });

    /// <summary>Indented, for people and for <c>--json</c>.</summary>
    public static ProtocolJson Indented { get; } = new(new JsonSerializerOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, WriteIndented = true });
}
