using Greenhouse.EfBackup.Databases.PostgreSql.Catalog;
using Greenhouse.EfBackup.Databases.PostgreSql.Connecting;
using Greenhouse.EfBackup.Protocol;

namespace Greenhouse.EfBackup.Databases.PostgreSql.Writing;

/// <summary>
/// Drops tables that are made anew by migrations, and puts back what hung on them and no migration makes: owners, rights, comments, triggers and views. What
/// can't be put back as it was is named before anything is dropped.
/// </summary>
internal sealed class PostgreSqlRemaking
{
    private const string InTheWay = """
        SELECT format('table %I.%I has the policy %s', n.nspname, c.relname, p.polname) FROM pg_catalog.pg_policy p JOIN pg_catalog.pg_class c ON c.oid = p.polrelid JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace WHERE c.oid = ANY ($1::text::oid[])
        UNION ALL SELECT format('table %I.%I has the rule %s', n.nspname, c.relname, r.rulename) FROM pg_catalog.pg_rewrite r JOIN pg_catalog.pg_class c ON c.oid = r.ev_class JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace WHERE c.relkind <> 'v' AND c.oid = ANY ($1::text::oid[])
        UNION ALL SELECT format('table %I.%I is in the publication %s', n.nspname, c.relname, u.pubname) FROM pg_catalog.pg_publication_rel r JOIN pg_catalog.pg_publication u ON u.oid = r.prpubid JOIN pg_catalog.pg_class c ON c.oid = r.prrelid JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace WHERE c.oid = ANY ($1::text::oid[])
        UNION ALL SELECT format('table %I.%I has the statistics %s', n.nspname, c.relname, s.stxname) FROM pg_catalog.pg_statistic_ext s JOIN pg_catalog.pg_class c ON c.oid = s.stxrelid JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace WHERE c.oid = ANY ($1::text::oid[])
        UNION ALL SELECT format('table %I.%I has partitions or is inherited', n.nspname, c.relname) FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace WHERE EXISTS (SELECT FROM pg_catalog.pg_inherits h WHERE c.oid IN (h.inhrelid, h.inhparent)) AND c.oid = ANY ($1::text::oid[])
        ORDER BY 1
        """;

    // Each view after those that it is made of.
    private const string Views = """
        WITH RECURSIVE above (oid, depth) AS (
            SELECT unnest($1::text::oid[]), 0
            UNION
            SELECT r.ev_class, a.depth + 1 FROM above a JOIN pg_catalog.pg_depend d ON d.refclassid = 'pg_catalog.pg_class'::regclass AND d.refobjid = a.oid AND d.classid = 'pg_catalog.pg_rewrite'::regclass
            JOIN pg_catalog.pg_rewrite r ON r.oid = d.objid WHERE r.ev_class <> a.oid)
        SELECT c.oid::text, n.nspname::text, c.relname::text, c.relkind = 'm', pg_catalog.pg_get_viewdef(c.oid), array_to_string(c.reloptions, ', ')
        FROM (SELECT oid, max(depth) AS depth FROM above WHERE depth > 0 GROUP BY oid) a JOIN pg_catalog.pg_class c ON c.oid = a.oid JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
        ORDER BY a.depth, c.oid
        """;

