using Greenhouse.EfBackup.Databases.PostgreSql.Connecting;
using Greenhouse.EfBackup.Format;

namespace Greenhouse.EfBackup.Databases.PostgreSql.Catalog;

/// <summary>
/// Finds rows whose foreign keys lead nowhere. The server keeps them out, but not where somebody switched its triggers off
/// (<c>pg_restore --disable-triggers</c>, <c>session_replication_role</c>). Keys that are NOT VALID promise nothing and are not asked.
/// </summary>
internal sealed class PostgreSqlForeignKeys(PostgreSqlSession session, PostgreSqlCatalog catalog)
{
    private const int Examples = 3;

    private const string Keys = """
        SELECT coalesce(pg_catalog.pg_partition_root(k.conrelid), k.conrelid)::oid, k.oid, n.nspname::text, t.relname::text, t.relkind = 'p', rn.nspname::text, r.relname::text, r.relkind = 'p',
               a.attname::text, ra.attname::text, pg_catalog.format('OPERATOR(%I.%s)', s.nspname, o.oprname),
               CASE WHEN a.attcollation <> 0 AND a.attcollation <> ra.attcollation THEN (
                   SELECT pg_catalog.format(' COLLATE %I.%I', cn.nspname, l.collname) FROM pg_catalog.pg_collation l JOIN pg_catalog.pg_namespace cn ON cn.oid = l.collnamespace WHERE l.oid = ra.attcollation) END,
               k.confmatchtype = 'f',
               pg_catalog.has_schema_privilege(rn.oid, 'USAGE') AND pg_catalog.has_table_privilege(r.oid, 'SELECT') AND NOT pg_catalog.row_security_active(r.oid)
        FROM pg_catalog.pg_constraint k CROSS JOIN LATERAL unnest(k.conkey, k.confkey, k.conpfeqop) WITH ORDINALITY p (num, referenced, op, place)
        JOIN pg_catalog.pg_attribute a ON a.attrelid = k.conrelid AND a.attnum = p.num
        JOIN pg_catalog.pg_attribute ra ON ra.attrelid = k.confrelid AND ra.attnum = p.referenced
        JOIN pg_catalog.pg_operator o ON o.oid = p.op JOIN pg_catalog.pg_namespace s ON s.oid = o.oprnamespace
        JOIN pg_catalog.pg_class t ON t.oid = k.conrelid JOIN pg_catalog.pg_namespace n ON n.oid = t.relnamespace
        JOIN pg_catalog.pg_class r ON r.oid = k.confrelid JOIN pg_catalog.pg_namespace rn ON rn.oid = r.relnamespace
        WHERE k.contype = 'f' AND k.conparentid = 0 AND k.convalidated AND coalesce(pg_catalog.pg_partition_root(k.conrelid), k.conrelid)::oid = ANY ($1::text::oid[])
        ORDER BY k.conname COLLATE "C", k.oid, p.place
        """;

    /// <summary>The keys of these tables, as they are now.</summary>
    public async Task<IReadOnlyList<PostgreSqlForeignKey>> ReadAsync(IReadOnlyList<TableDescription> tables, CancellationToken cancellation)
    {
        var byOid = tables.ToDictionary(table => catalog.Find(table).Oid);
        var parts = await session.QueryAsync(
            Keys,
            row => (
                Table: byOid[row.GetFieldValue<uint>(0)],
                Oid: row.GetFieldValue<uint>(1),
                From: Rows(row.GetString(2), row.GetString(3), row.GetBoolean(4)),
                To: Rows(row.GetString(5), row.GetString(6), row.GetBoolean(7)),
                References: catalog.KeyOf(row.GetString(5), row.GetString(6)),
                Column: row.GetString(8),
                Referenced: row.GetString(9),
                // Where the two have different collations the server compares by that of the referenced column (src/backend/utils/adt/ri_triggers.c).
                Match: $"p.{PostgreSqlNames.Quote(row.GetString(9))} {row.GetString(10)} c.{PostgreSqlNames.Quote(row.GetString(8))}{(row.IsDBNull(11) ? "" : row.GetString(11))}",
                Full: row.GetBoolean(12),
                Readable: row.GetBoolean(13)),
            cancellation,
            PostgreSqlNames.Oids(byOid.Keys));
        return [.. parts.GroupBy(part => part.Oid).Select(key => new PostgreSqlForeignKey(
            key.First().Table, key.First().From, key.First().To, key.First().References, [.. key.Select(part => part.Column)], [.. key.Select(part => part.Referenced)], [.. key.Select(part => part.Match)], key.First().Full, key.First().Readable))];
    }

