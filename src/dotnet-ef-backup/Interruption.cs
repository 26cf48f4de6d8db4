using System.Runtime.InteropServices;
using Greenhouse.EfBackup.Launch;

namespace Greenhouse.EfBackup.Tool;

/// <summary>Ctrl-C: the first one asks for an orderly end, the second one ends.</summary>
internal sealed class Interruption : IDisposable
{
    private readonly CancellationTokenSource _cancel = new();
    private readonly CancellationTokenSource _kill = new();
    private readonly PosixSignalRegistration[] _signals;

    public Interruption() => _signals = [Catch(PosixSignal.SIGINT), Catch(PosixSignal.SIGTERM), Catch(PosixSignal.SIGHUP)];

    public StopRequest Stop => new(_cancel.Token, _kill.Token);

    public void Dispose()
    {
        foreach (var signal in _signals)
        {
            signal.Dispose();
        }

        _cancel.Dispose();
        _kill.Dispose();
    }

    private PosixSignalRegistration Catch(PosixSignal signal) => PosixSignalRegistration.Create(signal, context =>
    {
        context.Cancel = true;
        (_cancel.IsCancellationRequested ? _kill : _cancel).Cancel();
    });
}
