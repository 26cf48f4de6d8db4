using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text;

namespace Greenhouse.EfBackup.Package.Tests.Workshop;

/// <summary>A child process whose output is kept as it comes.</summary>
public sealed class Running : IDisposable
{
    private static readonly TimeSpan _patience = TimeSpan.FromMinutes(5);
    private readonly Process _process;
    private readonly StringBuilder _output = new();
    private readonly StringBuilder _error = new();

    private Running(ProcessStartInfo start)
    {
        Command = $"({start.WorkingDirectory}) {start.FileName} {string.Join(' ', start.ArgumentList)}";
        _process = new Process { StartInfo = start };
        _process.OutputDataReceived += (_, line) => Add(_output, line.Data);
        _process.ErrorDataReceived += (_, line) => Add(_error, line.Data);
        _process.Start();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
        _process.StandardInput.Close();
    }

    public string Command { get; }

    public int Id => _process.Id;

    public bool HasEnded => _process.HasExited;

    /// <summary>Standard error so far.</summary>
    public string Error
    {
        get
        {
            lock (_error)
            {
                return _error.ToString();
            }
        }
    }

    public static Running Start(string directory, IReadOnlyDictionary<string, string?> environment, string file, params IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo(file, arguments)
        {
            WorkingDirectory = directory,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        return new Running(start);
    }

    /// <summary>Waits for the end.</summary>
    public async Task<Ran> EndAsync()
    {
        using var patience = new CancellationTokenSource(_patience);
        try
        {
            await _process.WaitForExitAsync(patience.Token);
        }
        catch (OperationCanceledException)
        {
            _process.Kill(entireProcessTree: true);
            throw new TimeoutException($"{Command} did not end\n{_output}\n{Error}");
        }

        return new Ran(Command, _process.ExitCode, _output.ToString(), Error);
    }

    /// <summary>Waits until something is so, or the process has ended.</summary>
    public async Task UntilAsync(Func<bool> isSo)
    {
        for (var since = Stopwatch.StartNew(); !isSo() && !HasEnded && since.Elapsed < _patience;)
        {
            await Task.Delay(1);
        }
    }

    /// <summary>What Ctrl-C on a terminal does: the signal goes to every process of the group.</summary>
    public void Interrupt() => _ = kill(-Id, 2);

    /// <summary>Gives it no time to tidy up.</summary>
    public void Kill() => _process.Kill();

    /// <summary>With everything that it has started.</summary>
    public void KillAll() => _process.Kill(entireProcessTree: true);

    public void Dispose()
    {
        if (!HasEnded)
        {
            _process.Kill(entireProcessTree: true);
        }

        _process.Dispose();
    }

    private static void Add(StringBuilder text, string? line)
    {
        lock (text)
        {
            _ = line is null ? text : text.Append(line).Append('\n');
        }
    }

    [DllImport("libc", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int kill(int process, int signal);
}
