using Greenhouse.EfBackup.Format;

namespace Greenhouse.EfBackup.Verification.Differences;

/// <summary>
/// Rows for which going through both tables side by side found no counterpart. Where both stood in the order that was expected, these stand in it too, and no
/// two of them are one. Where they don't, a counterpart may be among them, and is found by sorting: whatever order a database or a file has, the answer is right.
/// </summary>
/// <param name="match">The tables.</param>
/// <param name="order">The order that is expected.</param>
internal sealed class UnpairedRows(TableMatch match, KeyOrder order) : IDisposable
{
    private readonly ColumnMatch[] _identity = [.. match.Identity];
    private readonly RowSpool _spool = new();
    private readonly Dictionary<Side, RowValues> _lasts = RowsOf(match);
    private readonly NeutralText _neutral = new();
    private readonly RowBuffer _key = new();
    private RowValues? _last;
    private bool _isDisordered = match.Identity.Any(column => column.IsUnordered);

    public void Add(RowValues row)
    {
        if (!_isDisordered && _last is not null)
        {
            var step = order.Compare(_last, row);
            _isDisordered = step > 0 || (step == 0 && _last.Side != row.Side);
        }

        _last = _lasts[row.Side];
        _last.Copy(row.Row);
        _spool.Add(row.Side, row.Row);
    }

    /// <summary>Tells of each of them.</summary>
    /// <param name="pair">Takes two that are one after all.</param>
    /// <param name="only">Takes one that has no counterpart.</param>
    public void Settle(Action<RowValues, RowValues> pair, Action<RowValues> only, CancellationToken cancellation)
    {
        var rows = RowsOf(match);
        if (!_isDisordered)
        {
            ForEach(_spool.Read(), rows, only, cancellation);
            return;
        }

        using var sort = new RowSort();
        ForEach(_spool.Read(), rows, row => sort.Add(row.Side, KeyOf(row), row.Row), cancellation);
        Pair(sort.Sorted(), rows, pair, only, cancellation);
    }

    public void Dispose() => _spool.Dispose();

    private static Dictionary<Side, RowValues> RowsOf(TableMatch match)
        => Enum.GetValues<Side>().Where(side => match.Of(side) is not null).ToDictionary(side => side, side => new RowValues(match.Of(side)!, side));

    private static void ForEach(RowRecords records, Dictionary<Side, RowValues> rows, Action<RowValues> action, CancellationToken cancellation)
    {
        while (records.MoveNext())
        {
            cancellation.ThrowIfCancellationRequested();
            var row = rows[records.Side];
            row.Copy(records.Row);
            action(row);
        }
    }

    /// <summary>Of equal keys the old ones come first: they wait, counted, for the new ones.</summary>
    private void Pair(IEnumerable<RowRecords> sorted, Dictionary<Side, RowValues> rows, Action<RowValues, RowValues> pair, Action<RowValues> only, CancellationToken cancellation)
    {
        var waiting = 0L;
        byte[] key = [];
        foreach (var record in sorted)
        {
            cancellation.ThrowIfCancellationRequested();
            // A key occurs once; where a file was tampered with, each row of one is still told of.
            if (waiting > 0 && (!record.Key.SequenceEqual(key) || (match.IsKeyed && record.Side == Side.Old)))
            {
                Give(rows[Side.Old], only, ref waiting);
            }

            if (record.Side == Side.Old)
            {
                waiting++;
                key = record.Key.ToArray();
                rows[Side.Old].Copy(record.Row);
                continue;
            }

            rows[Side.New].Copy(record.Row);
            if (waiting > 0)
            {
                pair(rows[Side.Old], rows[Side.New]);
                waiting--;
            }
            else
            {
                only(rows[Side.New]);
            }
        }

        Give(rows.GetValueOrDefault(Side.Old)!, only, ref waiting);
    }

    private static void Give(RowValues row, Action<RowValues> only, ref long waiting)
    {
        for (; waiting > 0; waiting--)
        {
            only(row);
        }
    }

    private ReadOnlySpan<byte> KeyOf(RowValues row)
    {
        _key.Clear();
        foreach (var column in _identity)
        {
            if (column.ByValue)
            {
                _neutral.Clear();
                RowComparison.WriteNeutral(column, row, _neutral);
                _key.WriteRaw(_neutral.Written);
            }
            else
            {
                _key.WriteRaw(row[column.PlaceOf(row.Side)]);
                _key.WriteByte((byte)'\n');
            }
        }

        return _key.Written;
    }
}
