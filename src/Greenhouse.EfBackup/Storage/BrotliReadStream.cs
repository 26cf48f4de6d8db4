using System.Buffers;
using System.IO.Compression;

namespace Greenhouse.EfBackup.Storage;

/// <summary>Decompresses Brotli. .NET's own stream passes over whatever follows the end, which here is an error.</summary>
/// <param name="source">The compressed bytes; stays open.</param>
internal sealed class BrotliReadStream(Stream source) : ReadOnlyStream
{
    private readonly byte[] _input = new byte[64 << 10];
    private BrotliDecoder _decoder;
    private int _start;
    private int _end;
    private bool _done;

    /// <exception cref="InvalidDataException">The bytes are not Brotli, end too early or go on too long.</exception>
    public override int Read(Span<byte> buffer)
    {
        while (!_done && !buffer.IsEmpty)
        {
            var status = _decoder.Decompress(_input.AsSpan(_start, _end - _start), buffer, out var consumed, out var written);
            _start += consumed;
            switch (status)
            {
                case OperationStatus.Done:
                    _done = true;
                    RefuseMore();
                    return written;
                case OperationStatus.InvalidData:
                    throw new InvalidDataException("not Brotli");
                case OperationStatus.NeedMoreData when !Fill():
                    throw new InvalidDataException("truncated");
            }

            if (written > 0)
            {
                return written;
            }
        }

        return 0;
    }

    protected override void Dispose(bool disposing)
    {
        _decoder.Dispose();
        base.Dispose(disposing);
    }

    private bool Fill()
    {
        _start = 0;
        _end = source.Read(_input);
        return _end > 0;
    }

    private void RefuseMore()
    {
        if (_start < _end || Fill())
        {
            throw new InvalidDataException("bytes follow its end");
        }
    }
}
