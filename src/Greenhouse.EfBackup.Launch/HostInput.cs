namespace Greenhouse.EfBackup.Launch;

/// <summary>The host's standard input, written from the thread that answers and from the one that cancels.</summary>
internal sealed class HostInput(StreamWriter writer) : IDisposable
{
    /// <summary>The line that asks the host to undo what it began, and to end.</summary>
    public const string Cancel = "cancel";

    private readonly object _gate = new();

    /// <summary>Writes one line. That the host has ended is seen elsewhere.</summary>
    public void Send(string line)
    {
        lock (_gate)
        {
            try
            {
                writer.Write(line + "\n");
                writer.Flush();
            }
            catch (Exception e) when (e is IOException or ObjectDisposedException)
            {
                // Its end is reported by whoever waits for the process.
            }
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            try
            {
                writer.Dispose();
            }
            catch (IOException)
            {
                // It ended with a line unread.
            }
        }
    }
}
