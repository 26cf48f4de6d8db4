using System.Buffers.Binary;
using Greenhouse.EfBackup.Format;
using Greenhouse.EfBackup.Storage;

namespace Greenhouse.EfBackup.Verification.Differences;

/// <summary>Sorts rows by the bytes of their keys, old before new; in memory for so many, beyond that in sorted runs in a file, which are then merged.</summary>
/// <param name="mostInMemory">How many bytes are sorted at once.</param>
internal sealed class RowSort(int mostInMemory = RowSort.MostInMemory) : IDisposable
{
    public const int MostInMemory = 16 << 20;

    // Each has a buffer while they are merged.
    private const int MostRuns = 64;

    private readonly RowBuffer _rows = new();
    private readonly List<int> _starts = [];
    private readonly List<(long Start, long End)> _runs = [];
    private ScratchFile? _file;

    public void Add(Side side, ReadOnlySpan<byte> key, ReadOnlySpan<byte> row)
    {
        if (_starts.Count > 0 && (long)_rows.Position + key.Length + row.Length > mostInMemory)
        {
            WriteRun();
        }

        _starts.Add(_rows.Position);
        RowSpool.Write(_rows, side, key, row);
    }

    /// <summary>All of them in order; each holds until the next.</summary>
    public IEnumerable<RowRecords> Sorted()
    {
        if (_runs.Count == 0)
        {
            return Merge([new RowRecords(TakeSorted())]);
        }

        WriteRun();
        return Merge([.. _runs.Select(run => new RowRecords(_file!, run.Start, run.End))]);
    }

    public void Dispose() => _file?.Dispose();

    private void WriteRun()
    {
        _file ??= new ScratchFile();
        var start = _file.Length;
        _file.Append(TakeSorted());
        _runs.Add((start, _file.Length));
        if (_runs.Count == MostRuns)
        {
            MergeRuns();
        }
    }

    /// <summary>Makes one run of all.</summary>
    private void MergeRuns()
    {
        var start = _file!.Length;
        foreach (var record in Merge([.. _runs.Select(run => new RowRecords(_file, run.Start, run.End))]))
        {
            _rows.WriteRaw(record.All);
            if (_rows.Position > mostInMemory)
            {
                _file.Append(_rows.Written);
                _rows.Clear();
            }
        }

        _file.Append(_rows.Written);
        _rows.Clear();
        _runs.Clear();
        _runs.Add((start, _file.Length));
    }

    private byte[] TakeSorted()
    {
        _starts.Sort((left, right) => Compare(KeyAt(left), SideAt(left), KeyAt(right), SideAt(right)));
        var sorted = new byte[_rows.Position];
        var end = 0;
        foreach (var start in _starts)
        {
            var record = _rows.Written.Slice(start, LengthAt(start));
            record.CopyTo(sorted.AsSpan(end));
            end += record.Length;
        }

        _starts.Clear();
        _rows.Clear();
        return sorted;
    }

    private static IEnumerable<RowRecords> Merge(RowRecords[] runs)
    {
        var heap = new PriorityQueue<RowRecords, RowRecords>(Comparer<RowRecords>.Create((left, right) => Compare(left.Key, left.Side, right.Key, right.Side)));
        heap.EnqueueRange(runs.Where(run => run.MoveNext()).Select(run => (run, run)));
        while (heap.TryDequeue(out var first, out _))
        {
            yield return first;
            if (first.MoveNext())
            {
                heap.Enqueue(first, first);
            }
        }
    }

    private static int Compare(ReadOnlySpan<byte> left, Side side, ReadOnlySpan<byte> right, Side other)
        => left.SequenceCompareTo(right) is not 0 and var order ? order : side.CompareTo(other);

    private int Int(int place) => BinaryPrimitives.ReadInt32LittleEndian(_rows.Written[place..]);

    private int LengthAt(int start) => RowSpool.HeadLength + Int(start) + Int(start + sizeof(int));

    private Side SideAt(int start) => (Side)_rows.Written[start + RowSpool.HeadLength - 1];

    private ReadOnlySpan<byte> KeyAt(int start) => _rows.Written.Slice(start + RowSpool.HeadLength, Int(start));
}
