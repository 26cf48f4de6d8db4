namespace Greenhouse.EfBackup.Launch;

/// <summary>The last lines of a stream, kept for the message of a process that died.</summary>
internal sealed class OutputTail(int lines)
{
    private readonly Queue<string> _kept = new();

    public IReadOnlyList<string> Lines => [.. _kept];

    public void Add(string line)
    {
        if (_kept.Count == lines)
        {
            _kept.Dequeue();
        }

        _kept.Enqueue(line);
    }
}
