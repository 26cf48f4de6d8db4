using Greenhouse.EfBackup.Storage;

namespace Greenhouse.EfBackup.Tests.Format;

/// <summary>Bytes that are made while they are read: a file of any size, in no memory.</summary>
internal sealed class GeneratedStream(IEnumerable<ReadOnlyMemory<byte>> pieces) : ReadOnlyStream
{
    private readonly IEnumerator<ReadOnlyMemory<byte>> _pieces = pieces.GetEnumerator();
    private ReadOnlyMemory<byte> _rest;

    public override long Length => 0;

    public override long Position { get => 0; set => throw new NotSupportedException(); }

    public override int Read(Span<byte> buffer)
    {
        while (_rest.IsEmpty)
        {
            if (!_pieces.MoveNext())
            {
                return 0;
            }

            _rest = _pieces.Current;
        }

        var count = Math.Min(buffer.Length, _rest.Length);
        _rest.Span[..count].CopyTo(buffer);
        _rest = _rest[count..];
        return count;
    }

    protected override void Dispose(bool disposing)
    {
        _pieces.Dispose();
        base.Dispose(disposing);
    }
}
