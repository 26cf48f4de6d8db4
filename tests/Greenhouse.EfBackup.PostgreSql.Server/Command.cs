using System.ComponentModel;
using System.Diagnostics;

namespace Greenhouse.EfBackup.PostgreSql.Server;

/// <summary>Runs a program to its end.</summary>
internal static class Command
{
    /// <returns>What it wrote to standard output.</returns>
    /// <exception cref="InvalidOperationException">It does not start, or failed: with what it wrote to standard error.</exception>
    public static string Run(IReadOnlyList<string> command, IReadOnlyDictionary<string, string>? environment = null, string? folder = null)
    {
        var start = new ProcessStartInfo(command[0], command.Skip(1)) { RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = folder ?? Path.GetTempPath() };
        // What the programs say is read by these tests too.
        start.Environment["LC_ALL"] = "C";
        foreach (var (name, value) in environment ?? new Dictionary<string, string>())
        {
            start.Environment[name] = value;
        }

        using var process = Start(start);
        var errors = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0
            ? output
            : throw new InvalidOperationException($"{Path.GetFileName(command[0])} ended with {process.ExitCode}: {errors.Result}{output}".TrimEnd());
    }

    private static Process Start(ProcessStartInfo start)
    {
        try
        {
            return Process.Start(start)!;
        }
        catch (Win32Exception exception)
        {
            throw new InvalidOperationException($"{start.FileName} does not start: {exception.Message}", exception);
        }
    }
}
