using System.Security.Cryptography;

namespace Greenhouse.EfBackup.Format;

/// <summary>Where a database puts the rows of one table: into <see cref="Buffer"/>, between <see cref="BeginRow"/> and <see cref="EndRow"/>.</summary>
internal sealed class RowSink
{
    private readonly Action<RowBuffer> _flush;
    private readonly Action<RowChunk>? _take;
    private readonly int _maxRowBytes;
    private int _rowStart;

    /// <param name="flush">Takes the bytes that are in the buffer and leaves it empty.</param>
    /// <param name="maxRowBytes">The longest row; a test sets a smaller one.</param>
    /// <param name="take">Takes rows that were written elsewhere, and their array for good; without it they are copied into the buffer.</param>
    public RowSink(Action<RowBuffer> flush, int maxRowBytes = BackupFormat.MaxRowBytes, Action<RowChunk>? take = null)
    {
        _flush = flush;
        _take = take;
        _maxRowBytes = maxRowBytes;
    }

    /// <summary>What stands between two rows.</summary>
    public static ReadOnlySpan<byte> Separator => ",\n"u8;

    public RowBuffer Buffer { get; } = new();

    /// <summary>Rows so far.</summary>
    public long Rows { get; private set; }

    /// <summary>Told the number of rows at every chunk, from the thread that makes them.</summary>
    public Action<long>? Progress { get; set; }

    public void BeginRow()
    {
        if (Rows > 0)
        {
            Buffer.WriteRaw(Separator);
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

    /// <summary>Takes rows that another thread has written, each with the separator before it.</summary>
    /// <param name="chunk">The rows; its array is the sink's from here on.</param>
    /// <param name="rows">How many.</param>
    public void Append(RowChunk chunk, long rows)
    {
        if (Rows == 0)
        {
            chunk = chunk with { Start = chunk.Start + Separator.Length, Length = chunk.Length - Separator.Length };
        }

        Rows += rows;
        if (_take is null)
        {
            Buffer.WriteRaw(chunk.Span);
            _flush(Buffer);
        }
        else
        {
            _take(chunk);
        }

        Progress?.Invoke(Rows);
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
