using System.Diagnostics;
using System.Globalization;

namespace Greenhouse.EfBackup.Benchmarks;

/// <summary>What each process of a tree of processes has resident at its peak, by Linux's own account.</summary>
internal static class Memory
{
    private const int Interval = 5;

    /// <returns>A text: the largest process, and all of them together.</returns>
    public static string Of(string command, string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(command, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        var peaks = new Dictionary<int, double>();
        while (!process.WaitForExit(Interval))
        {
            foreach (var id in Tree(process.Id))
            {
                // The kernel keeps the peak: what happens between two looks is not lost, but for the last one.
                peaks[id] = Math.Max(peaks.GetValueOrDefault(id), Peak(id));
            }
        }

        return process.ExitCode == 0
            ? string.Create(CultureInfo.InvariantCulture, $"{peaks.Values.Max():0} MB, all {peaks.Count} processes together {peaks.Values.Sum():0} MB")
            : throw new InvalidOperationException($"{command} {string.Join(' ', arguments)} ended with {process.ExitCode}: {errors.Result}{output.Result}");
    }

    private static IEnumerable<int> Tree(int root)
        => Threads(root)
            .SelectMany(thread => Read($"{thread}/children").Split(' ', StringSplitOptions.RemoveEmptyEntries))
            .SelectMany(child => Tree(int.Parse(child, CultureInfo.InvariantCulture)))
            .Prepend(root);

    /// <summary>Each thread has the processes that it started itself.</summary>
    private static string[] Threads(int id)
    {
        try
        {
            return Directory.GetDirectories($"/proc/{id}/task");
        }
        catch (IOException)
        {
            return [];
        }
    }

    /// <summary>In megabytes.</summary>
    private static double Peak(int id)
    {
        // VmHWM:     12345 kB
        var line = Read($"/proc/{id}/status").Split('\n').FirstOrDefault(line => line.StartsWith("VmHWM:", StringComparison.Ordinal));
        return line is null ? 0 : double.Parse(line[6..^2], CultureInfo.InvariantCulture) / 1024;
    }

    /// <summary>Nothing where the process has ended meanwhile.</summary>
    private static string Read(string file)
    {
        try
        {
            return File.ReadAllText(file);
        }
        catch (IOException)
        {
            return "";
        }
    }
}