    // Statements, with the relation that they are about.
    private const string Belongings = """
        SELECT format('%I.%I', n.nspname, c.relname), NULL::text, format('ALTER TABLE %I.%I OWNER TO %I', n.nspname, c.relname, pg_catalog.pg_get_userbyid(c.relowner)), 0
        FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace WHERE c.oid = ANY ($1::text::oid[])
        UNION ALL
        SELECT format('%I.%I', n.nspname, c.relname), NULL, format('GRANT %s ON TABLE %I.%I TO %s%s', a.privilege_type, n.nspname, c.relname, CASE a.grantee WHEN 0 THEN 'PUBLIC' ELSE quote_ident(pg_catalog.pg_get_userbyid(a.grantee)) END, CASE WHEN a.is_grantable THEN ' WITH GRANT OPTION' ELSE '' END), 1
        FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace, pg_catalog.aclexplode(c.relacl) a WHERE a.grantee <> c.relowner AND c.oid = ANY ($1::text::oid[])
        UNION ALL
        SELECT format('%I.%I', n.nspname, c.relname), k.attname::text, format('GRANT %s (%I) ON TABLE %I.%I TO %s%s', a.privilege_type, k.attname, n.nspname, c.relname, CASE a.grantee WHEN 0 THEN 'PUBLIC' ELSE quote_ident(pg_catalog.pg_get_userbyid(a.grantee)) END, CASE WHEN a.is_grantable THEN ' WITH GRANT OPTION' ELSE '' END), 2
        FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace JOIN pg_catalog.pg_attribute k ON k.attrelid = c.oid, pg_catalog.aclexplode(k.attacl) a WHERE NOT k.attisdropped AND c.oid = ANY ($1::text::oid[])
        UNION ALL
        SELECT format('%I.%I', n.nspname, c.relname), k.attname::text, format('COMMENT ON %s IS %L', CASE WHEN k.attname IS NULL THEN format('%s %I.%I', CASE c.relkind WHEN 'v' THEN 'VIEW' WHEN 'm' THEN 'MATERIALIZED VIEW' ELSE 'TABLE' END, n.nspname, c.relname) ELSE format('COLUMN %I.%I.%I', n.nspname, c.relname, k.attname) END, d.description), 3
        FROM pg_catalog.pg_description d JOIN pg_catalog.pg_class c ON d.classoid = 'pg_catalog.pg_class'::regclass AND c.oid = d.objoid JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
        LEFT JOIN pg_catalog.pg_attribute k ON k.attrelid = c.oid AND k.attnum = d.objsubid AND d.objsubid > 0 WHERE c.oid = ANY ($1::text::oid[])
        ORDER BY 4
        """;

    private const string Triggers = """
        SELECT format('%I.%I', n.nspname, c.relname), g.tgname::text, pg_catalog.pg_get_triggerdef(g.oid), format('ALTER TABLE %I.%I %s TRIGGER %I', n.nspname, c.relname, CASE g.tgenabled WHEN 'D' THEN 'DISABLE' WHEN 'R' THEN 'ENABLE REPLICA' WHEN 'A' THEN 'ENABLE ALWAYS' ELSE 'ENABLE' END, g.tgname)
        FROM pg_catalog.pg_trigger g JOIN pg_catalog.pg_class c ON c.oid = g.tgrelid JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
        WHERE NOT g.tgisinternal AND c.oid = ANY ($1::text::oid[]) ORDER BY g.oid
        """;

    private readonly PostgreSqlSession _session;
    private readonly List<View> _views = [];
    private readonly List<(string Relation, string? Column, string Sql)> _belongings = [];
    private readonly List<(string Relation, string Name, string Sql, string State)> _triggers = [];

    private PostgreSqlRemaking(PostgreSqlSession session) => _session = session;

    /// <summary>Drops the tables, and the views on them.</summary>
    /// <exception cref="EfBackupException">Something hangs on them that could not be put back.</exception>
    public static async Task<PostgreSqlRemaking> DropAsync(PostgreSqlSession session, IReadOnlyList<PostgreSqlTable> tables, CancellationToken cancellation)
    {
        var oids = PostgreSqlNames.Oids(tables.Select(table => table.Oid));
        if (await session.QueryAsync(InTheWay, row => row.GetString(0), cancellation, oids) is { Count: > 0 } obstacles)
        {
            throw new EfBackupException(
                ErrorCode.SchemaNotReached,
                "the migrations can't be taken back by their Down methods, and tables that would have to be made anew have what could not be put back as it was; nothing was changed",
                "mend the Down methods, or take away what follows and put it back afterwards",
                obstacles);
        }

        var remaking = new PostgreSqlRemaking(session);
        await remaking.RememberAsync(oids, cancellation);
        foreach (var view in Enumerable.Reverse(remaking._views))
        {
            await session.ExecuteAsync($"DROP {view.Kind} {view.Name}", cancellation);
        }

        if (tables.Count > 0)
        {
            await session.ExecuteAsync($"DROP TABLE {string.Join(", ", tables.Select(table => table.Sql))}", cancellation);
        }

        return remaking;
    }

