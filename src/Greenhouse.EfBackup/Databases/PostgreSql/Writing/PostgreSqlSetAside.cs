using System.Globalization;
using Greenhouse.EfBackup.Databases.PostgreSql.Catalog;
using Greenhouse.EfBackup.Databases.PostgreSql.Connecting;
using Greenhouse.EfBackup.Format;
using Npgsql;

namespace Greenhouse.EfBackup.Databases.PostgreSql.Writing;

/// <summary>
/// What stands in the way of loading, taken away and put back from the server's own definitions: foreign keys, checks that older rows need not pass, user
/// triggers, rules on deleting, and the indexes of large tables. What could not be put back exactly as it was stays where it is.
/// </summary>
internal sealed class PostgreSqlSetAside(PostgreSqlSession session)
{
    // Partitions may have keys and triggers of their own.
    private const string Relations = "(SELECT r.oid FROM unnest($1::text::oid[]) r (oid) UNION SELECT p.relid::oid FROM unnest($1::text::oid[]) r (oid), pg_catalog.pg_partition_tree(r.oid) p)";

    private const string Keys = $"""
        SELECT n.nspname::text, t.relname::text, k.conname::text, pg_catalog.pg_get_constraintdef(k.oid), pg_catalog.obj_description(k.oid, 'pg_constraint')
        FROM pg_catalog.pg_constraint k JOIN pg_catalog.pg_class t ON t.oid = k.conrelid JOIN pg_catalog.pg_namespace n ON n.oid = t.relnamespace
        WHERE k.contype = 'f' AND k.conparentid = 0 AND k.conrelid IN {Relations}
        ORDER BY k.oid
        """;

    // The server holds every row that comes against them, NOT VALID or not. Those of a parent go before those of its children, which are copies of it or merged
    // with it; and those of domains that somebody else owns stay.
    private const string Checks = $"""
        WITH RECURSIVE above (oid, parent) AS (
            SELECT inhrelid, inhparent FROM pg_catalog.pg_inherits UNION SELECT a.oid, h.inhparent FROM above a JOIN pg_catalog.pg_inherits h ON h.inhrelid = a.parent)
        SELECT n.nspname::text, coalesce(t.relname, y.typname)::text, k.conname::text, pg_catalog.pg_get_constraintdef(k.oid), pg_catalog.obj_description(k.oid, 'pg_constraint'),
               k.contypid <> 0, k.conislocal
        FROM pg_catalog.pg_constraint k LEFT JOIN pg_catalog.pg_class t ON t.oid = k.conrelid LEFT JOIN pg_catalog.pg_type y ON y.oid = k.contypid
        JOIN pg_catalog.pg_namespace n ON n.oid = k.connamespace
        WHERE k.contype IN ('c', 'n') AND NOT k.convalidated AND (k.conrelid IN {Relations} OR pg_catalog.pg_has_role(y.typowner, 'USAGE'))
        ORDER BY (SELECT count(*) FROM above a WHERE a.oid = k.conrelid), k.oid
        """;

    private const string ReferencedFromOutside = $"""
        SELECT DISTINCT coalesce(pg_catalog.pg_partition_root(k.confrelid), k.confrelid)::oid
        FROM pg_catalog.pg_constraint k WHERE k.contype = 'f' AND k.confrelid IN {Relations} AND k.conrelid NOT IN {Relations}
        """;

    private const string Triggers = $"""
        SELECT n.nspname::text, t.relname::text, g.tgname::text, g.tgenabled::text
        FROM pg_catalog.pg_trigger g JOIN pg_catalog.pg_class t ON t.oid = g.tgrelid JOIN pg_catalog.pg_namespace n ON n.oid = t.relnamespace
        WHERE NOT g.tgisinternal AND g.tgenabled <> 'D' AND g.tgrelid IN {Relations}
        ORDER BY t.relispartition, g.oid
        """;

    // pg_rewrite.ev_type: what a rule is on.
    private const string OnDelete = "4";
    private const string OnUpdateAndInsert = "2,3";

