using System.Globalization;
using Greenhouse.EfBackup.Databases.PostgreSql.Connecting;
using Greenhouse.EfBackup.Format;

namespace Greenhouse.EfBackup.Databases.PostgreSql.Catalog;

/// <summary>
/// Sequences: those of identities and serials, those that several columns take their defaults from, and those that the application asks itself
/// (HiLo). Their state is last_value and is_called, as pg_dump keeps it.
/// </summary>
internal sealed class PostgreSqlSequences(PostgreSqlSession session, PostgreSqlCatalog catalog)
{
    // Owned: deptype a (serial) or i (identity) of the sequence on a column. Used: a default's expression depends on the sequence.
    private const string Sequences = """
        SELECT n.nspname::text, s.relname::text, o.relid, o.attname::text,
               pg_catalog.array_to_string(ARRAY(SELECT DISTINCT coalesce(pg_catalog.pg_partition_root(u.relid), u.relid)::oid FROM (
                   SELECT d.refobjid AS relid FROM pg_catalog.pg_depend d
                   WHERE d.classid = 'pg_catalog.pg_class'::regclass AND d.objid = s.oid AND d.refclassid = 'pg_catalog.pg_class'::regclass AND d.deptype IN ('a', 'i') AND d.refobjsubid > 0
                   UNION
                   SELECT f.adrelid FROM pg_catalog.pg_depend d JOIN pg_catalog.pg_attrdef f ON f.oid = d.objid
                   WHERE d.classid = 'pg_catalog.pg_attrdef'::regclass AND d.refclassid = 'pg_catalog.pg_class'::regclass AND d.refobjid = s.oid) u), ','),
               pg_catalog.has_schema_privilege(n.oid, 'USAGE') AND pg_catalog.has_sequence_privilege(s.oid, 'SELECT')
        FROM pg_catalog.pg_class s JOIN pg_catalog.pg_namespace n ON n.oid = s.relnamespace
        LEFT JOIN LATERAL (SELECT d.refobjid::oid AS relid, a.attname FROM pg_catalog.pg_depend d JOIN pg_catalog.pg_attribute a ON a.attrelid = d.refobjid AND a.attnum = d.refobjsubid
                           WHERE d.classid = 'pg_catalog.pg_class'::regclass AND d.objid = s.oid AND d.refclassid = 'pg_catalog.pg_class'::regclass AND d.deptype IN ('a', 'i') LIMIT 1) o ON true
        WHERE s.relkind = 'S' AND s.relpersistence <> 't' AND n.nspname NOT IN ('pg_catalog', 'information_schema')
          AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend d WHERE d.classid = 'pg_catalog.pg_class'::regclass AND d.objid = s.oid AND d.deptype = 'e')
        ORDER BY n.nspname COLLATE "C", s.relname COLLATE "C"
        """;

    /// <summary>The sequences whose every user is among these tables, and those that have none.</summary>
    public async Task<IReadOnlyList<SequenceDescription>> ReadAsync(IReadOnlyList<TableDescription> tables, CancellationToken cancellation)
    {
        var sequences = await FindAsync(tables, cancellation);
        if (sequences.Count == 0)
        {
            return [];
        }

        var states = await session.QueryAsync(
            string.Join(" UNION ALL ", sequences.Select((sequence, index) => $"SELECT {index}, last_value, is_called FROM {sequence.Sql}")) + " ORDER BY 1",
            row => (Value: row.GetInt64(1), Called: row.GetBoolean(2)),
            cancellation);
        return [.. sequences.Zip(states, (sequence, state) => new SequenceDescription(sequence.Key, state.Value) { Fresh = !state.Called, Tables = sequence.Tables, Column = sequence.Column })];
    }

    /// <summary>
    /// Sets the sequences of these tables. RESTART gives a sequence new storage inside of the transaction; without it, setval would outlive a rollback.
    /// </summary>
    /// <param name="tables">The tables that were loaded.</param>
    /// <param name="stored">The backup's sequences; another kind of database names a table where this has a sequence.</param>
    public async Task RestoreAsync(IReadOnlyList<TableDescription> tables, IReadOnlyList<SequenceDescription> stored, CancellationToken cancellation)
    {
        foreach (var sequence in await FindAsync(tables, cancellation))
        {
            var state = StateOf(sequence, stored, tables);
            if (state is { CountsKey: false })
            {
                await SetAsync(sequence, $"SELECT {state.Value}, {(state.Fresh ? "false" : "true")}", cancellation);
            }
            else if (CountedColumn(sequence, tables) is var (table, column))
            {
                // Not behind the rows: the last of the values that it could have given. Another kind of database looks at its rows too, and its counter may have been set back.
                var counted = state is null ? "NULL" : $"CASE WHEN {state.Value} BETWEEN s.seqmin AND s.seqmax THEN {state.Value} END";
                await SetAsync(
                    sequence,
                    $"""
                    SELECT coalesce(l.value, s.seqstart), l.value IS NOT NULL
                    FROM pg_catalog.pg_sequence s
                    CROSS JOIN LATERAL (SELECT CASE WHEN s.seqincrement > 0 THEN greatest(max({column})::int8, {counted}) ELSE least(min({column})::int8, {counted}) END AS value
                                        FROM {table.Rows} WHERE {column} BETWEEN s.seqmin AND s.seqmax) l
                    WHERE s.seqrelid = {PostgreSqlNames.Text(sequence.Sql)}::regclass
                    """,
                    cancellation);
            }
        }
    }

