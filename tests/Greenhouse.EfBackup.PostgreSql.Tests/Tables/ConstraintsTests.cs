using Xunit;

namespace Greenhouse.EfBackup.PostgreSql.Tests.Tables;

/// <summary>Constraints of every sort: none hinders a restore of rows that were there, and all are as before.</summary>
public sealed class ConstraintsTests : SqlTests
{
    [Fact]
    public async Task Foreign_keys_come_back_to_their_exact_definition()
    {
        var schema = """
            CREATE SCHEMA "Other";
            CREATE TABLE "Other"."Target" (a int, b int, c text COLLATE "C", d bigint UNIQUE, PRIMARY KEY (a, b));
            CREATE UNIQUE INDEX by_index ON "Other"."Target" (c);
            CREATE TABLE source (
                id int PRIMARY KEY, a int, b int, c text COLLATE "POSIX", d smallint, parent int, "Quo""ted" int,
                CONSTRAINT "full" FOREIGN KEY (a, b) REFERENCES "Other"."Target" MATCH FULL ON DELETE CASCADE ON UPDATE SET DEFAULT,
                CONSTRAINT simple FOREIGN KEY (b, a) REFERENCES "Other"."Target" (b, a) ON DELETE RESTRICT DEFERRABLE,
                CONSTRAINT of_text FOREIGN KEY (c) REFERENCES "Other"."Target" (c) ON UPDATE CASCADE DEFERRABLE INITIALLY DEFERRED,
                CONSTRAINT of_another_type FOREIGN KEY (d) REFERENCES "Other"."Target" (d) ON DELETE SET NULL,
                CONSTRAINT "To it""self" FOREIGN KEY (parent) REFERENCES source ON DELETE SET DEFAULT,
                CONSTRAINT twice FOREIGN KEY (parent) REFERENCES source,
                FOREIGN KEY ("Quo""ted") REFERENCES source);
            COMMENT ON CONSTRAINT "To it""self" ON source IS E'quo''te, back\\slash\nand line';
            ALTER TABLE source ADD CONSTRAINT dangling FOREIGN KEY (id) REFERENCES source (id) NOT VALID;
            """;

        var trip = await RoundTripAsync(
            schema,
            """
            INSERT INTO "Other"."Target" VALUES (1, 2, 'x', 3), (2, 1, 'y', 4), (5, 6, NULL, NULL);
            INSERT INTO source VALUES (3, NULL, NULL, NULL, NULL, NULL, NULL), (1, 1, 2, 'x', 3, 3, 3), (2, 2, 1, 'y', 4, 2, 1);
            """);

        Assert.ThrowsAny<Exception>(() => trip.Target.Execute("INSERT INTO source (id, a) VALUES (9, 1)"));
    }

    [ServerFact(15)]
    public Task What_came_with_PostgreSQL_15_comes_back_too()
        => RoundTripAsync(
            """
            CREATE TABLE target (tenant int, id int, PRIMARY KEY (tenant, id));
            CREATE TABLE source (tenant int, id int, target int, code text, PRIMARY KEY (tenant, id), FOREIGN KEY (tenant, target) REFERENCES target ON DELETE SET NULL (target), UNIQUE NULLS NOT DISTINCT (target, code));
            """,
            "INSERT INTO target VALUES (1, 1); INSERT INTO source VALUES (1, 1, 1, 'a'), (1, 2, NULL, NULL), (1, 3, NULL, 'a')");

