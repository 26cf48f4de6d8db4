using System.Buffers;
using Greenhouse.EfBackup.Protocol;

namespace Greenhouse.EfBackup.Storage;

/// <summary>
/// A backup on its way into a stream. It is checked as it passes, and its last bytes are held back until that is through: what failed lacks its end, and is no
/// backup to anybody who reads it.
/// </summary>
internal sealed class OutgoingBackup(Stream target, string name, CancellationToken cancellation) : WriteOnlyStream, IBackupTarget
{
    private const int BlockBytes = 64 << 10;
    private readonly ByteRelay _relay = new();
    private byte[] _block = ArrayPool<byte>.Shared.Rent(BlockBytes);
    private int _length;

    public string Name => name;

    public string? File => null;

    public Stream Output => this;

    public Stream Follow() => _relay;

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        while (!buffer.IsEmpty)
        {
            if (_length == BlockBytes)
            {
                // Only now: the last block is held back.
                Send();
                PassOn();
            }

            var taken = Math.Min(buffer.Length, BlockBytes - _length);
            buffer[..taken].CopyTo(_block.AsSpan(_length));
            _length += taken;
            buffer = buffer[taken..];
        }
    }

    /// <summary>The end goes to the check, and not yet out.</summary>
    public void Complete()
    {
        var copy = ArrayPool<byte>.Shared.Rent(BlockBytes);
        _block.AsSpan(0, _length).CopyTo(copy);
        _relay.Add(copy, _length);
        _relay.Complete();
    }

    public void Commit()
    {
        Send();
        Wait(target.FlushAsync(cancellation));
    }

    protected override void Dispose(bool disposing)
    {
        _relay.Abandon();
        base.Dispose(disposing);
    }

    private void PassOn()
    {
        _relay.Add(_block, _length);
        (_block, _length) = (ArrayPool<byte>.Shared.Rent(BlockBytes), 0);
    }

    private void Send() => Wait(target.WriteAsync(_block.AsMemory(0, _length), cancellation).AsTask());

    /// <summary>Called on threads of our own. Servers take no synchronous write.</summary>
    private void Wait(Task writing)
    {
        try
        {
            writing.GetAwaiter().GetResult();
        }
        catch (Exception exception) when (!cancellation.IsCancellationRequested)
        {
            // As ours, so that nobody on the way takes it for an error of the database.
            throw new EfBackupException(
                ErrorCode.FileFailed, $"the backup can't be written into the stream: {exception.Message}", "see what becomes of the stream; what it has taken lacks its end and is no backup", inner: exception);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            throw new OperationCanceledException("cancelled", exception, cancellation);
        }
    }
}
