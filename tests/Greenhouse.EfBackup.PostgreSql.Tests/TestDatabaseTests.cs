using Xunit;

namespace Greenhouse.EfBackup.PostgreSql.Tests;

/// <summary>What the other tests trust: the dump shows every change, and the damage is one.</summary>
public sealed class TestDatabaseTests : IDisposable
{
    private readonly PostgreSqlFixture _fixture = new();

    [Fact]
    public void The_owner_of_a_database_has_no_rights_beyond_it()
    {
        var database = _fixture.CreateDatabase();
        database.Execute("CREATE TABLE t (a int)");

        Assert.Equal([$"{TestServer.Owner.Name} false false"], database.Query("SELECT rolname || ' ' || rolsuper || ' ' || rolcreatedb FROM pg_roles r JOIN pg_class c ON c.relowner = r.oid WHERE c.relname = 't'"));
    }

    [Fact]
    public void A_dump_shows_a_partition_once_a_child_apart_and_another_schema_by_name()
    {
        var database = _fixture.CreateDatabase();
        database.Execute("""
            CREATE TABLE parted (a int) PARTITION BY LIST (a);
            CREATE TABLE part1 PARTITION OF parted FOR VALUES IN (1);
            INSERT INTO parted VALUES (1);
            CREATE TABLE parent (a int);
            CREATE TABLE child (b int) INHERITS (parent);
            INSERT INTO parent VALUES (2);
            INSERT INTO child VALUES (3, 4);
            CREATE SCHEMA other;
            CREATE TABLE other.t (a text);
            INSERT INTO other.t VALUES (E'\ufefftab\tline\n\\'), (repeat('x', 300)), (NULL);
            """);

        var lines = database.Dump().Lines;

        Assert.Equal(["child: 3\t4", "other.t: 300 characters, ", "other.t: \\N", "other.t: \ufefftab\\tline\\n\\\\", "parent: 2", "parted: 1"], lines.Select(line => line.Length > 70 ? line[..25] : line));
    }

    [Fact]
    public void A_dump_does_not_depend_on_the_settings_of_who_looks()
    {
        var database = _fixture.CreateDatabase();
        database.Execute("CREATE TABLE t AS SELECT 0.1::float8 + 0.2 AS a, '2024-01-31 10:00:00+05:30'::timestamptz AS b, '1 day 02:03:04'::interval AS c, '\\x00ff'::bytea AS d");

        Assert.Equal(["t: 0.30000000000000004\t2024-01-31 04:30:00+00\t1 day 02:03:04\t\\\\x00ff"], database.Dump().Lines);
        Assert.NotEqual(["1 day 02:03:04"], QueryAsOwner(database, "SELECT c::text FROM t"));
    }

    [Fact]
    public void Damage_reaches_tables_that_constraints_and_triggers_guard_and_every_counter()
    {
        var database = _fixture.CreateDatabase();
        database.Execute("""
            CREATE TABLE p (id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY, a text CHECK (a IS NOT NULL), b xml);
            CREATE TABLE t (id serial PRIMARY KEY, p int NOT NULL REFERENCES p, c json);
            CREATE SEQUENCE down INCREMENT BY -1;
            INSERT INTO p (a, b) VALUES ('x', '<x/>'), ('y', '<y/>');
            INSERT INTO t (p, c) VALUES (1, '1'), (2, '2');
            CREATE FUNCTION never() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RAISE EXCEPTION ''never''; END';
            CREATE TRIGGER never BEFORE UPDATE OR DELETE ON t FOR EACH ROW EXECUTE FUNCTION never();
            """);
        var schema = database.Schema();

        database.Damage();

        Assert.Equal(
            ["p: 2\ty\t\\N", "t: 2\t2\t\\N", "counter down -1001 true", "counter p_id_seq 1002 true", "counter t_id_seq 1002 true"],
            database.Dump().Lines);
        Assert.Equal(schema, database.Schema());
    }

    [Fact]
    public void Who_does_not_wait_fails_where_a_lock_is_in_the_way()
    {
        var database = _fixture.CreateDatabase();
        database.Execute("CREATE TABLE t (a int)");
        using var connection = new Npgsql.NpgsqlConnection(database.SuperuserConnectionString);
        connection.Open();
        PostgreSqlDump.Execute(connection, "BEGIN; LOCK TABLE t");

        var (locked, done) = (database.TryExecute("INSERT INTO t VALUES (1)"), false);
        PostgreSqlDump.Execute(connection, "ROLLBACK");
        done = database.TryExecute("INSERT INTO t VALUES (1)");

        Assert.Equal((false, true), (locked, done));
        Assert.Equal(["t: 1"], database.Dump().Lines);
    }

    public void Dispose() => _fixture.Dispose();

    private static IReadOnlyList<string> QueryAsOwner(PostgreSqlTestDatabase database, string sql)
    {
        using var connection = new Npgsql.NpgsqlConnection(database.ConnectionString);
        connection.Open();
        return PostgreSqlDump.Query(connection, sql);
    }
}
