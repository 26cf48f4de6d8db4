using System.Diagnostics;
using System.IO.Pipes;
using System.Text;
using System.Text.Json;
using Greenhouse.EfBackup.Protocol;

namespace Greenhouse.EfBackup.Launch;

/// <summary>
/// One run of the host: the request goes in, events come out, and whatever the application prints is passed on. Threads read the pipes, and
/// not the pool's: such reads block, and a small machine's pool would start them seconds apart.
/// </summary>
internal sealed class HostProcess : IDisposable
{
    /// <summary>How long, after the end of the process, a pipe may stay open in a grandchild's hands.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(1);

    private readonly IHostListener _listener;
    private readonly Process _process;
    private readonly AnonymousPipeServerStream _events;
    private readonly HostInput _input;
    private readonly OutputTail _errors = new(lines: 20);
    private readonly object _gate = new();
    private BackupEvent? _last;

    private HostProcess(ProcessStartInfo start, AnonymousPipeServerStream events, IHostListener listener)
    {
        _listener = listener;
        _events = events;
        _process = CapturedProcess.Start(start);
        _input = new HostInput(_process.StandardInput);
        events.DisposeLocalCopyOfClientHandle();
    }

    /// <summary>Runs one request to its end, in a new process.</summary>
    /// <returns>The <see cref="ResultEvent"/> or <see cref="ErrorEvent"/> that ended it.</returns>
    /// <exception cref="LaunchException">The host could not be started.</exception>
    public static BackupEvent Run(string hostFolder, LaunchTarget? target, BackupRequest request, IHostListener listener, StopRequest stop)
    {
        using var host = Start(hostFolder, target, listener);
        return host.Run(request, stop);
    }

    /// <summary>Starts a process that waits for its request.</summary>
    /// <exception cref="LaunchException">It could not be started.</exception>
    public static HostProcess Start(string hostFolder, LaunchTarget? target, IHostListener listener)
    {
        var events = new AnonymousPipeServerStream(PipeDirection.In, HandleInheritability.Inheritable);
        var arguments = HostCommand.Arguments(hostFolder, target, events.GetClientHandleAsString());
        var start = DotnetCommand.Create(arguments, target?.WorkingDirectory ?? Environment.CurrentDirectory);
        start.RedirectStandardInput = true;
        start.StandardInputEncoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);
        return new HostProcess(start, events, listener);
    }

    /// <summary>Ends a process that got no request.</summary>
    public void Abandon()
    {
        Kill();
        Dispose();
    }

    public void Dispose()
    {
        _input.Dispose();
        _process.Dispose();
        _events.Dispose();
    }

    /// <summary>Hands the request over and waits for the end.</summary>
    /// <returns>The <see cref="ResultEvent"/> or <see cref="ErrorEvent"/> that ended it.</returns>
    public BackupEvent Run(BackupRequest request, StopRequest stop)
    {
        var output = StartReading(_process.StandardOutput, _ => { });
        var errors = StartReading(_process.StandardError, _errors.Add);
        var events = Start(ReadEvents);
        _input.Send(JsonSerializer.Serialize(request, ProtocolJson.Lines.BackupRequest));
        using (stop.Cancel.Register(() => _input.Send(HostInput.Cancel)))
        using (stop.Kill.Register(Kill))
        {
            _process.WaitForExit();
        }

        // A child of the application's may still hold the pipes: what it says later is not waited for.
        var patience = Stopwatch.StartNew();
        foreach (var thread in new[] { events, output, errors })
        {
            thread.Join(patience.Elapsed < Grace ? Grace - patience.Elapsed : TimeSpan.Zero);
        }

        lock (_gate)
        {
            return _last ?? (stop.Cancel.IsCancellationRequested ? Killed() : Died());
        }
    }

    private void ReadEvents()
    {
        using var reader = new StreamReader(_events, leaveOpen: true);
        while (_last is null && reader.ReadLine() is { } line)
        {
            var happened = JsonSerializer.Deserialize(line, ProtocolJson.Lines.BackupEvent);
            lock (_gate)
            {
                Handle(happened);
            }
        }
    }

    private void Handle(BackupEvent? happened)
    {
        switch (happened)
        {
            case ResultEvent or ErrorEvent:
                _last = happened;
                break;
            case QuestionEvent question:
                _input.Send(_listener.Answer(question) ? "yes" : "no");
                break;
            case PassphraseEvent wanted:
                _input.Send(PassphraseText.ToAnswer(_listener.TypePassphrase(wanted)));
                break;
            case not null:
                _listener.Report(happened);
                break;
        }
    }

    private Thread StartReading(StreamReader reader, Action<string> keep) => Start(() =>
    {
        while (reader.ReadLine() is { } line)
        {
            lock (_gate)
            {
                keep(line);
                _listener.Talk(line);
            }
        }
    });

    private static Thread Start(Action read)
    {
        var thread = new Thread(() =>
        {
            try
            {
                read();
            }
            catch (Exception e) when (e is IOException or ObjectDisposedException)
            {
                // The pipe's end, after the process's.
            }
        })
        { IsBackground = true };
        thread.Start();
        return thread;
    }

    private void Kill()
    {
        try
        {
            _process.Kill(entireProcessTree: true);
        }
        catch (InvalidOperationException)
        {
            // It has ended meanwhile.
        }
    }

    private static ErrorEvent Killed() => new LaunchException(ErrorCode.Interrupted, "The host process was ended before it could say how far it was",
        "A database undoes by itself what was not committed").ToEvent();

    private ErrorEvent Died() => new LaunchException(ErrorCode.HostDied, $"The host process ended with exit code {_process.ExitCode} and without a result",
        _errors.Lines.Count > 0
            ? "What it said last is below; the application may have ended the process or crashed while it started"
            : "The application may have ended it, or the system killed it (137, often for want of memory); a database undoes by itself what was not committed",
        _errors.Lines).ToEvent();
}
