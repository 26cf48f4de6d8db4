using Greenhouse.EfBackup.Restore;
using Xunit;

namespace Greenhouse.EfBackup.PostgreSql.Tests.Tables;

/// <summary>What only PostgreSQL's tables have, when rows are merged into them.</summary>
public sealed class MergeIntoTablesTests : SqlTests
{
    private static RestoreOptions Merge => Specification.Backups.Options(Schema.TableSelection.Everything) with { Mode = RestoreMode.Merge };

    [Fact]
    public async Task Values_are_the_same_bit_by_bit_or_are_written()
    {
        var database = Make("""
            CREATE TABLE t (id int PRIMARY KEY, j json, b jsonb, x xml, p point, n numeric, d double precision, a int[]);
            INSERT INTO t SELECT i, '{"a": 1}', '{"a": 1}', '<a/>', '(1,2)', 1.50, 0, '{1,2}' FROM generate_series(1, 8) i
            """);
        var file = await BackUpAsync(database);
        var before = database.Dump();
        database.Execute("""
            UPDATE t SET j = '{"a":1}' WHERE id = 1; UPDATE t SET b = '{"a":1}' WHERE id = 2; UPDATE t SET x = '<a></a>' WHERE id = 3; UPDATE t SET p = '(1,3)' WHERE id = 4;
            UPDATE t SET n = 1.5 WHERE id = 5; UPDATE t SET d = '-0' WHERE id = 6; UPDATE t SET a = '{1,2,NULL}' WHERE id = 7;
            """);

        var result = await RestoreAsync(database, file, Merge);

        // The second document is the same one: jsonb keeps no spaces.
        Assert.Equal((0, 6, 2), ((int)result.Tables[0].Inserted!, (int)result.Tables[0].Updated!, (int)result.Tables[0].Unchanged!));
        before.AssertSame(database.Dump());
    }

    [Fact]
    public async Task Rows_that_are_the_same_are_not_written()
    {
        var database = Make("CREATE TABLE t (id int PRIMARY KEY, v text); INSERT INTO t VALUES (1, 'a'), (2, 'b')");
        var file = await BackUpAsync(database);
        database.Execute("UPDATE t SET v = 'x' WHERE id = 2");
        var row = Query(database, "SELECT ctid::text || xmin::text || xmax::text FROM t WHERE id = 1");

        await RestoreAsync(database, file, Merge);

        Assert.Equal(row, Query(database, "SELECT ctid::text || xmin::text || xmax::text FROM t WHERE id = 1"));
    }

    [Fact]
    public async Task Identities_rules_triggers_and_partitions_are_as_before_and_do_not_hinder()
    {
        var database = Make("""
            CREATE TABLE t (id int GENERATED ALWAYS AS IDENTITY, part int, v text, twice text GENERATED ALWAYS AS (v || v) STORED, PRIMARY KEY (id, part)) PARTITION BY LIST (part);
            CREATE TABLE t1 PARTITION OF t FOR VALUES IN (1);
            CREATE TABLE t2 PARTITION OF t FOR VALUES IN (2);
            INSERT INTO t (part, v) VALUES (1, 'a'), (2, 'b'), (1, 'c');
            CREATE TABLE r (id int PRIMARY KEY, n int GENERATED ALWAYS AS IDENTITY, v text);
            INSERT INTO r (id, v) VALUES (1, 'a'), (2, 'b');
            CREATE FUNCTION never() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'fired'; END $$;
            CREATE TRIGGER never BEFORE INSERT OR UPDATE ON t FOR EACH ROW EXECUTE FUNCTION never();
            CREATE RULE no_insert AS ON INSERT TO r DO INSTEAD NOTHING;
            CREATE RULE no_update AS ON UPDATE TO r DO INSTEAD NOTHING;
            """);
        var file = await BackUpAsync(database);
        var (before, schema) = (database.Dump(), database.Schema());
        database.ExecuteUnchecked("DELETE FROM t WHERE id = 1; UPDATE t SET v = 'x' WHERE id = 2; DELETE FROM r WHERE id = 1");

        var result = await RestoreAsync(database, file, Merge);

        Assert.Equal(["r 1 0 1", "t 1 1 1"], result.Tables.Select(table => $"{table.Table} {table.Inserted} {table.Updated} {table.Unchanged}").Order(StringComparer.Ordinal));
        before.AssertSame(database.Dump());
        Assert.Equal(schema, database.Schema());
    }

    [Fact]
    public async Task Keys_that_one_collation_takes_for_equal_are_one_and_get_the_spelling_of_the_backup()
    {
        const string schema = "CREATE COLLATION blind (provider = icu, locale = 'und-u-ks-level2', deterministic = false); CREATE TABLE t (k text COLLATE blind PRIMARY KEY, v int)";
        var file = await BackUpAsync(Make(schema, "INSERT INTO t VALUES ('KEY', 1), ('other', 2)"));
        var target = Make(schema, "INSERT INTO t VALUES ('key', 1), ('other', 2)");

        var result = await RestoreAsync(target, file, Merge);

        Assert.Equal((0, 1, 1), ((int)result.Tables[0].Inserted!, (int)result.Tables[0].Updated!, (int)result.Tables[0].Unchanged!));
        Assert.Equal(["KEY", "other"], Query(target, "SELECT k FROM t ORDER BY v"));
    }

    [Fact]
    public async Task A_condition_changes_nothing_by_a_function_either()
    {
        var database = Make("""
            CREATE TABLE t (id int PRIMARY KEY); INSERT INTO t VALUES (1);
            CREATE FUNCTION sly() RETURNS boolean LANGUAGE plpgsql AS $$ BEGIN DELETE FROM t; RETURN true; END $$;
            """);
        await using var context = database.Open<NoEntities>();

        var refused = await RefusedAsync("EFB1217", () => Backups.CreateAsync(context, Schema.TableSelection.Everything, rows: new() { Where = [new("t", "sly()")] }));

        Assert.Contains("read-only", refused.Message, StringComparison.Ordinal);
        Assert.Equal(["1"], Query(database, "SELECT id::text FROM t"));
    }
}
