using System.Buffers.Binary;
using Greenhouse.EfBackup.Storage;

namespace Greenhouse.EfBackup.Verification.Differences;

/// <summary>Goes through rows that were set aside.</summary>
internal sealed class RowRecords
{
    private const int BufferLength = 1 << 17;
    private readonly ScratchFile? _file;
    private readonly long _end;
    private byte[] _bytes;
    private int _place;
    private int _filled;
    private long _offset;
    private int _keyLength;
    private int _rowLength;

    /// <summary>Those in memory.</summary>
    public RowRecords(byte[] bytes) => (_bytes, _filled) = (bytes, bytes.Length);

    /// <summary>Those of a part of a file.</summary>
    public RowRecords(ScratchFile file, long start, long end) => (_file, _offset, _end, _bytes) = (file, start, end, new byte[BufferLength]);

    public Side Side => (Side)_bytes[_place + RowSpool.HeadLength - 1];

    public ReadOnlySpan<byte> Key => _bytes.AsSpan(_place + RowSpool.HeadLength, _keyLength);

    public ReadOnlySpan<byte> Row => _bytes.AsSpan(_place + RowSpool.HeadLength + _keyLength, _rowLength);

    /// <summary>The whole of it, to be set aside once more.</summary>
    public ReadOnlySpan<byte> All => _bytes.AsSpan(_place, RowSpool.HeadLength + _keyLength + _rowLength);

    public bool MoveNext()
    {
        _place += _keyLength + _rowLength + (_rowLength > 0 ? RowSpool.HeadLength : 0);
        (_keyLength, _rowLength) = (0, 0);
        if (!Have(RowSpool.HeadLength))
        {
            return false;
        }

        var (key, row) = (Length(0), Length(sizeof(int)));
        _ = Have(RowSpool.HeadLength + key + row);
        (_keyLength, _rowLength) = (key, row);
        return true;
    }

    private int Length(int place) => BinaryPrimitives.ReadInt32LittleEndian(_bytes.AsSpan(_place + place));

    /// <summary>So many bytes from the place on are in memory.</summary>
    private bool Have(int length)
    {
        while (_filled - _place < length && _file is not null && _offset < _end)
        {
            Fill(length);
        }

        return _filled - _place >= length;
    }

    private void Fill(int length)
    {
        var target = length <= _bytes.Length ? _bytes : new byte[length];
        _bytes.AsSpan(_place, _filled - _place).CopyTo(target);
        (_bytes, _filled, _place) = (target, _filled - _place, 0);
        var read = _file!.Read(_offset, _bytes.AsSpan(_filled, (int)Math.Min(_bytes.Length - _filled, _end - _offset)));
        if (read == 0)
        {
            throw new IOException("A scratch file ended early.");
        }

        _offset += read;
        _filled += read;
    }
}
