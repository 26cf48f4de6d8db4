using System.Diagnostics;

namespace Greenhouse.EfBackup.Launch;

/// <summary>How a <c>dotnet</c> process is started: its path, and the settings that shorten its start.</summary>
internal static class DotnetCommand
{
    /// <summary>The <c>dotnet</c> that runs this process, so that a machine with several uses one.</summary>
    public static string FileName { get; } = Find();

    public static ProcessStartInfo Create(IEnumerable<string> arguments, string workingDirectory)
    {
        var start = new ProcessStartInfo(FileName, arguments)
        {
            WorkingDirectory = workingDirectory,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };

        // These processes live for a second: counting calls for a better second compilation costs 5 to 10 % of it. A user's own setting stays.
        start.Environment.TryAdd("DOTNET_TieredPGO", "0");
        // What runs millions of times is compiled for speed as soon as it is known to be such (after 0x1000 calls), not a tenth of a second after the start
        // has calmed down; and what a start calls some dozen times is not compiled twice.
        start.Environment.TryAdd("DOTNET_TC_CallCountingDelayMs", "0");
        start.Environment.TryAdd("DOTNET_TC_CallCountThreshold", "1000");
        // A thread of the pool that has nothing to do would yield its core over and over before it sleeps, while the server next to it wants that core: a tenth of a backup.
        start.Environment.TryAdd("DOTNET_ThreadPool_UnfairSemaphoreSpinLimit", "0");
        return start;
    }

    private static string Find()
    {
        if (Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") is { Length: > 0 } path && File.Exists(path))
        {
            return path;
        }

        var self = Environment.ProcessPath;
        return Path.GetFileNameWithoutExtension(self) == "dotnet" ? self! : "dotnet";
    }
}
