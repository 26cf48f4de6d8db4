using Greenhouse.EfBackup.Databases.PostgreSql.Catalog;
using Greenhouse.EfBackup.Databases.PostgreSql.Connecting;
using Greenhouse.EfBackup.Format;

namespace Greenhouse.EfBackup.Databases.PostgreSql.Reading;

/// <summary>
/// Follows foreign keys of integers while the rows go by, which costs nothing beside asking the server to join every row: whatever is referenced and
/// whatever is there is a bit each, and at the end one set must lie within the other. Keys that are spread too far for that are the server's to follow.
/// </summary>
internal sealed class PostgreSqlKeyWatch
{
    // Eight megabytes a set; and of all sets, not more than this.
    private const long MostValues = 8L << 23;
    private const long MostBytes = 32 << 20;
    private readonly List<(PostgreSqlForeignKey Key, KeyBits Referenced, KeyBits References)> _watched = [];
    private readonly Dictionary<(string Table, string Column), List<KeyBits>> _columns = [];

    /// <summary>The keys that are followed.</summary>
    public IEnumerable<PostgreSqlForeignKey> Keys => _watched.Select(watched => watched.Key);

    /// <param name="keys">Foreign keys of the tables that will be read.</param>
    /// <param name="tables">The tables that will be read.</param>
    public static async Task<PostgreSqlKeyWatch> PlanAsync(
        PostgreSqlSession session, PostgreSqlCatalog catalog, IReadOnlyList<PostgreSqlForeignKey> keys, IReadOnlyList<TableDescription> tables, CancellationToken cancellation)
    {
        var watch = new PostgreSqlKeyWatch();
        var ends = new Dictionary<(string Table, string Column), (KeyBits Bits, long First, long Span)>();
        var room = MostBytes;
        foreach (var key in keys)
        {
            if (tables.FirstOrDefault(table => table.Key == key.References) is not { } principal || key.Referenced is not [var referenced] || key.Columns is not [var column]
                || !IsInteger(catalog, principal, referenced) || !IsInteger(catalog, key.Table, column))
            {
                continue;
            }

            if (!ends.TryGetValue((principal.Key, referenced), out var set))
            {
                var (first, last) = await EndsAsync(session, catalog.Find(principal), referenced, cancellation);
                var span = (decimal)last - first + 1;
                if (span > MostValues || 2 * (long)span / 8 > room)
                {
                    continue;
                }

                set = (new KeyBits(first, (long)span), first, (long)span);
                room -= set.Span / 8;
                ends.Add((principal.Key, referenced), set);
                watch.Watch(principal, referenced, set.Bits);
            }

            if (set.Span / 8 <= room)
            {
                room -= set.Span / 8;
                var references = new KeyBits(set.First, set.Span);
                watch.Watch(key.Table, column, references);
                watch._watched.Add((key, set.Bits, references));
            }
        }

        return watch;
    }

    /// <summary>The sets that a column's values go into.</summary>
    public IReadOnlyList<KeyBits> SetsOf(TableDescription table, string column) => _columns.GetValueOrDefault((table.Key, column)) ?? [];

    /// <summary>After all rows have gone by: the keys that lead nowhere.</summary>
    public IReadOnlyList<PostgreSqlForeignKey> FindBroken() => [.. _watched.Where(watched => !watched.References.IsWithin(watched.Referenced)).Select(watched => watched.Key)];

    private static bool IsInteger(PostgreSqlCatalog catalog, TableDescription table, string column)
        => table.StoredColumns.Any(stored => stored.Name == column) && catalog.Find(table).BaseTypes[column] is "int2" or "int4" or "int8";

    /// <returns>The first and the last key; of an empty table, two between which nothing lies.</returns>
    private static async Task<(long First, long Last)> EndsAsync(PostgreSqlSession session, PostgreSqlTable table, string column, CancellationToken cancellation)
    {
        var name = PostgreSqlNames.Quote(column);
        return (await session.QueryAsync(
            $"SELECT coalesce(min({name}), 1)::int8, coalesce(max({name}), 0)::int8 FROM {table.Rows}", row => (row.GetInt64(0), row.GetInt64(1)), cancellation))[0];
    }

    private void Watch(TableDescription table, string column, KeyBits bits)
    {
        if (!_columns.TryGetValue((table.Key, column), out var sets))
        {
            _columns.Add((table.Key, column), sets = []);
        }

        sets.Add(bits);
    }
}
