using System.Collections.Concurrent;
using System.Numerics;
using Greenhouse.EfBackup.Format;

namespace Greenhouse.EfBackup.Restore;

/// <summary>
/// Finds the rows of a file that stand in a table just as they are, by the hashes of their lines. Both have their rows in the order of the key, so that the two are gone
/// through side by side; where one has rows that the other has not, their common way is looked for again nearby. A row that is there and is not found costs the time
/// to merge it, and nothing else. One thread reads the table, a few hashes ahead of the one that reads the file.
/// </summary>
/// <param name="cancellation">Ends the waiting of one for the other.</param>
/// <param name="window">How many rows of the table are looked at together.</param>
internal sealed class PresentRows(CancellationToken cancellation, int window = PresentRows.Window) : IDisposable
{
    private const int Window = 1 << 17;
    private const int BlocksInWindow = 8;

    /// <summary>A few rows more or less are found within so many.</summary>
    private const int Near = 16;

    private readonly SipHash _hash = new();
    private readonly ulong[] _firsts = new ulong[window];
    private readonly ulong[] _seconds = new ulong[window];
    private readonly BlockingCollection<Block> _ahead = new(BlocksInWindow);
    private readonly ConcurrentQueue<Block> _free = new();
    private Block? _block;
    private bool _begun;
    private bool _given;
    private int _count;
    private int _next;
    private int _misses;

    /// <summary>Rows of the file that were found.</summary>
    public long Found { get; private set; }

    /// <summary>Takes rows of the table, on the thread that reads it.</summary>
    /// <param name="rows">Whole ones, with the separators that a file has between them.</param>
    public void Add(ReadOnlySpan<byte> rows)
    {
        while (!rows.IsEmpty && !Volatile.Read(ref _given))
        {
            var line = LineOf(rows);
            rows = rows[line.Length..];
            if (RowOf(line) is { IsEmpty: false } row)
            {
                var block = _block ??= _free.TryDequeue(out var free) ? free : new Block(window / BlocksInWindow);
                block.Add(_hash.Of(row));
                if (block.Count == window / BlocksInWindow)
                {
                    Pass(block);
                }
            }
        }
    }

    /// <summary>The table has no more rows, or none that can be read.</summary>
    public void EndTable()
    {
        if (_block is { } last)
        {
            Pass(last);
        }

        _ahead.CompleteAdding();
    }

    /// <summary>No more rows of the file are looked for: whoever reads the table does not wait any more.</summary>
    public void Give()
    {
        Volatile.Write(ref _given, true);
        foreach (var _ in _ahead.GetConsumingEnumerable(cancellation))
        {
        }
    }

    /// <summary>What is left of a chunk of the file without the rows that were found; its array is written to.</summary>
    public RowChunk Rest(RowChunk chunk)
    {
        if (!_begun)
        {
            _begun = true;
            Fill();
        }

        var bytes = chunk.Bytes.AsSpan(chunk.Start, chunk.Length);
        var (place, rest) = (0, 0);
        while (place < bytes.Length)
        {
            var line = LineOf(bytes[place..]);
            if (IsPresent(RowOf(line)))
            {
                Found++;
            }
            else
            {
                bytes.Slice(place, line.Length).CopyTo(bytes[rest..]);
                rest += line.Length;
            }

            place += line.Length;
        }

        return chunk with { Length = rest };
    }

    public void Dispose() => _ahead.Dispose();

    /// <summary>Up to the line feed, which no row has inside of it.</summary>
    private static ReadOnlySpan<byte> LineOf(ReadOnlySpan<byte> rows)
        => rows.IndexOf((byte)'\n') is >= 0 and var end ? rows[..(end + 1)] : rows;

    private static ReadOnlySpan<byte> RowOf(ReadOnlySpan<byte> line) => line.TrimEnd(",\n"u8);

    private bool IsPresent(ReadOnlySpan<byte> row)
    {
        var hash = _hash.Of(row);
        if (_next > window / 4 * 3)
        {
            Fill();
        }

        if (_next < _count && (_firsts[_next], _seconds[_next]) == hash)
        {
            _next++;
            _misses = 0;
            return true;
        }

        _misses++;
        // The further away it is, the more it costs to look for it: seldom, then.
        var found = _misses > Near && BitOperations.IsPow2(_misses) ? Find(0, _count, hash) : Find(_next - Near, _next + Near, hash);
        if (found >= 0)
        {
            (_next, _misses) = (found + 1, 0);
            return true;
        }

        // It has other values, most likely: the next one stands beside the next one.
        _next = Math.Min(_next + 1, _count);
        return false;
    }

    private int Find(int from, int to, (ulong First, ulong Second) hash)
    {
        for (from = Math.Max(from, 0); from < Math.Min(to, _count); from++)
        {
            var step = _firsts.AsSpan(from, Math.Min(to, _count) - from).IndexOf(hash.First);
            if (step < 0)
            {
                break;
            }

            from += step;
            if (_seconds[from] == hash.Second)
            {
                return from;
            }
        }

        return -1;
    }

    private void Pass(Block block)
    {
        _block = null;
        _ahead.Add(block, cancellation);
    }

    /// <summary>Moves the window on, with some rows of those that it has gone by.</summary>
    private void Fill()
    {
        var passed = Math.Max(0, _next - (window / 4));
        var kept = _count - passed;
        _firsts.AsSpan(passed, kept).CopyTo(_firsts);
        _seconds.AsSpan(passed, kept).CopyTo(_seconds);
        (_next, _count) = (_next - passed, kept);
        while (_count + (window / BlocksInWindow) <= window && _ahead.TryTake(out var block, Timeout.Infinite, cancellation))
        {
            block.CopyTo(_firsts.AsSpan(_count), _seconds.AsSpan(_count));
            _count += block.Count;
            block.Clear();
            _free.Enqueue(block);
        }
    }

    /// <summary>Hashes of rows that follow each other.</summary>
    private sealed class Block(int length)
    {
        private readonly ulong[] _firsts = new ulong[length];
        private readonly ulong[] _seconds = new ulong[length];

        public int Count { get; private set; }

        public void Add((ulong First, ulong Second) hash)
        {
            (_firsts[Count], _seconds[Count]) = hash;
            Count++;
        }

        public void CopyTo(Span<ulong> firsts, Span<ulong> seconds)
        {
            _firsts.AsSpan(0, Count).CopyTo(firsts);
            _seconds.AsSpan(0, Count).CopyTo(seconds);
        }

        public void Clear() => Count = 0;
    }
}
