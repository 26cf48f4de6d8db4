using Xunit;

namespace Greenhouse.EfBackup.PostgreSql.Tests.Tables;

/// <summary>Triggers and rules: whatever they would do has been done already, and is in the backup.</summary>
public sealed class TriggersTests : SqlTests
{
    /// <summary>A trigger's function that fails, so that a trigger that fires is not overlooked.</summary>
    private const string Never = """
        CREATE FUNCTION never() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
            IF current_setting('test.quiet', true) IS DISTINCT FROM 'on' THEN RAISE EXCEPTION 'the trigger % fired', TG_NAME; END IF;
            RETURN NEW;
        END $$;
        """;

    [Fact]
    public Task Triggers_of_every_sort_do_not_fire_and_are_enabled_as_they_were()
        => RoundTripAsync(
            $"""
            {Never}
            CREATE TABLE t (id int PRIMARY KEY, text text);
            CREATE TRIGGER origin BEFORE INSERT ON t FOR EACH ROW EXECUTE FUNCTION never();
            CREATE TRIGGER disabled BEFORE INSERT ON t FOR EACH ROW EXECUTE FUNCTION never();
            CREATE TRIGGER "Rep""lica" BEFORE INSERT ON t FOR EACH ROW EXECUTE FUNCTION never();
            CREATE TRIGGER always BEFORE INSERT OR TRUNCATE ON t EXECUTE FUNCTION never();
            CREATE TRIGGER statement AFTER INSERT OR TRUNCATE ON t FOR EACH STATEMENT EXECUTE FUNCTION never();
            CREATE TRIGGER tables AFTER INSERT ON t REFERENCING NEW TABLE AS new FOR EACH STATEMENT EXECUTE FUNCTION never();
            CREATE CONSTRAINT TRIGGER deferred AFTER INSERT ON t DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (NEW.id > 0) EXECUTE FUNCTION never();
            COMMENT ON TRIGGER origin ON t IS 'stays';
            ALTER TABLE t DISABLE TRIGGER disabled;
            ALTER TABLE t ENABLE REPLICA TRIGGER "Rep""lica";
            ALTER TABLE t ENABLE ALWAYS TRIGGER always;
            """,
            "SET test.quiet = 'on'; INSERT INTO t SELECT n, repeat('x', 300) FROM generate_series(1, 2000) n");

    [Fact]
    public Task Rules_do_not_rewrite_what_is_loaded()
        => RoundTripAsync(
            """
            CREATE TABLE t (id int PRIMARY KEY, text text);
            CREATE TABLE log (text text);
            CREATE RULE instead AS ON INSERT TO t WHERE NEW.id > 5 DO INSTEAD NOTHING;
            CREATE RULE also AS ON INSERT TO t DO ALSO INSERT INTO log VALUES (NEW.text);
            CREATE RULE kept AS ON DELETE TO log DO INSTEAD NOTHING;
            ALTER TABLE t DISABLE RULE also;
            ALTER TABLE log ENABLE ALWAYS RULE kept;
            """,
            "ALTER TABLE t DISABLE RULE instead; INSERT INTO t SELECT n, 'x' || n FROM generate_series(1, 10) n; ALTER TABLE t ENABLE RULE instead; INSERT INTO log VALUES ('a'), ('b')");

    [Fact]
    public async Task Neither_triggers_nor_rules_see_the_rows_that_are_deleted_one_by_one()
    {
        // An empty table outside of the backup references this one: its rows can't be truncated away.
        var database = Make(
            Never,
            """
            CREATE TABLE t (id int PRIMARY KEY, text text);
            CREATE TABLE log (text text);
            INSERT INTO t SELECT n, repeat('x', 300) FROM generate_series(1, 2000) n;
            CREATE TRIGGER deleted BEFORE DELETE ON t FOR EACH ROW EXECUTE FUNCTION never();
            CREATE TRIGGER statement AFTER DELETE ON t FOR EACH STATEMENT EXECUTE FUNCTION never();
            CREATE RULE logged AS ON DELETE TO t DO ALSO INSERT INTO log VALUES (OLD.text);
            CREATE RULE "Kept for ever" AS ON DELETE TO t DO INSTEAD UPDATE t SET text = 'deleted' WHERE id = OLD.id;
            CREATE RULE off AS ON DELETE TO t DO ALSO INSERT INTO log VALUES ('off');
            CREATE RULE always AS ON DELETE TO t DO ALSO INSERT INTO log VALUES ('always');
            CREATE RULE replica AS ON DELETE TO t DO ALSO INSERT INTO log VALUES ('replica');
            ALTER TABLE t DISABLE RULE off;
            ALTER TABLE t ENABLE ALWAYS RULE always;
            ALTER TABLE t ENABLE REPLICA RULE replica;
            CREATE TABLE outside (id int REFERENCES t);
            """);
        var (before, schema) = (database.Dump(), database.Schema());
        var file = await BackUpAsync(database, AllBut("outside", "log"));

        database.Execute("UPDATE t SET text = NULL WHERE id < 10; INSERT INTO t VALUES (5000, 'new')");
        await RestoreAsync(database, file);

        before.AssertSame(database.Dump());
        Assert.Equal(schema, database.Schema());
    }
}