    /// <summary>Which of the keys can be followed while the rows of these tables are read.</summary>
    public Task<KeyWatch<PostgreSqlForeignKey>> WatchAsync(IReadOnlyList<PostgreSqlForeignKey> keys, IReadOnlyList<TableDescription> tables, CancellationToken cancellation)
    {
        bool IsInteger(TableDescription table, string column)
            => table.StoredColumns.Any(stored => stored.Name == column) && catalog.Find(table).BaseTypes[column] is "int2" or "int4" or "int8";

        IEnumerable<WatchableKey<PostgreSqlForeignKey>> Watchable(PostgreSqlForeignKey key)
            => tables.FirstOrDefault(table => table.Key == key.References) is { } principal && key.Referenced is [var referenced] && key.Columns is [var column]
                && IsInteger(principal, referenced) && IsInteger(key.Table, column) ? [new(key, key.Table, column, principal, referenced)] : [];

        return KeyWatch<PostgreSqlForeignKey>.PlanAsync(keys.SelectMany(Watchable), (table, column) => EndsAsync(catalog.Find(table), column, cancellation));
    }

    /// <summary>Follows each key from every row; one that leads to a table that the user may not read is not followed.</summary>
    public async Task<IReadOnlyList<DanglingRows>> FindDanglingRowsAsync(IReadOnlyList<PostgreSqlForeignKey> keys, CancellationToken cancellation)
    {
        var found = new List<DanglingRows>();
        foreach (var key in keys.Where(key => key.Readable))
        {
            if ((await session.QueryAsync($"SELECT 1 {key.Nowhere} LIMIT 1", row => 1, cancellation)).Count > 0)
            {
                found.Add(await DescribeAsync(key, cancellation));
            }
        }

        return found;
    }

    private async Task<(long First, long Last)?> EndsAsync(PostgreSqlTable table, string column, CancellationToken cancellation)
    {
        var name = PostgreSqlNames.Quote(column);
        return (await session.QueryAsync(
            $"SELECT coalesce(min({name}), 1)::int8, coalesce(max({name}), 0)::int8 FROM {table.Rows}", row => (row.GetInt64(0), row.GetInt64(1)), cancellation))[0];
    }

    private static string Rows(string schema, string name, bool partitioned) => $"{(partitioned ? "" : "ONLY ")}{PostgreSqlNames.Qualify(schema, name)}";

    private async Task<DanglingRows> DescribeAsync(PostgreSqlForeignKey key, CancellationToken cancellation)
    {
        var count = (await session.QueryAsync($"SELECT count(*) {key.Nowhere}", row => row.GetInt64(0), cancellation))[0];
        var shown = key.Table.PrimaryKey.Concat(key.Columns).Distinct().ToArray();
        var values = string.Join(", ", shown.Select(column => $"pg_catalog.concat(c.{PostgreSqlNames.Quote(column)})"));
        var examples = await session.QueryAsync(
            $"SELECT {values} {key.Nowhere} ORDER BY {string.Join(", ", Enumerable.Range(1, shown.Length))} LIMIT {Examples}",
            row => string.Join(", ", shown.Select((column, index) => $"{column}={row.GetString(index)}")),
            cancellation);
        return new DanglingRows(key.Table.Key, key.References, key.Columns, count, examples);
    }
}

/// <summary>A foreign key, as SQL needs it.</summary>
/// <param name="Matches">What holds between a row <c>c</c> and the row <c>p</c> that it references, column by column.</param>
/// <param name="Readable">The referenced table may be read.</param>
/// <param name="Full">MATCH FULL: a row references something unless all columns are null, and nothing has a null in it.</param>
internal sealed record PostgreSqlForeignKey(TableDescription Table, string From, string To, string References, string[] Columns, string[] Referenced, string[] Matches, bool Full, bool Readable)
{
    /// <summary>From the rows that reference something to where it should be, and is not.</summary>
    public string Nowhere
        => $"FROM {From} AS c LEFT JOIN {To} AS p ON {string.Join(" AND ", Matches)}"
            + $" WHERE ({string.Join(Full ? " OR " : " AND ", Columns.Select(column => $"c.{PostgreSqlNames.Quote(column)} IS NOT NULL"))}) AND p.{PostgreSqlNames.Quote(Referenced[0])} IS NULL";
}
