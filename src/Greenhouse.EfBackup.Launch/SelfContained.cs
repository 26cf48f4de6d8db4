using System.Text.Json;
using Greenhouse.EfBackup.Protocol;

namespace Greenhouse.EfBackup.Launch;

/// <summary>Output that carries its own runtime can't take in another program, such as the host.</summary>
internal static class SelfContained
{
    /// <summary>Refuses an application by its <c>runtimeconfig.json</c>: a self-contained one lists what it includes.</summary>
    public static void Refuse(string runtimeConfig)
    {
        using var document = JsonDocument.Parse(File.ReadAllBytes(runtimeConfig));
        if (document.RootElement.TryGetProperty("runtimeOptions", out var options) && options.TryGetProperty("includedFrameworks", out _))
        {
            throw Refusal(runtimeConfig);
        }
    }

    public static LaunchException Refusal(string file) => new(ErrorCode.SelfContained,
        $"'{file}' belongs to self-contained, trimmed or single-file output: it brings its own runtime, which can start nothing but itself",
        "Use a framework-dependent build (--no-self-contained, without PublishSingleFile), or run from the project's folder without --runtime");
}
