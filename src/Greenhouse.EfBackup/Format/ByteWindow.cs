namespace Greenhouse.EfBackup.Format;

/// <summary>The part of a file that is in memory: filled at its end, used up at its start.</summary>
internal sealed class ByteWindow(Stream input, string file, BytePool pool)
{
    private byte[] _bytes = pool.Rent();
    private int _start;
    private int _end;

    /// <summary>Bytes used up so far.</summary>
    public long Offset { get; private set; }

    /// <summary>Bytes read from the file so far.</summary>
    public long Length => Offset + _end - _start;

    public ReadOnlySpan<byte> Bytes => _bytes.AsSpan(_start, _end - _start);

    public void Use(int count)
    {
        _start += count;
        Offset += count;
    }

    /// <summary>Reads on, growing up to <paramref name="limit"/> bytes where the window is full.</summary>
    /// <returns>False at the end of the file.</returns>
    /// <exception cref="EfBackupException">More than <paramref name="limit"/> bytes would be needed.</exception>
    public bool Fill(int limit)
    {
        if (_end == _bytes.Length)
        {
            MakeRoom(limit);
        }

        var read = input.Read(_bytes, _end, _bytes.Length - _end);
        _end += read;
        return read > 0;
    }

    /// <summary>Gives away the array with its first <paramref name="count"/> unused bytes, and goes on with a copy of the rest.</summary>
    public RowChunk Detach(int count)
    {
        var rest = _end - _start - count;
        var next = pool.Rent(rest);
        _bytes.AsSpan(_start + count, rest).CopyTo(next);
        var chunk = new RowChunk(_bytes, _start, count);
        Offset += count;
        (_bytes, _start, _end) = (next, 0, rest);
        return chunk;
    }

    private void MakeRoom(int limit)
    {
        var kept = _end - _start;
        if (kept >= limit)
        {
            throw FileErrors.Limit(file, $"a part at byte {Offset} is longer than {limit} bytes");
        }

        var target = _start > 0 ? _bytes : BytePool.Allocate((int)Math.Min(_bytes.Length * 2L, limit + (long)BackupFormat.ChunkBytes));
        _bytes.AsSpan(_start, kept).CopyTo(target);
        (_bytes, _start, _end) = (target, 0, kept);
    }
}

/// <summary>Whole lines of rows.</summary>
internal readonly record struct RowChunk(byte[] Bytes, int Start, int Length)
{
    public ReadOnlySpan<byte> Span => Bytes.AsSpan(Start, Length);
}
