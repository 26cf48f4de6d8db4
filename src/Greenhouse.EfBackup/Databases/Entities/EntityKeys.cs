using Greenhouse.EfBackup.Format;

namespace Greenhouse.EfBackup.Databases.Entities;

/// <summary>Foreign keys between rows in memory.</summary>
internal sealed class EntityKeys(IReadOnlyList<EntityTable> tables)
{
    private const int MostExamples = 3;

    private readonly Dictionary<string, EntityTable> _tables = tables.ToDictionary(table => table.Table.Key, StringComparer.Ordinal);

    /// <summary>Rows whose keys lead nowhere.</summary>
    /// <param name="described">The tables whose rows are looked at.</param>
    /// <param name="isThere">Which rows count; null for all.</param>
    public IReadOnlyList<DanglingRows> FindDanglingRows(IEnumerable<TableDescription> described, Func<string, byte[][], bool>? isThere = null)
        => [.. described.SelectMany(table => table.ForeignKeys.Select(key => Check(table, key, isThere))).OfType<DanglingRows>()];

    /// <summary>Rows of a table by the values that a key leads to.</summary>
    public static ILookup<string, byte[][]> ByValues(EntityTable table, IReadOnlyList<string> columns)
    {
        int[] places = [.. columns.Select(table.PlaceOf)];
        return table.Rows.Values.Select(row => (Key: EntityTable.KeyOf(row, places), Row: row)).Where(pair => pair.Key is not null).ToLookup(pair => pair.Key!, pair => pair.Row, StringComparer.Ordinal);
    }

    private DanglingRows? Check(TableDescription described, ForeignKeyDescription key, Func<string, byte[][], bool>? isThere)
    {
        if (!_tables.TryGetValue(key.References, out var principal))
        {
            return null;
        }

        var table = _tables[described.Key];
        var wanted = ByValues(principal, key.ReferencedColumns);
        int[] places = [.. key.Columns.Select(table.PlaceOf)];
        var dangling = table.Rows.Values
            .Where(row => isThere?.Invoke(table.Table.Key, row) != false && EntityTable.KeyOf(row, places) is { } value && !wanted[value].Any(other => isThere?.Invoke(principal.Table.Key, other) != false))
            .ToArray();
        return dangling.Length == 0 ? null : new DanglingRows(
            described.Key, key.References, key.Columns, dangling.Length, [.. dangling.Take(MostExamples).Select(row => table.Shown(row, described.PrimaryKey.Concat(key.Columns).Distinct()))]);
    }
}
