using System.Text;
using System.Text.Json;

namespace Greenhouse.EfBackup.Host;

/// <summary>The one event that the host writes by itself: an error that leaves no library to speak.</summary>
internal static class ErrorLine
{
    public static string Write(string code, int exitCode, string message, string help, string? stack)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteString("event", "error");
            json.WriteString("code", code);
            json.WriteNumber("exitCode", exitCode);
            json.WriteString("message", message);
            json.WriteString("help", help);
            // Generated readers give an absent list no default of its own.
            json.WriteStartArray("details");
            json.WriteEndArray();
            if (stack is not null)
            {
                json.WriteString("stack", stack);
            }

            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.ToArray());
    }
}
