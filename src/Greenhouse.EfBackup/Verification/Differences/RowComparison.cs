using Greenhouse.EfBackup.Format;

namespace Greenhouse.EfBackup.Verification.Differences;

/// <summary>Compares the values of two rows that are one.</summary>
internal sealed class RowComparison
{
    private readonly ColumnMatch[] _columns;
    private readonly NeutralText _old = new();
    private readonly NeutralText _new = new();
    private readonly List<ColumnMatch> _changed = [];

    public RowComparison(TableMatch match) => _columns = [.. match.Columns];

    /// <returns>The columns whose values differ, until the next call.</returns>
    public IReadOnlyList<ColumnMatch> Differing(RowValues old, RowValues @new)
    {
        _changed.Clear();
        foreach (var column in _columns)
        {
            if (!IsSame(column, old, @new))
            {
                _changed.Add(column);
            }
        }

        return _changed;
    }

    /// <summary>A value as both sides would spell it; it holds no line feed, and ends with one.</summary>
    public static void WriteNeutral(ColumnMatch column, RowValues row, NeutralText target)
    {
        var other = row.Side == Side.Old ? Side.New : Side.Old;
        var value = row.ChunkOf(column.PlaceOf(row.Side));
        UnreadableRowException.Guard(row.Side, () =>
        {
            var reader = new RowReader(value);
            target.Write(ref reader, value.Bytes, column.KindOf(row.Side), column.KindOf(other));
        });
    }

    private bool IsSame(ColumnMatch column, RowValues old, RowValues @new)
    {
        if (old[column.Old].SequenceEqual(@new[column.New]))
        {
            // The text 1 in a column of text is not the text "1" in one of JSON.
            return column.OldKind == column.NewKind || !column.IsUnordered || AreSameValue(column, old, @new);
        }

        return column.ByValue && AreSameValue(column, old, @new);
    }

    private bool AreSameValue(ColumnMatch column, RowValues old, RowValues @new)
    {
        _old.Clear();
        _new.Clear();
        WriteNeutral(column, old, _old);
        WriteNeutral(column, @new, _new);
        return _old.Written.SequenceEqual(_new.Written);
    }
}