    /// <summary>What is not there again. Nothing is put back that the migrations that are taken back have made.</summary>
    /// <param name="undone">Their commands.</param>
    public async Task PutBackAsync(IReadOnlyList<string> undone, CancellationToken cancellation)
    {
        foreach (var view in _views.Where(view => !IsMade("VIEW", view.Plain)))
        {
            if (!await IsThereAsync(view.Name, null, cancellation))
            {
                await _session.ExecuteAsync($"CREATE {view.Kind} {view.Name}{(view.Options is null ? "" : $" WITH ({view.Options})")} AS {view.Definition}", cancellation);
            }
        }

        foreach (var (relation, name, sql, state) in _triggers.Where(trigger => !IsMade("TRIGGER", trigger.Name)))
        {
            var missing = await _session.QueryAsync(
                "SELECT c.oid::text FROM (SELECT to_regclass($1)::oid AS oid) c WHERE c.oid IS NOT NULL AND NOT EXISTS (SELECT FROM pg_catalog.pg_trigger g WHERE g.tgrelid = c.oid AND g.tgname = $2)", row => row.GetString(0), cancellation, relation, name);
            if (missing.Count > 0)
            {
                await _session.ExecuteAsync($"{sql}; {state}", cancellation);
            }
        }

        foreach (var (relation, column, sql) in _belongings)
        {
            if (await IsThereAsync(relation, column, cancellation))
            {
                await _session.ExecuteAsync(sql, cancellation);
            }
        }

        bool IsMade(string kind, string name)
            => undone.Any(command => command.Contains($" {kind} ", StringComparison.OrdinalIgnoreCase) && command.Contains(name, StringComparison.OrdinalIgnoreCase));
    }

    private async Task RememberAsync(string oids, CancellationToken cancellation)
    {
        _views.AddRange(await _session.QueryAsync(
            Views, row => new View(row.GetString(0), PostgreSqlNames.Qualify(row.GetString(1), row.GetString(2)), row.GetString(2), row.GetBoolean(3), row.GetString(4).TrimEnd(';', ' ', '\n'), row.IsDBNull(5) ? null : row.GetString(5)), cancellation, oids));
        _triggers.AddRange(await _session.QueryAsync(Triggers, row => (row.GetString(0), row.GetString(1), row.GetString(2), row.GetString(3)), cancellation, oids));
        var all = $"{oids[..^1]}{string.Concat(_views.Select(view => $",{view.Oid}"))}}}";
        _belongings.AddRange(await _session.QueryAsync(Belongings, row => (row.GetString(0), row.IsDBNull(1) ? null : row.GetString(1), row.GetString(2)), cancellation, all));
    }

    private async Task<bool> IsThereAsync(string relation, string? column, CancellationToken cancellation)
        => (await _session.QueryAsync(
            "SELECT (to_regclass($1) IS NOT NULL AND ($2 = '' OR EXISTS (SELECT FROM pg_catalog.pg_attribute k WHERE k.attrelid = to_regclass($1) AND k.attname = $2 AND NOT k.attisdropped)))::text", row => row.GetString(0), cancellation, relation, column ?? ""))[0] == "true";

    private sealed record View(string Oid, string Name, string Plain, bool Materialized, string Definition, string? Options)
    {
        public string Kind => Materialized ? "MATERIALIZED VIEW" : "VIEW";
    }
}
