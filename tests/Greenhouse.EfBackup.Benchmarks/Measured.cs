using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Greenhouse.EfBackup.Benchmarks;

/// <summary>Runs whole processes and times them from start to end.</summary>
internal static class Measured
{
    /// <returns>Seconds.</returns>
    public static double Run(
        string command, string[] arguments, string? inputFile = null, string? outputFile = null, string? directory = null, IReadOnlyDictionary<string, string>? environment = null)
    {
        var start = new ProcessStartInfo(command, arguments)
        {
            RedirectStandardInput = inputFile is not null,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = directory ?? Environment.CurrentDirectory,
        };
        foreach (var (name, value) in environment ?? new Dictionary<string, string>())
        {
            start.Environment[name] = value;
        }

        var begun = Stopwatch.GetTimestamp();
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = Task.Run(() =>
        {
            using var target = outputFile is null ? Stream.Null : new FileStream(outputFile, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0);
            process.StandardOutput.BaseStream.CopyTo(target, 1 << 16);
        });
        if (inputFile is not null)
        {
            using var source = File.OpenRead(inputFile);
            source.CopyTo(process.StandardInput.BaseStream, 1 << 16);
            process.StandardInput.Close();
        }

        output.Wait();
        process.WaitForExit();
        var seconds = Stopwatch.GetElapsedTime(begun).TotalSeconds;
        return process.ExitCode == 0 ? seconds : throw new InvalidOperationException($"{command} {string.Join(' ', arguments)} ended with {process.ExitCode}: {errors.Result}");
    }

    /// <summary>The largest resident set of any process that this one has started and that has ended, in megabytes; Linux only.</summary>
    public static double PeakMegabytes()
    {
        var usage = new long[18];
        const int children = -1;
        _ = getrusage(children, usage);
        // struct rusage: two timevals, then ru_maxrss in KiB.
        return usage[4] / 1024.0;

        [DllImport("libc")]
        [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
        static extern int getrusage(int who, [Out] long[] usage);
    }

    public static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToArray();
        return sorted[sorted.Length / 2];
    }

    /// <summary>One line of a table: medians, and the ratio of each pair.</summary>
    public static void Report(string what, IReadOnlyList<(double Ours, double Peer)> pairs, double atMost)
        => Console.WriteLine(string.Create(System.Globalization.CultureInfo.InvariantCulture,
            $"{what,-46} ours {Median(pairs.Select(pair => pair.Ours)),6:0.00} s   peer {Median(pairs.Select(pair => pair.Peer)),6:0.00} s   ratio {Median(pairs.Select(pair => pair.Ours / pair.Peer)):0.00} ({string.Join(' ', pairs.Select(pair => (pair.Ours / pair.Peer).ToString("0.00", System.Globalization.CultureInfo.InvariantCulture)))})   at most {atMost}"));
}
