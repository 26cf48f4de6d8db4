using System.Text.Json;
using Greenhouse.EfBackup.Protocol;

namespace Greenhouse.EfBackup.Verification.Differences;

/// <summary>Keeps the first rows of each change in each table, for a result.</summary>
/// <param name="limit">How many.</param>
internal sealed class ShownRows(int limit) : IDifferences
{
    /// <summary>How many are shown where nobody says how many.</summary>
    public const int Default = 200;

    private readonly Dictionary<TableMatch, List<RowDifference>> _rows = [];
    private readonly Dictionary<string, int> _kept = new(StringComparer.Ordinal);
    private TableMatch _table = null!;

    public IReadOnlyList<RowDifference> Of(TableMatch table) => _rows[table];

    public void Begin(TableMatch table)
    {
        _table = table;
        _rows[table] = [];
        _kept.Clear();
    }

    public void Changed(RowValues old, RowValues @new, IReadOnlyList<ColumnMatch> columns)
        => Keep(Changes.Changed, () => new RowDifference
        {
            Change = Changes.Changed,
            Key = KeyOf(old),
            Old = ValuesOf(old, columns),
            New = ValuesOf(@new, columns),
        });

    public void Only(RowValues row)
    {
        var change = row.Side == Side.Old ? Changes.Removed : Changes.Added;
        Keep(change, () => new RowDifference
        {
            Change = change,
            Key = KeyOf(row),
            Old = row.Side == Side.Old ? AllOf(row) : null,
            New = row.Side == Side.New ? AllOf(row) : null,
        });
    }

    public void End(TableCounts counts)
    {
    }

    private void Keep(string change, Func<RowDifference> make)
    {
        var kept = _kept.GetValueOrDefault(change);
        if (kept < limit)
        {
            _kept[change] = kept + 1;
            _rows[_table].Add(make());
        }
    }

    private Dictionary<string, JsonElement>? KeyOf(RowValues row) => _table.IsKeyed ? ValuesOf(row, _table.Identity) : null;

    private static Dictionary<string, JsonElement> ValuesOf(RowValues row, IReadOnlyList<ColumnMatch> columns)
        => columns.ToDictionary(column => column.Name, column => ShownValue.Of(row[column.PlaceOf(row.Side)]), StringComparer.Ordinal);

    /// <summary>Columns that the other side does not have, too.</summary>
    private Dictionary<string, JsonElement> AllOf(RowValues row)
        => _table.Of(row.Side)!.StoredColumns.Select((column, place) => (column.Name, place)).ToDictionary(pair => pair.Name, pair => ShownValue.Of(row[pair.place]), StringComparer.Ordinal);
}
