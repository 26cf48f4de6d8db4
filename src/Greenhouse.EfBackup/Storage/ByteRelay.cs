using System.Buffers;

namespace Greenhouse.EfBackup.Storage;

/// <summary>Blocks of bytes from a thread that writes to a thread that reads, a few at a time in memory: the writer waits for the reader, and the other way.</summary>
internal sealed class ByteRelay : ReadOnlyStream
{
    private const int MostBlocks = 16;
    private readonly object _lock = new();
    private readonly Queue<ArraySegment<byte>> _blocks = new();
    private long _written;
    private long _read;
    private int _taken;
    private bool _complete;
    private bool _abandoned;
    private bool _unread;

    /// <summary>Bytes that were written so far.</summary>
    public override long Length => Volatile.Read(ref _written);

    /// <summary>Bytes that were read so far.</summary>
    public override long Position { get => _read; set => throw new NotSupportedException(); }

    /// <summary>Takes a block over; where nobody reads any more, it goes nowhere.</summary>
    /// <param name="block">From the shared pool.</param>
    /// <param name="length">How much of it counts.</param>
    public void Add(byte[] block, int length)
    {
        lock (_lock)
        {
            while (_blocks.Count == MostBlocks && !_unread)
            {
                Monitor.Wait(_lock);
            }

            _written += length;
            if (_unread || length == 0)
            {
                ArrayPool<byte>.Shared.Return(block);
                return;
            }

            _blocks.Enqueue(new ArraySegment<byte>(block, 0, length));
            Monitor.PulseAll(_lock);
        }
    }

    /// <summary>The reader ends after what is there.</summary>
    public void Complete() => Change(() => _complete = true);

    /// <summary>The reader ends with an error, unless all was written.</summary>
    public void Abandon() => Change(() => _abandoned = !_complete);

    public override int Read(Span<byte> buffer)
    {
        lock (_lock)
        {
            while (_blocks.Count == 0 && !_complete && !_abandoned)
            {
                Monitor.Wait(_lock);
            }

            return _abandoned ? throw new IOException("The backup was abandoned before it was complete.") : _blocks.Count == 0 ? 0 : Take(buffer);
        }
    }

    protected override void Dispose(bool disposing)
    {
        Change(() =>
        {
            _unread = true;
            while (_blocks.TryDequeue(out var left))
            {
                ArrayPool<byte>.Shared.Return(left.Array!);
            }
        });
        base.Dispose(disposing);
    }

    /// <summary>From the first block, which goes when all of it is read.</summary>
    private int Take(Span<byte> buffer)
    {
        var block = _blocks.Peek();
        var taken = Math.Min(buffer.Length, block.Count - _taken);
        block.AsSpan(_taken, taken).CopyTo(buffer);
        (_read, _taken) = (_read + taken, _taken + taken);
        if (_taken == block.Count)
        {
            ArrayPool<byte>.Shared.Return(_blocks.Dequeue().Array!);
            _taken = 0;
            Monitor.PulseAll(_lock);
        }

        return taken;
    }

    private void Change(Action change)
    {
        lock (_lock)
        {
            change();
            Monitor.PulseAll(_lock);
        }
    }
}
