using Greenhouse.EfBackup.Format;

namespace Greenhouse.EfBackup.Databases.Entities;

/// <summary>Rows in memory that are selected.</summary>
internal sealed class EntitySelection(IReadOnlyList<EntityTable> tables)
{
    // Rows with the round in which they were found.
    private readonly Dictionary<string, Dictionary<byte[][], int>> _rows = new(StringComparer.Ordinal);

    /// <summary>Whether a row is meant; of a table of which none was chosen, all are.</summary>
    public bool Has(string table, byte[][] row) => !_rows.TryGetValue(table, out var selected) || selected.ContainsKey(row);

    /// <exception cref="EfBackupException">A condition is given: it is SQL.</exception>
    public async Task SelectAsync(IReadOnlyList<TableDescription> described, RowSelection selection)
    {
        foreach (var table in described.Where(table => selection.Principals || selection.Seeds.Any(seeds => seeds.Table == table && !seeds.IsWhole)))
        {
            _rows.Add(table.Key, new(ReferenceEqualityComparer.Instance as IEqualityComparer<byte[][]>));
        }

        foreach (var seeds in selection.Seeds.Where(seeds => _rows.ContainsKey(seeds.Table.Key)))
        {
            if (seeds.Conditions.Count > 0)
            {
                throw NotRelational.Refuse("conditions are SQL (--where)", "choose tables with --include, and rows with --limit and --with-related");
            }

            foreach (var row in EntityOrder.Sorted(Table(seeds.Table.Key), seeds.Table).Take(seeds.Limit ?? int.MaxValue))
            {
                _rows[seeds.Table.Key].TryAdd(row, 0);
            }
        }

        var round = await RowClosure.FollowAsync([.. selection.Dependents.SelectMany(Keys).Select(pair => Step(pair.Child, pair.Parent, pair.Key, down: true))], round: 1);
        if (selection.Principals)
        {
            _ = await RowClosure.FollowAsync([.. described.SelectMany(Keys).Select(pair => Step(pair.Child, pair.Parent, pair.Key, down: false))], round);
        }
    }

    private IEnumerable<(string Child, string Parent, ForeignKeyDescription Key)> Keys(TableDescription table)
        => table.ForeignKeys.Where(key => _rows.ContainsKey(table.Key) && _rows.ContainsKey(key.References)).Select(key => (table.Key, key.References, key));

    private RowStep Step(string child, string parent, ForeignKeyDescription key, bool down)
    {
        var (from, to) = down ? (parent, child) : (child, parent);
        var (fromColumns, toColumns) = down ? (key.ReferencedColumns, key.Columns) : (key.Columns, key.ReferencedColumns);
        var found = EntityKeys.ByValues(Table(to), toColumns);
        int[] places = [.. fromColumns.Select(Table(from).PlaceOf)];
        return new RowStep(from, to, (after, round) => Task.FromResult(Add(after, round)));

        long Add(int after, int round)
            => _rows[from].Where(pair => pair.Value >= after).Select(pair => pair.Key).ToArray()
                .Select(row => EntityTable.KeyOf(row, places)).OfType<string>()
                .SelectMany(value => found[value]).LongCount(row => _rows[to].TryAdd(row, round));
    }

    private EntityTable Table(string key) => tables.First(table => table.Table.Key == key);
}
