using System.Buffers.Binary;
using Greenhouse.EfBackup.Format;
using Greenhouse.EfBackup.Storage;

namespace Greenhouse.EfBackup.Verification.Differences;

/// <summary>Rows set aside in the order in which they come: in memory, and in a file where they are many.</summary>
internal sealed class RowSpool : IDisposable
{
    /// <summary>Before each: the length of its key, that of the row, and whose row it is.</summary>
    public const int HeadLength = (2 * sizeof(int)) + 1;

    private const int MostInMemory = 1 << 20;
    private readonly RowBuffer _buffer = new();
    private ScratchFile? _file;

    public bool IsEmpty => _buffer.Position == 0 && _file is null;

    public void Add(Side side, ReadOnlySpan<byte> row)
    {
        Write(_buffer, side, [], row);
        if (_buffer.Position > MostInMemory)
        {
            _file ??= new ScratchFile();
            _file.Append(_buffer.Written);
            _buffer.Clear();
        }
    }

    /// <summary>All of them, from the first; nothing is added meanwhile.</summary>
    public RowRecords Read()
    {
        if (_file is null)
        {
            return new RowRecords(_buffer.Written.ToArray());
        }

        _file.Append(_buffer.Written);
        _buffer.Clear();
        return new RowRecords(_file, 0, _file.Length);
    }

    public void Dispose() => _file?.Dispose();

    public static void Write(RowBuffer target, Side side, ReadOnlySpan<byte> key, ReadOnlySpan<byte> row)
    {
        var head = target.Reserve(HeadLength);
        BinaryPrimitives.WriteInt32LittleEndian(head, key.Length);
        BinaryPrimitives.WriteInt32LittleEndian(head[sizeof(int)..], row.Length);
        head[HeadLength - 1] = (byte)side;
        target.Advance(HeadLength);
        target.WriteRaw(key);
        target.WriteRaw(row);
    }
}