    // Neither TRUNCATE nor COPY knows rules.
    private const string Rules = """
        SELECT n.nspname::text, t.relname::text, r.rulename::text, r.ev_enabled::text
        FROM pg_catalog.pg_rewrite r JOIN pg_catalog.pg_class t ON t.oid = r.ev_class JOIN pg_catalog.pg_namespace n ON n.oid = t.relnamespace
        WHERE r.ev_type = ANY (string_to_array($2, ',')) AND r.ev_enabled <> 'D' AND r.ev_class = ANY ($1::text::oid[])
        ORDER BY r.oid
        """;

    // Left out: what a constraint, a partition's parent, clustering, replication, an extension, a tablespace or column statistics hang on.
    private const string Indexes = """
        SELECT n.nspname::text, x.relname::text, pg_catalog.pg_get_indexdef(x.oid), pg_catalog.obj_description(x.oid, 'pg_class')
        FROM pg_catalog.pg_index i JOIN pg_catalog.pg_class x ON x.oid = i.indexrelid JOIN pg_catalog.pg_namespace n ON n.oid = x.relnamespace
        WHERE i.indrelid = $1::text::oid AND x.relkind = 'i' AND x.reltablespace = 0 AND i.indisvalid AND i.indisready
          AND NOT i.indisprimary AND NOT i.indisexclusion AND NOT i.indisclustered AND NOT i.indisreplident
          AND NOT EXISTS (SELECT FROM pg_catalog.pg_constraint k WHERE k.conindid = x.oid)
          AND NOT EXISTS (SELECT FROM pg_catalog.pg_inherits h WHERE h.inhrelid = x.oid)
          AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend d WHERE d.classid = 'pg_catalog.pg_class'::regclass AND d.objid = x.oid AND d.deptype IN ('e', 'x'))
          AND NOT EXISTS (SELECT FROM pg_catalog.pg_attribute a WHERE a.attrelid = x.oid AND coalesce(a.attstattarget, -1) >= 0)
        ORDER BY x.oid
        """;

    private readonly List<string> _keys = [];
    private readonly List<string> _checks = [];
    private readonly List<string> _disabled = [];
    private readonly List<string> _indexes = [];

    /// <summary>Drops the foreign keys of these tables and the checks that are not valid, and disables their triggers.</summary>
    /// <returns>The tables among them that foreign keys of others reference.</returns>
    public async Task<HashSet<uint>> ConstraintsAndTriggersAsync(IReadOnlyList<PostgreSqlTable> tables, CancellationToken cancellation)
    {
        var oids = PostgreSqlNames.Oids(tables.Select(table => table.Oid));
        await DropChecksAsync(oids, cancellation);
        foreach (var (table, name, definition, comment) in await session.QueryAsync(Keys, row => (Qualified(row), PostgreSqlNames.Quote(row.GetString(2)), row.GetString(3), Comment(row, 4)), cancellation, oids))
        {
            await session.ExecuteAsync($"ALTER TABLE {table} DROP CONSTRAINT {name}", cancellation);
            _keys.Add($"ALTER TABLE {table} ADD CONSTRAINT {name} {definition}");
            _keys.AddRange(comment is null ? [] : [$"COMMENT ON CONSTRAINT {name} ON {table} IS {PostgreSqlNames.Text(comment)}"]);
        }

        await DisableAsync("TRIGGER", Triggers, oids, cancellation);
        var referenced = await session.QueryAsync(ReferencedFromOutside, row => row.GetFieldValue<uint>(0), cancellation, oids);
        await DisableAsync("RULE", Rules, PostgreSqlNames.Oids(referenced), cancellation, OnDelete);
        return [.. referenced];
    }

    /// <summary>Rows that come by other statements than COPY meet rules, and columns whose values only the server gives.</summary>
    public async Task RulesAndIdentitiesAsync(IReadOnlyList<(PostgreSqlTable Place, TableDescription Description)> tables, CancellationToken cancellation)
    {
        await DisableAsync("RULE", Rules, PostgreSqlNames.Oids(tables.Select(table => table.Place.Oid)), cancellation, OnUpdateAndInsert);
        foreach (var (place, description) in tables)
        {
            foreach (var column in description.StoredColumns.Where(column => column.Default == PostgreSqlCatalog.AlwaysIdentity).Select(column => PostgreSqlNames.Quote(column.Name)))
            {
                await session.ExecuteAsync($"ALTER TABLE {place.Sql} ALTER COLUMN {column} SET GENERATED BY DEFAULT", cancellation);
                _disabled.Add($"ALTER TABLE {place.Sql} ALTER COLUMN {column} SET GENERATED ALWAYS");
            }
        }
    }

