using Greenhouse.EfBackup.Storage;

namespace Greenhouse.EfBackup.Verification;

/// <summary>
/// Sorts any number of records in bounded memory: what is too much for it goes, sorted, to a temporary file, and is merged in the end. The file holds hashes under a
/// key that nobody keeps, is its owner's only, and is gone with the process.
/// </summary>
/// <param name="folder">Where the temporary file would lie.</param>
/// <param name="most">How many records stay in memory.</param>
internal sealed class KeySorter(string folder, int most = KeySorter.MostInMemory) : IDisposable
{
    /// <summary>48 MiB of them.</summary>
    public const int MostInMemory = 2 << 20;

    private const int FirstCapacity = 1 << 12;
    private readonly List<SortedRun> _runs = [];
    private KeyRecord[] _records = new KeyRecord[Math.Min(most, FirstCapacity)];
    private FileStream? _file;
    private int _count;

    /// <summary>How often memory was full.</summary>
    public int Runs => _runs.Count;

    public void Add(KeyRecord record)
    {
        if (_count == _records.Length)
        {
            MakeRoom();
        }

        _records[_count++] = record;
    }

    /// <summary>All of them, in order; once, and nothing can be added afterwards.</summary>
    public IEnumerable<KeyRecord> Sorted()
    {
        _records.AsSpan(0, _count).Sort();
        return _runs.Count == 0 ? new ArraySegment<KeyRecord>(_records, 0, _count) : Merged();
    }

    public void Dispose() => _file?.Dispose();

    private void MakeRoom()
    {
        if (_records.Length < most)
        {
            Array.Resize(ref _records, (int)Math.Min(_records.Length * 2L, most));
            return;
        }

        _records.AsSpan().Sort();
        try
        {
            _file ??= ScratchFile.Open(folder);
            var run = new SortedRun(_file.SafeFileHandle, _runs.Count == 0 ? 0 : _runs[^1].End, _count);
            run.Write(_records);
            _runs.Add(run);
        }
        catch (Exception exception) when (FileProblems.IsFileProblem(exception))
        {
            throw Unwritten(exception);
        }

        _count = 0;
    }

    private EfBackupException Unwritten(Exception exception)
        => new(
            FileProblems.Explain(exception, folder).ErrorCode,
            $"the keys of the backup can't be sorted in {folder}: {exception.Message}",
            "free some space there, or let the variable TMPDIR (on Windows TEMP) name another folder; 24 bytes a row and key are needed",
            inner: exception);

    private IEnumerable<KeyRecord> Merged()
    {
        var next = new PriorityQueue<IEnumerator<KeyRecord>, KeyRecord>();
        foreach (var run in _runs.Select(run => run.Read(MostInMemory / _runs.Count)).Append(new ArraySegment<KeyRecord>(_records, 0, _count)))
        {
            var records = run.GetEnumerator();
            if (records.MoveNext())
            {
                next.Enqueue(records, records.Current);
            }
        }

        while (next.TryPeek(out var records, out var record))
        {
            yield return record;
            _ = records.MoveNext() ? next.DequeueEnqueue(records, records.Current) : next.Dequeue();
        }
    }
}
