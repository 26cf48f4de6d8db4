using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Greenhouse.EfBackup.Format;

namespace Greenhouse.EfBackup.Storage;

/// <summary>
/// The small file beside a backup, <c>&lt;name&gt;.info</c>: what an encrypted one says of itself without its passphrase, and how far the backup has been
/// verified. It holds no secret and no row, nothing is restored by what it says, and without it the backup is as good.
/// </summary>
internal sealed record Sidecar
{
    public const string Extension = ".info";

    // Real ones have some hundred bytes, and a line a migration.
    private const long MostBytes = 1 << 20;

    /// <summary>The size of the backup that this is about; a file of another size is another one.</summary>
    public required long Bytes { get; init; }

    /// <summary>Of an encrypted backup; null where the backup says so itself.</summary>
    public BackupHead? Head { get; init; }

    /// <summary>The last verification that the backup passed; null where there was none.</summary>
    public VerifiedMark? Verified { get; init; }

    /// <summary>Where the sidecar of a backup lies.</summary>
    public static string PathOf(string backup) => backup + Extension;

    /// <returns>Null where there is none, it can't be read, or it is about another file.</returns>
    public static Sidecar? Read(string backup)
    {
        try
        {
            var file = new FileInfo(PathOf(backup));
            if (!file.Exists || file.Length > MostBytes)
            {
                return null;
            }

            using var stream = file.OpenRead();
            var read = JsonSerializer.Deserialize(stream, SidecarJson.Readable.Sidecar);
            return read is not null && read.Bytes == new FileInfo(backup).Length && IsSound(read) ? read : null;
        }
        catch (Exception exception) when (exception is JsonException || FileProblems.IsFileProblem(exception))
        {
            return null;
        }
    }

    /// <summary>Somebody else may have written it: there is no null where none may be.</summary>
    private static bool IsSound(Sidecar read)
        => read.Head is null or { Rows: >= 0, Reason: not null, Context: not null, Provider: not null, Database: not null, Migrations: not null }
            && read.Head?.Migrations.Contains(null!) is not true
            && read.Verified is null or { Level: not null, Version: not null };

    /// <summary>Writes it beside a backup, in place of one that is there: whole or not at all.</summary>
    /// <exception cref="EfBackupException">It can't be written.</exception>
    public void Write(string backup)
    {
        using var file = AtomicFile.Create(PathOf(backup));
        try
        {
            JsonSerializer.Serialize(file.Stream, this, SidecarJson.Readable.Sidecar);
            file.Commit(overwrite: true);
        }
        catch (Exception exception) when (FileProblems.IsFileProblem(exception))
        {
            throw FileProblems.Explain(exception, file.Path);
        }
    }
}

/// <summary>A backup has passed a verification.</summary>
/// <param name="Level">How far: <c>file</c>, <c>schema</c>, <c>rehearse</c>.</param>
/// <param name="Timestamp">When (UTC).</param>
/// <param name="Version">The version of Greenhouse.EfBackup that verified it.</param>
internal sealed record VerifiedMark(string Level, [property: JsonConverter(typeof(TimestampConverter))] DateTimeOffset Timestamp, string Version);

/// <summary>The JSON of sidecars: generated code, so that a start costs no reflection.</summary>
[JsonSerializable(typeof(Sidecar))]
internal sealed partial class SidecarJson : JsonSerializerContext
{
    public static SidecarJson Readable { get; } = new(new JsonSerializerOptions
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        WriteIndented = true,
    });
}