    /// <summary>Brings the sequences of these tables to the furthest of where they are, where the backup has them, and the rows.</summary>
    public async Task AdvanceAsync(IReadOnlyList<TableDescription> tables, IReadOnlyList<SequenceDescription> stored, CancellationToken cancellation)
    {
        foreach (var sequence in await FindAsync(tables, cancellation))
        {
            var kept = StateOf(sequence, stored, tables) is { Fresh: false, Value: var value } ? $"{value}::int8" : "NULL::int8";
            var counted = CountedColumn(sequence, tables) is var (table, column) ? $"(SELECT CASE WHEN q.seqincrement > 0 THEN max({column}) ELSE min({column}) END::int8 FROM {table.Rows} WHERE {column} BETWEEN q.seqmin AND q.seqmax)" : "NULL::int8";
            var furthest = await session.QueryAsync(
                $"""
                SELECT f.value FROM pg_catalog.pg_sequence q
                CROSS JOIN LATERAL (SELECT CASE WHEN s.is_called THEN s.last_value END AS value FROM {sequence.Sql} s) n
                CROSS JOIN LATERAL (SELECT CASE WHEN {kept} BETWEEN q.seqmin AND q.seqmax THEN {kept} END AS kept, {counted} AS counted) c
                CROSS JOIN LATERAL (SELECT CASE WHEN q.seqincrement > 0 THEN greatest(n.value, c.kept, c.counted) ELSE least(n.value, c.kept, c.counted) END AS value) f
                WHERE q.seqrelid = {PostgreSqlNames.Text(sequence.Sql)}::regclass AND f.value IS DISTINCT FROM n.value
                """,
                row => row.GetInt64(0),
                cancellation);
            if (furthest is [var last])
            {
                await SetAsync(sequence, $"SELECT {last}, true", cancellation);
            }
        }
    }

    private static SequenceDescription? StateOf(Sequence sequence, IReadOnlyList<SequenceDescription> stored, IReadOnlyList<TableDescription> tables)
        => stored.FirstOrDefault(candidate => candidate.Name == sequence.Key) ?? stored.FirstOrDefault(candidate => Counts(candidate, sequence, tables));

    /// <summary>The column of whole numbers whose values tell what a sequence has given out, with its name as SQL.</summary>
    private (PostgreSqlTable Table, string Column)? CountedColumn(Sequence sequence, IReadOnlyList<TableDescription> tables)
        => sequence is { Column: { } column, Tables: [var owner] } && catalog.Find(tables.First(table => table.Key == owner)) is var table && table.BaseTypes[column] is "int2" or "int4" or "int8" or "numeric"
            ? (table, PostgreSqlNames.Quote(column))
            : null;

    /// <summary>Where names differ: the counter of the same column.</summary>
    private static bool Counts(SequenceDescription stored, Sequence sequence, IReadOnlyList<TableDescription> tables)
        => sequence.Column is { } column && stored.Users is [var table] && sequence.Tables.Contains(table)
            && (stored.CountsKey ? tables.First(candidate => candidate.Key == table).PrimaryKey is [var key] && key == column : (stored.Column ?? column) == column);

    /// <param name="state">A query of the last value and whether it was given out.</param>
    private Task SetAsync(Sequence sequence, string state, CancellationToken cancellation)
        => session.ExecuteAsync($"ALTER SEQUENCE {sequence.Sql} RESTART; SELECT pg_catalog.setval({PostgreSqlNames.Text(sequence.Sql)}::regclass, value, called) FROM ({state}) state (value, called)", cancellation);

    private async Task<IReadOnlyList<Sequence>> FindAsync(IReadOnlyList<TableDescription> tables, CancellationToken cancellation)
    {
        var keys = tables.ToDictionary(table => catalog.Find(table).Oid, table => table.Key);
        var all = await session.QueryAsync(
            Sequences,
            row => (
                Sequence: new Sequence(PostgreSqlNames.Qualify(row.GetString(0), row.GetString(1)), catalog.KeyOfSequence(row.GetString(0), row.GetString(1)), row.IsDBNull(3) ? null : row.GetString(3), []),
                Users: row.GetString(4).Split(',', StringSplitOptions.RemoveEmptyEntries).Select(oid => uint.Parse(oid, CultureInfo.InvariantCulture)).ToArray(),
                Readable: row.GetBoolean(5)),
            cancellation);
        return [.. all
            .Where(found => found.Users.All(keys.ContainsKey) && (found.Readable || found.Users.Length > 0))
            .Select(found => found.Sequence with { Tables = [.. found.Users.Select(oid => keys[oid]).Order(StringComparer.Ordinal)] })];
    }

    private sealed record Sequence(string Sql, string Key, string? Column, IReadOnlyList<string> Tables);
}
