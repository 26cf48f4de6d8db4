namespace Greenhouse.EfBackup.Verification.Differences;

/// <summary>Goes through the rows of two tables side by side, in memory for one row of each.</summary>
/// <param name="match">The tables.</param>
/// <param name="target">Told of what differs.</param>
/// <param name="looked">Told every so many rows how many there were.</param>
internal sealed class TableComparison(TableMatch match, IDifferences target, Action<long> looked) : IDisposable
{
    private const int RowsBetweenLooks = 1024;
    private readonly TableCounts _counts = new(match);
    private readonly KeyOrder _order = new(match);
    private readonly RowComparison _rows = new(match);
    private readonly UnpairedRows _unpaired = new(match, new KeyOrder(match));
    private readonly bool _isOrdered = match.Identity.All(column => !column.IsUnordered);
    private readonly (string Name, int Place)[] _onlyOld = PlacesOf(match.OnlyOld, match.Old);
    private readonly (string Name, int Place)[] _onlyNew = PlacesOf(match.OnlyNew, match.New);
    private long _seen;

    /// <param name="old">The rows of the old table; null where there is none.</param>
    /// <param name="new">Those of the new one.</param>
    public TableCounts Run(RowCursor? old, RowCursor? @new, CancellationToken cancellation)
    {
        target.Begin(match);
        var (left, right) = (Next(old), Next(@new));
        while (left is not null && right is not null)
        {
            var order = Compare(left, right);
            if (order == 0)
            {
                Pair(left, right);
            }
            else
            {
                _unpaired.Add(order < 0 ? left : right);
            }

            left = order <= 0 ? Next(old) : left;
            right = order >= 0 ? Next(@new) : right;
        }

        Drain(left, old);
        Drain(right, @new);
        _unpaired.Settle(Pair, Only, cancellation);
        target.End(_counts);
        return _counts;
    }

    public void Dispose() => _unpaired.Dispose();

    private static (string Name, int Place)[] PlacesOf(IReadOnlyList<Format.ColumnDescription> columns, Format.TableDescription? table)
        => [.. columns.Select(column => (column.Name, table!.StoredColumns.TakeWhile(candidate => candidate != column).Count()))];

    private int Compare(RowValues left, RowValues right)
        => match.IsOneLayout && left.Row.SequenceEqual(right.Row) ? 0 : _isOrdered ? _order.Compare(left, right) : -1;

    private RowValues? Next(RowCursor? cursor)
    {
        if (cursor is null || !cursor.MoveNext())
        {
            return null;
        }

        if (++_seen % RowsBetweenLooks == 0)
        {
            looked(_seen);
        }

        CountOnly(cursor.Current);
        return cursor.Current;
    }

    private void CountOnly(RowValues row)
    {
        var (places, values) = row.Side == Side.Old ? (_onlyOld, _counts.OnlyOld) : (_onlyNew, _counts.OnlyNew);
        foreach (var (name, place) in places)
        {
            values[name] += row.IsNull(place) ? 0 : 1;
        }
    }

    private void Drain(RowValues? row, RowCursor? cursor)
    {
        for (; row is not null; row = Next(cursor))
        {
            _unpaired.Add(row);
        }
    }

    private void Pair(RowValues old, RowValues @new)
    {
        var differing = match.IsOneLayout && old.Row.SequenceEqual(@new.Row) ? [] : _rows.Differing(old, @new);
        if (differing.Count == 0)
        {
            _counts.Same++;
            return;
        }

        _counts.Changed++;
        foreach (var column in differing)
        {
            _counts.Columns[column.Name] = _counts.Columns.GetValueOrDefault(column.Name) + 1;
        }

        target.Changed(old, @new, differing);
    }

    private void Only(RowValues row)
    {
        _counts.Added += row.Side == Side.New ? 1 : 0;
        _counts.Removed += row.Side == Side.Old ? 1 : 0;
        target.Only(row);
    }
}
