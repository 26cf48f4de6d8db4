using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Greenhouse.EfBackup.Format;

/// <summary>The JSON of the metadata: generated code, so that a start costs no reflection.</summary>
[JsonSerializable(typeof(BackupMetadata))]
internal sealed partial class MetadataJson : JsonSerializerContext
{
    /// <summary>Camel case, indented, nulls left out; text stays readable, for the file is never put into HTML.</summary>
    public static MetadataJson Readable { get; } = new(new JsonSerializerOptions
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        WriteIndented = true,
    });

    /// <summary>The metadata as the file has it: lines ended by a line feed on every system.</summary>
    public static byte[] Write(BackupMetadata metadata)
    {
        var bytes = JsonSerializer.SerializeToUtf8Bytes(metadata, Readable.BackupMetadata);
        // Raw carriage returns come from the indentation only: inside of text they are escaped.
        return bytes.AsSpan().Contains((byte)'\r') ? Array.FindAll(bytes, value => value != '\r') : bytes;
    }
}
