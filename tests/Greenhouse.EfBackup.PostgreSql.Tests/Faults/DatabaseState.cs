using Xunit;

namespace Greenhouse.EfBackup.PostgreSql.Tests.Faults;

/// <summary>Rows, counters and schema of a database, short enough for tables that are large.</summary>
/// <param name="Rows">A line a table and a sequence.</param>
/// <param name="Schema">What <c>pg_dump --schema-only</c> says.</param>
internal sealed record DatabaseState(IReadOnlyList<string> Rows, IReadOnlyList<string> Schema)
{
    private const string Hashes = """
        SELECT format('SELECT %L || count(*) || '' '' || coalesce(md5(string_agg(md5(t::text), '''' ORDER BY md5(t::text))), '''') FROM %s t', c.oid::regclass || ': ', c.oid::regclass)
        FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
        WHERE c.relkind IN ('r', 'p') AND NOT c.relispartition AND n.nspname NOT LIKE 'pg\_%' AND n.nspname <> 'information_schema'
        UNION ALL
        SELECT format('SELECT %L || last_value || '' '' || is_called FROM %s', 'counter ' || c.oid::regclass || ': ', c.oid::regclass) FROM pg_class c WHERE c.relkind = 'S'
        ORDER BY 1
        """;

    public static DatabaseState Of(PostgreSqlTestDatabase database)
        => new([.. database.Query(string.Join(" UNION ALL ", database.Query(Hashes)) + " ORDER BY 1")], database.Schema());

    public void AssertSame(DatabaseState now)
    {
        Assert.Equal(Rows, now.Rows);
        Assert.Equal(Schema, now.Schema);
    }
}