    /// <summary>Drops the indexes of a large table: sorting once is faster than a place for each row.</summary>
    public async Task IndexesAsync(PostgreSqlTable table, CancellationToken cancellation)
    {
        foreach (var (name, definition, comment) in await session.QueryAsync(Indexes, row => (Qualified(row), row.GetString(2), Comment(row, 3)), cancellation, table.Oid.ToString(CultureInfo.InvariantCulture)))
        {
            await session.ExecuteAsync($"DROP INDEX {name}", cancellation);
            _indexes.Add(definition);
            _indexes.AddRange(comment is null ? [] : [$"COMMENT ON INDEX {name} IS {PostgreSqlNames.Text(comment)}"]);
        }
    }

    public Task RebuildIndexesAsync(CancellationToken cancellation) => RunAsync(_indexes, cancellation);

    /// <exception cref="PostgresException">Rows do not satisfy a key that is not NOT VALID.</exception>
    public Task RebuildConstraintsAsync(CancellationToken cancellation) => RunAsync(_checks.Concat(_keys), cancellation);

    public Task EnableAsync(CancellationToken cancellation) => RunAsync(_disabled, cancellation);

    private async Task DropChecksAsync(string oids, CancellationToken cancellation)
    {
        var checks = await session.QueryAsync(
            Checks, row => (Place: Qualified(row), Name: PostgreSqlNames.Quote(row.GetString(2)), Definition: row.GetString(3), Comment: Comment(row, 4), OfDomain: row.GetBoolean(5), IsLocal: row.GetBoolean(6)), cancellation, oids);
        foreach (var (place, name, _, _, ofDomain, _) in checks.Where(check => check.IsLocal))
        {
            await session.ExecuteAsync($"ALTER {(ofDomain ? "DOMAIN" : "TABLE")} {place} DROP CONSTRAINT {name}", cancellation);
        }

        // The other way round: what a parent brings is then merged with what its children have.
        _checks.AddRange(checks.Where(check => check.IsLocal).Reverse().Select(check => $"ALTER {(check.OfDomain ? "DOMAIN" : "TABLE")} {check.Place} ADD CONSTRAINT {check.Name} {check.Definition}"));
        _checks.AddRange(checks.Where(check => check.Comment is not null).Select(check => $"COMMENT ON CONSTRAINT {check.Name} ON {(check.OfDomain ? "DOMAIN " : "")}{check.Place} IS {PostgreSqlNames.Text(check.Comment!)}"));
    }

    private async Task DisableAsync(string what, string query, string oids, CancellationToken cancellation, params string[] more)
    {
        foreach (var (table, name, state) in await session.QueryAsync(query, row => (Qualified(row), PostgreSqlNames.Quote(row.GetString(2)), row.GetString(3)), cancellation, [oids, .. more]))
        {
            await session.ExecuteAsync($"ALTER TABLE ONLY {table} DISABLE {what} {name}", cancellation);
            // pg_trigger.tgenabled, pg_rewrite.ev_enabled: origin, replica, always.
            _disabled.Add($"ALTER TABLE ONLY {table} ENABLE {state switch { "R" => "REPLICA ", "A" => "ALWAYS ", _ => "" }}{what} {name}");
        }
    }

    private async Task RunAsync(IEnumerable<string> statements, CancellationToken cancellation)
    {
        foreach (var statement in statements)
        {
            await session.ExecuteAsync(statement, cancellation);
        }
    }

    private static string Qualified(NpgsqlDataReader row) => PostgreSqlNames.Qualify(row.GetString(0), row.GetString(1));

    private static string? Comment(NpgsqlDataReader row, int column) => row.IsDBNull(column) ? null : row.GetString(column);
}