    [Fact]
    public Task Rows_that_only_deferred_constraints_take_come_back()
        => RoundTripAsync(
            """
            CREATE TABLE hen (id int PRIMARY KEY, egg int NOT NULL);
            CREATE TABLE egg (id int PRIMARY KEY, hen int NOT NULL REFERENCES hen DEFERRABLE INITIALLY DEFERRED);
            ALTER TABLE hen ADD FOREIGN KEY (egg) REFERENCES egg DEFERRABLE INITIALLY DEFERRED;
            CREATE TABLE ring (id int PRIMARY KEY DEFERRABLE INITIALLY DEFERRED, next int NOT NULL UNIQUE DEFERRABLE INITIALLY DEFERRED, during int4range,
                FOREIGN KEY (next) REFERENCES hen DEFERRABLE INITIALLY IMMEDIATE, EXCLUDE USING gist (during WITH &&) DEFERRABLE INITIALLY DEFERRED);
            """,
            """
            INSERT INTO hen VALUES (1, 2), (2, 1); INSERT INTO egg VALUES (1, 2), (2, 1);
            INSERT INTO ring VALUES (1, 2, '[1,3)'), (2, 1, '[3,5)');
            UPDATE ring SET id = 3 - id, next = 3 - next, during = int4range(4 - lower(during), 6 - lower(during));
            """);

    [Fact]
    public Task Exclusion_constraints_are_as_before()
        => RoundTripAsync(
            """
            CREATE TABLE bookings (id int PRIMARY KEY, during tsrange, area circle, text text,
                CONSTRAINT "No two" EXCLUDE USING gist (during WITH &&, area WITH &&) WHERE (text <> 'cancelled'),
                EXCLUDE USING btree ((upper(text)) WITH =) INCLUDE (during));
            COMMENT ON CONSTRAINT "No two" ON bookings IS 'comment';
            COMMENT ON INDEX "No two" IS 'of the index';
            """,
            "INSERT INTO bookings SELECT n, tsrange('2024-01-01'::timestamp + n * '1 hour'::interval, '2024-01-01'::timestamp + (n + 1) * '1 hour'::interval), circle(point(n, n), 5), repeat('x', 300) || n FROM generate_series(1, 1500) n");

    [Fact]
    public async Task Rows_that_a_check_did_not_validate_come_back()
    {
        var schema = """
            CREATE TABLE t (id int PRIMARY KEY, amount int, CONSTRAINT valid CHECK (id > 0), CONSTRAINT alone CHECK (id < 1000) NO INHERIT);
            CREATE TABLE child (extra int) INHERITS (t);
            CREATE TABLE root (id int, amount int) PARTITION BY LIST (id);
            CREATE TABLE part PARTITION OF root DEFAULT;
            CREATE DOMAIN small AS int;
            CREATE TABLE of_domain (id small, list small[]);
            """;
        var rows = "INSERT INTO t VALUES (1, -1), (2, 5); INSERT INTO child VALUES (3, -3, 1); INSERT INTO root VALUES (1, -1), (2, 2); INSERT INTO of_domain VALUES (1000, '{1001}'), (1, NULL)";
        var checks = """
            ALTER TABLE child ADD CONSTRAINT "Not ""negative" CHECK (amount >= 0) NOT VALID;
            ALTER TABLE t ADD CONSTRAINT "Not ""negative" CHECK (amount >= 0) NOT VALID;
            ALTER TABLE child ADD CONSTRAINT of_child CHECK (extra > 1) NOT VALID;
            ALTER TABLE t ADD CONSTRAINT of_parent CHECK (amount > 1) NO INHERIT NOT VALID;
            ALTER TABLE root ADD CONSTRAINT of_root CHECK (amount >= 0) NOT VALID;
            ALTER TABLE part ADD CONSTRAINT of_part CHECK (amount >= 1) NOT VALID;
            ALTER DOMAIN small ADD CONSTRAINT "Really small" CHECK (VALUE < 100) NOT VALID;
            COMMENT ON CONSTRAINT "Not ""negative" ON t IS 'it''s new';
            COMMENT ON CONSTRAINT "Really small" ON DOMAIN small IS 'new too';
            """;
        var (database, empty) = (Make(schema, rows, checks), Make(schema, checks));
        var (before, definition) = (database.Dump(), database.Schema());

        var file = await BackUpAsync(database);
        database.Damage();
        await RestoreAsync(database, file);
        await RestoreAsync(empty, file);

        before.AssertSame(database.Dump());
        before.AssertSame(empty.Dump());
        Assert.Equal(definition, database.Schema());
        Assert.Equal(definition, empty.Schema());
        Assert.ThrowsAny<Exception>(() => empty.Execute("INSERT INTO t VALUES (9, -1)"));
    }

