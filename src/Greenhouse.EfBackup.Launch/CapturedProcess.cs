using System.ComponentModel;
using System.Diagnostics;
using Greenhouse.EfBackup.Protocol;

namespace Greenhouse.EfBackup.Launch;

/// <summary>Runs a process to its end and keeps what it says.</summary>
internal sealed record CapturedProcess(int ExitCode, string Output, string Error)
{
    /// <exception cref="LaunchException">It can't be started, or the user interrupted.</exception>
    public static CapturedProcess Run(ProcessStartInfo start, CancellationToken cancellation)
    {
        start.RedirectStandardInput = true;
        using var process = Start(start);
        using var interrupted = cancellation.Register(() => process.Kill(entireProcessTree: true));
        process.StandardInput.Close();

        // A thread and not the pool: reading a pipe blocks, and the pool of a small machine has few threads.
        var error = "";
        var reader = new Thread(() => error = process.StandardError.ReadToEnd()) { IsBackground = true };
        reader.Start();
        var output = process.StandardOutput.ReadToEnd();
        reader.Join();
        process.WaitForExit();
        return cancellation.IsCancellationRequested ? throw LaunchException.Interrupted() : new CapturedProcess(process.ExitCode, output, error);
    }

    /// <summary>Starts a process; that there is no such program is an error with a code.</summary>
    public static Process Start(ProcessStartInfo start)
    {
        try
        {
            return Process.Start(start)!;
        }
        catch (Win32Exception e)
        {
            throw new LaunchException(ErrorCode.HostNotStarted, $"'{start.FileName}' can't be started in '{start.WorkingDirectory}': {e.Message}",
                "Install the .NET SDK, or put `dotnet` on the PATH");
        }
    }
}
