using System.IO.Pipes;
using System.Text;

namespace Greenhouse.EfBackup.Host;

/// <summary>
/// Where events go: a pipe of the launcher's, because standard output belongs to the application, which may print on it whenever it likes.
/// </summary>
internal sealed class EventPipe : IDisposable
{
    private readonly object _gate = new();
    private readonly AnonymousPipeClientStream _pipe;
    private bool _broken;

    private EventPipe(string handle) => _pipe = new AnonymousPipeClientStream(PipeDirection.Out, handle);

    /// <summary>Nobody reads any more: the launcher is gone. Raised once.</summary>
    public event Action? Broken;

    /// <summary>Opens the pipe that <c>--events &lt;handle&gt;</c> names; null where it names none.</summary>
    public static EventPipe? Open(string[] arguments)
    {
        if (arguments is not ["--events", var handle, ..])
        {
            return null;
        }

        try
        {
            return new EventPipe(handle);
        }
        catch (Exception e) when (e is ArgumentException or IOException)
        {
            return null;
        }
    }

    /// <summary>Writes one event, a line of JSON without its line end. From any thread.</summary>
    public void Emit(string line)
    {
        lock (_gate)
        {
            if (_broken)
            {
                return;
            }

            try
            {
                _pipe.Write(Encoding.UTF8.GetBytes(line + "\n"));
                return;
            }
            catch (IOException)
            {
                _broken = true;
            }
        }

        Broken?.Invoke();
    }

    public void Dispose() => _pipe.Dispose();
}