    [Fact]
    public async Task Rows_that_dangle_from_a_key_that_is_not_valid_come_back()
    {
        var schema = "CREATE TABLE target (id int PRIMARY KEY); CREATE TABLE source (id int PRIMARY KEY, target int)";
        var key = "ALTER TABLE source ADD CONSTRAINT later FOREIGN KEY (target) REFERENCES target NOT VALID; COMMENT ON CONSTRAINT later ON source IS 'not yet'";
        var (database, empty) = (Make(schema, "INSERT INTO target VALUES (1); INSERT INTO source VALUES (1, 1), (2, 77)", key), Make(schema, key));
        var (before, definition) = (database.Dump(), database.Schema());

        var file = await BackUpAsync(database);
        database.ExecuteUnchecked("TRUNCATE source, target");
        await RestoreAsync(database, file);
        await RestoreAsync(empty, file);

        before.AssertSame(database.Dump());
        before.AssertSame(empty.Dump());
        Assert.Equal(definition, database.Schema());
        Assert.Equal(definition, empty.Schema());
    }

    [Fact]
    public async Task A_row_with_half_a_key_where_the_whole_is_wanted_is_refused_at_create()
    {
        var database = Make(
            "CREATE TABLE target (a int, b int, PRIMARY KEY (a, b)); CREATE TABLE source (id int PRIMARY KEY, a int, b int, CONSTRAINT whole FOREIGN KEY (a, b) REFERENCES target MATCH FULL)",
            "INSERT INTO target VALUES (1, 1)");
        database.ExecuteUnchecked("INSERT INTO source VALUES (1, 1, 1), (2, 1, NULL), (3, NULL, 1), (4, NULL, NULL)");

        var refused = await RefusedAsync("EFB1204", () => BackUpAsync(database));

        Assert.StartsWith("source (a, b) -> target: 2 rows, such as ", Assert.Single(refused.Details), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_with_half_a_key_where_the_whole_is_wanted_leaves_everything_as_it_was()
    {
        var tables = "CREATE TABLE target (a int, b int, PRIMARY KEY (a, b)); CREATE TABLE source (id int PRIMARY KEY, a int, b int";
        var file = await BackUpAsync(Make(tables + ")", "INSERT INTO target VALUES (1, 1); INSERT INTO source VALUES (1, 1, 1), (2, 1, NULL)"));
        var target = Make(tables + ", CONSTRAINT whole FOREIGN KEY (a, b) REFERENCES target MATCH FULL)", "INSERT INTO source VALUES (7)");

        var refused = await RefusedRestoreAsync("EFB1503", target, file);

        Assert.StartsWith("source (a, b) -> target: 1 row", Assert.Single(refused.Details), StringComparison.Ordinal);
    }

    [Fact]
    public Task Columns_that_the_database_computes_are_computed_again()
        => RoundTripAsync(
            """
            CREATE TABLE computed_key (a int, id int GENERATED ALWAYS AS (a * 2) STORED PRIMARY KEY, text text);
            CREATE TABLE by_computed (a int PRIMARY KEY, twice int GENERATED ALWAYS AS (a * 2) STORED UNIQUE, text text, upper text GENERATED ALWAYS AS (upper(text)) STORED);
            CREATE INDEX ON by_computed (upper);
            CREATE TABLE referencing (id int PRIMARY KEY, computed int GENERATED ALWAYS AS (id * 2) STORED REFERENCES by_computed (twice));
            """,
            "INSERT INTO computed_key VALUES (3, DEFAULT, 'x'), (-1, DEFAULT, 'y'), (10, DEFAULT, 'z'); INSERT INTO by_computed (a, text) SELECT n, repeat('x', 500) || n FROM generate_series(1, 1000) n; INSERT INTO referencing VALUES (5), (7)");
}
