using System.Numerics;
using System.Runtime.InteropServices;
using Greenhouse.EfBackup.Format;
using Greenhouse.EfBackup.Storage;

namespace Greenhouse.EfBackup.Restore;

/// <summary>
/// Finds the rows of a file that stand in a table just as they are, by the hashes of their lines. Both have their rows in the order of the key, so that the two are gone
/// through side by side; where one has rows that the other has not, their common way is looked for again nearby. A row that is there and is not found costs the time
/// to merge it, and nothing else. Hashes that have no room in the window wait in a temporary file.
/// </summary>
/// <param name="window">How many rows of the table are looked at together.</param>
internal sealed class PresentRows(int window = PresentRows.Window) : IDisposable
{
    private const int Window = 1 << 17;

    /// <summary>A few rows more or less are found within so many.</summary>
    private const int Near = 16;

    private readonly SipHash _hash = new();
    private readonly ulong[] _firsts = new ulong[window];
    private readonly ulong[] _seconds = new ulong[window];
    private (ScratchFile Firsts, ScratchFile Seconds)? _files;
    private long _read;
    private int _count;
    private int _next;
    private int _misses;

    /// <summary>Rows of the file that were found.</summary>
    public long Found { get; private set; }

    /// <summary>Takes rows of the table.</summary>
    /// <param name="rows">Whole ones, with the separators that a file has between them.</param>
    /// <exception cref="EfBackupException">Their hashes can't be set aside.</exception>
    public void Add(ReadOnlySpan<byte> rows)
    {
        while (!rows.IsEmpty)
        {
            var line = LineOf(rows);
            rows = rows[line.Length..];
            if (RowOf(line) is { IsEmpty: false } row)
            {
                (_firsts[_count], _seconds[_count]) = _hash.Of(row);
                _count++;
                SetAsideIf(_count == window);
            }
        }
    }

    /// <summary>The table has no more rows: now those of the file can come.</summary>
    public void EndTable()
    {
        SetAsideIf(_files is not null);
        Fill();
    }

    /// <summary>What is left of a chunk of the file without the rows that were found; its array is written to.</summary>
    public RowChunk Rest(RowChunk chunk)
    {
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

    public void Dispose()
    {
        _files?.Firsts.Dispose();
        _files?.Seconds.Dispose();
    }

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

    private void SetAsideIf(bool wanted)
    {
        if (wanted)
        {
            _files ??= (new ScratchFile(), new ScratchFile());
            _files.Value.Firsts.Append(MemoryMarshal.AsBytes(_firsts.AsSpan(0, _count)));
            _files.Value.Seconds.Append(MemoryMarshal.AsBytes(_seconds.AsSpan(0, _count)));
            _count = 0;
        }
    }

    /// <summary>Moves the window on, with some rows of those that it has gone by.</summary>
    private void Fill()
    {
        if (_files is not { } files || _read * sizeof(ulong) == files.Firsts.Length)
        {
            return;
        }

        var passed = Math.Max(0, _next - (window / 4));
        var kept = _count - passed;
        _firsts.AsSpan(passed, kept).CopyTo(_firsts);
        _seconds.AsSpan(passed, kept).CopyTo(_seconds);
        _next -= passed;
        _count = kept + Read(files.Firsts, _firsts.AsSpan(kept));
        _ = Read(files.Seconds, _seconds.AsSpan(kept));
        _read += _count - kept;
    }

    /// <returns>How many hashes were read.</returns>
    private int Read(ScratchFile file, Span<ulong> target)
    {
        var bytes = MemoryMarshal.AsBytes(target);
        var length = 0;
        while (length < bytes.Length && file.Read((_read * sizeof(ulong)) + length, bytes[length..]) is > 0 and var read)
        {
            length += read;
        }

        return length / sizeof(ulong);
    }
}
