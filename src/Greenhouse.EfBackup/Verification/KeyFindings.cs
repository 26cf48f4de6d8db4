namespace Greenhouse.EfBackup.Verification;

/// <summary>Rows that break a key: how many, and the first of them.</summary>
internal sealed class KeyFinding
{
    /// <summary>How many rows are kept as examples.</summary>
    public const int MostExamples = 3;

    private readonly SortedSet<long> _rows = [];

    public long Count { get; private set; }

    /// <summary>Numbers of rows, from 1.</summary>
    public IReadOnlyCollection<long> Rows => _rows;

    public void Add(long row)
    {
        Count++;
        if (_rows.Count < MostExamples || row < _rows.Max)
        {
            _rows.Add(row);
        }

        if (_rows.Count > MostExamples)
        {
            _rows.Remove(_rows.Max);
        }
    }
}

/// <summary>What the hashes of a whole file say of its keys.</summary>
internal static class KeyFindings
{
    /// <param name="records">In order.</param>
    /// <param name="sources">What they are of.</param>
    /// <returns>By the number of the source: rows with a key that another row before them has, or that reference nothing.</returns>
    public static IReadOnlyDictionary<int, KeyFinding> Of(IEnumerable<KeyRecord> records, IReadOnlyList<KeySource> sources, CancellationToken cancellation)
    {
        var found = new Dictionary<int, KeyFinding>();
        KeyRecord? last = null;
        var isThere = false;
        var seen = 0L;
        foreach (var record in records)
        {
            if ((++seen & 0xFFFF) == 0)
            {
                cancellation.ThrowIfCancellationRequested();
            }

            var same = last is { } before && record.HasHashOf(before);
            isThere &= same;
            var isReference = sources[record.Source].Role == KeyRole.Reference;
            if (isReference ? !isThere : same && sources[record.Source].Role == KeyRole.Unique)
            {
                found.TryAdd(record.Source, new KeyFinding());
                found[record.Source].Add(record.Row);
            }

            isThere |= !isReference;
            last = record;
        }

        return found;
    }
}
