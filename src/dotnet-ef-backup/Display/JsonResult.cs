using System.Text.Encodings.Web;
using System.Text.Json;
using Greenhouse.EfBackup.Protocol;

namespace Greenhouse.EfBackup.Tool.Display;

/// <summary>The document of <c>--json</c>: the verb's result with its verb and exit code, or the error.</summary>
internal static class JsonResult
{
    public static void Write(Stream output, string verb, BackupEvent ended)
    {
        using (var json = new Utf8JsonWriter(output, new JsonWriterOptions { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            json.WriteStartObject();
            json.WriteString("verb", verb);
            if (ended is ResultEvent result)
            {
                json.WriteNumber("exitCode", result.ExitCode);
                WriteProperties(json, Element(result));
            }
            else if (ended is ErrorEvent error)
            {
                json.WriteNumber("exitCode", error.ExitCode);
                json.WriteStartObject("error");
                WriteProperties(json, JsonSerializer.SerializeToElement(error, ProtocolJson.Indented.ErrorEvent));
                json.WriteEndObject();
            }

            json.WriteEndObject();
        }

        output.WriteByte((byte)'\n');
    }

    private static JsonElement Element(ResultEvent result) => result switch
    {
        { Create: { } made } => JsonSerializer.SerializeToElement(made, ProtocolJson.Indented.CreateResult),
        { Restore: { } done } => JsonSerializer.SerializeToElement(done, ProtocolJson.Indented.RestoreResult),
        { Migrate: { } migrated } => JsonSerializer.SerializeToElement(migrated, ProtocolJson.Indented.MigrateResult),
        { Verify: { } found } => JsonSerializer.SerializeToElement(found, ProtocolJson.Indented.VerifyResult),
        { List: { } list } => JsonSerializer.SerializeToElement(list, ProtocolJson.Indented.ListResult),
        { Diff: { } found } => JsonSerializer.SerializeToElement(found, ProtocolJson.Indented.DiffResult),
        { Prune: { } pruned } => JsonSerializer.SerializeToElement(pruned, ProtocolJson.Indented.PruneResult),
        { Configuration: { } configuration } => JsonSerializer.SerializeToElement(configuration, ProtocolJson.Indented.ConfigurationResult),
        { Show: { } shown } => JsonSerializer.SerializeToElement(shown, ProtocolJson.Indented.ShowResult),
        _ => throw new ArgumentException("A result holds the document of one verb.", nameof(result)),
    };

    private static void WriteProperties(Utf8JsonWriter json, JsonElement element)
    {
        foreach (var property in element.EnumerateObject())
        {
            property.WriteTo(json);
        }
    }
}
