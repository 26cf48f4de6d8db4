namespace Greenhouse.EfBackup.Storage;

/// <summary>A file that one thread writes while another reads it: the reader waits where it has caught up, and ends where the writer says so.</summary>
internal sealed class GrowingFile(FileStream file) : Stream
{
    /// <summary>From so many bytes on the disk is given work, rather than all of it at the end.</summary>
    private const long FlushedAtOnce = 32 << 20;

    private readonly object _lock = new();
    private Task _flush = Task.CompletedTask;
    private long _flushed;
    private long _length;
    private bool _complete;
    private bool _abandoned;

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => Volatile.Read(ref _length);

    public override long Position { get => Length; set => throw new NotSupportedException(); }

    /// <summary>A reader from the start, through a handle of its own.</summary>
    public Stream Follow() => new Follower(this, new FileStream(file.Name, new FileStreamOptions { Access = FileAccess.Read, Share = FileShare.ReadWrite | FileShare.Delete, BufferSize = 0 }));

    /// <summary>All is written: readers end here.</summary>
    public void Complete() => Change(() => _complete = true);

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        file.Write(buffer);
        var written = buffer.Length;
        Change(() => _length += written);
        if (_length - _flushed >= FlushedAtOnce && _flush.IsCompleted)
        {
            // What failed fails here, and not when all else is written.
            _flush.GetAwaiter().GetResult();
            _flushed = _length;
            var handle = file.SafeFileHandle;
            _flush = OwnThread.Run(() => RandomAccess.FlushToDisk(handle));
        }
    }

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override void Flush() => file.Flush();

    /// <exception cref="IOException">Something of it could not be written: the system says so once, to whoever flushed first.</exception>
    public void FlushToDisk()
    {
        _flush.GetAwaiter().GetResult();
        file.Flush(flushToDisk: true);
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        Change(() => _abandoned = !_complete);
        Task.WaitAny(_flush);
        file.Dispose();
        base.Dispose(disposing);
    }

    private void Change(Action change)
    {
        lock (_lock)
        {
            change();
            Monitor.PulseAll(_lock);
        }
    }

    /// <returns>Bytes that can be read behind <paramref name="position"/>; 0 at the end.</returns>
    private long WaitBeyond(long position)
    {
        lock (_lock)
        {
            while (_length == position && !_complete && !_abandoned)
            {
                Monitor.Wait(_lock);
            }

            return _abandoned ? throw new IOException("The file was abandoned before it was complete.") : _length - position;
        }
    }

    private sealed class Follower(GrowingFile source, FileStream file) : ReadOnlyStream
    {
        public override long Length => source.Length;

        public override long Position { get => file.Position; set => throw new NotSupportedException(); }

        public override int Read(Span<byte> buffer)
        {
            var available = source.WaitBeyond(file.Position);
            return available == 0 ? 0 : file.Read(buffer[..(int)Math.Min(buffer.Length, available)]);
        }

        protected override void Dispose(bool disposing)
        {
            file.Dispose();
            base.Dispose(disposing);
        }
    }
}
