using System.Security.Cryptography;

namespace Greenhouse.EfBackup.Format;

/// <summary>Where a database puts the rows of one table: into <see cref="Buffer"/>, between <see cref="BeginRow"/> and <see cref="EndRow"/>.</summary>
internal sealed class RowSink
{
    private readonly Action<RowBuffer> _flush;
    private readonly int _maxRowBytes;
    private int _rowStart;

    /// <param name="flush">Takes the bytes that are in the buffer and leaves it empty.</param>
    /// <param name="maxRowBytes">The longest row; a test sets a smaller one.</param>
    public RowSink(Action<RowBuffer> flush, int maxRowBytes = BackupFormat.MaxRowBytes)
    {
        _flush = flush;
        _maxRowBytes = maxRowBytes;
    }

    public RowBuffer Buffer { get; } = new();

    /// <summary>Rows so far.</summary>
    public long Rows { get; private set; }

    /// <summary>Told the number of rows at every chunk, from the thread that makes them.</summary>
    public Action<long>? Progress { get; set; }

    public void BeginRow()
    {
        if (Rows > 0)
        {
            Buffer.WriteRaw(",\n"u8);
        }

        _rowStart = Buffer.Position;
    }

    /// <exception cref="RowTooLongException">The row exceeds the limit.</exception>
    public void EndRow()
    {
        if (Buffer.Position - _rowStart > _maxRowBytes)
        {
            throw new RowTooLongException();
        }

        Rows++;
        if (Buffer.Position >= BackupFormat.ChunkBytes)
        {
            _flush(Buffer);
            Progress?.Invoke(Rows);
        }
    }

    /// <summary>The table has no more rows.</summary>
    public void End()
    {
        if (Rows > 0)
        {
            Buffer.WriteByte((byte)'\n');
        }

        _flush(Buffer);
    }

    /// <summary>A sink that keeps nothing but the hash that a file of these rows would have.</summary>
    public static RowSink Hashing(IncrementalHash hash) => new(buffer =>
    {
        hash.AppendData(buffer.Written);
        buffer.Clear();
    });
}
