namespace Greenhouse.EfBackup.Storage;

/// <summary>
/// Compresses to gzip on several cores: every megabyte is a member of its own (RFC 1952, section 2.2), and readers take one member after the other. That makes files 0.3 % larger
/// than one member would (11.81 MB beside 11.78 MB for 80 MB of rows, at the default level 6; level 1 gives 18.9 MB in a fifth of the time). The tail of a backup is the last member.
/// </summary>
/// <param name="target">Takes the compressed bytes.</param>
/// <param name="leaveOpen">The target is not disposed with this.</param>
internal sealed class GzipWriteStream(Stream target, bool leaveOpen) : WriteOnlyStream
{
    private const int MostWorkers = 8;
    private readonly int _workers = Math.Clamp(Environment.ProcessorCount, 1, MostWorkers);
    private readonly Queue<Task<GzipMember>> _underWay = new();
    private readonly Stack<GzipMember> _free = new();
    private GzipMember _current = new();
    private bool _ended;

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        while (!buffer.IsEmpty)
        {
            buffer = buffer[_current.Fill(buffer)..];
            if (_current.IsFull)
            {
                var next = _free.TryPop(out var free) ? free : new GzipMember();
                // What may be the tail is held back.
                _current.MoveEndTo(next, GzipTail.Content.Length);
                Begin(_current);
                _current = next;
            }
        }
    }

    /// <summary>Writes what was held back, and the end.</summary>
    protected override void Dispose(bool disposing)
    {
        if (!_ended)
        {
            _ended = true;
            var tail = _current.CutEnd(GzipTail.Content);
            Begin(_current);
            while (_underWay.Count > 0)
            {
                WriteNext();
            }

            target.Write(tail ? GzipTail.Member : []);
            if (!leaveOpen)
            {
                target.Dispose();
            }
        }

        base.Dispose(disposing);
    }

    private void Begin(GzipMember member)
    {
        if (_underWay.Count == _workers)
        {
            WriteNext();
        }

        _underWay.Enqueue(OwnThread.Run(member.Compress));
    }

    private void WriteNext()
    {
        var member = _underWay.Dequeue().GetAwaiter().GetResult();
        target.Write(member.Compressed);
        member.Clear();
        _free.Push(member);
    }
}
