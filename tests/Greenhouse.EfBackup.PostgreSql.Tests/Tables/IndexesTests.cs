using Xunit;

namespace Greenhouse.EfBackup.PostgreSql.Tests.Tables;

/// <summary>Tables that are so large that their indexes are set aside while rows are loaded: pg_dump sees no difference afterwards.</summary>
public sealed class IndexesTests : SqlTests
{
    private const string Table = "CREATE TABLE large (id int PRIMARY KEY, number int, text text, more text, tags int[], position point, during int4range, document jsonb, words tsvector);";

    private const string Rows = """
        INSERT INTO large SELECT n, n % 100, 'text ' || n, repeat('x', 200), ARRAY[n, n + 1], point(n, n), int4range(n, n + 5), jsonb_build_object('n', n), to_tsvector('simple', 'word' || n) FROM generate_series(1, 3000) n
        """;

    [Fact]
    public Task Indexes_of_every_sort_are_as_before()
        => RoundTripAsync(
            Table + """
            CREATE UNIQUE INDEX partial ON large (text) WHERE number > 5 AND text <> 'it''s';
            CREATE INDEX expression ON large (lower(text), (number + 1), (document ->> 'n'));
            CREATE UNIQUE INDEX covering ON large (id DESC NULLS LAST) INCLUDE (text, number);
            CREATE INDEX classes ON large (text text_pattern_ops, more COLLATE "C" varchar_pattern_ops DESC NULLS LAST, number NULLS FIRST);
            CREATE INDEX hashed ON large USING hash (text);
            CREATE INDEX inverted ON large USING gin (tags, document jsonb_path_ops) WITH (fastupdate = off, gin_pending_list_limit = 128);
            CREATE INDEX searched ON large USING gin (words);
            CREATE INDEX trees ON large USING gist (position, during) WITH (fillfactor = 50, buffering = off);
            CREATE INDEX space ON large USING spgist (position kd_point_ops);
            CREATE INDEX blocks ON large USING brin (id int4_minmax_multi_ops (values_per_range = 16), number) WITH (pages_per_range = 4, autosummarize = on);
            CREATE INDEX "Quo""ted's \ index" ON large (number) WITH (fillfactor = 70, deduplicate_items = off);
            CREATE INDEX ON large (number);
            CREATE INDEX ON large (number);
            CREATE INDEX with_statistics ON large ((number * 2), text);
            ALTER INDEX with_statistics ALTER COLUMN 1 SET STATISTICS 500;
            CREATE INDEX clustered ON large (number, id);
            ALTER TABLE large CLUSTER ON clustered;
            CREATE UNIQUE INDEX replicated ON large (id);
            ALTER TABLE large REPLICA IDENTITY USING INDEX replicated;
            ALTER TABLE large ADD CONSTRAINT "unique" UNIQUE (id, number) INCLUDE (text) WITH (fillfactor = 60);
            ALTER TABLE large ADD CONSTRAINT later UNIQUE (id, text) DEFERRABLE INITIALLY DEFERRED;
            CREATE STATISTICS together (dependencies, mcv) ON number, text FROM large;
            COMMENT ON INDEX partial IS E'it''s a\nlong \\ comment';
            COMMENT ON INDEX "Quo""ted's \ index" IS 'quoted';
            COMMENT ON INDEX clustered IS 'stays';
            CREATE VIEW looking AS SELECT id, number, text FROM large GROUP BY id;
            CREATE MATERIALIZED VIEW kept AS SELECT number FROM large;
            CREATE RULE upsert AS ON UPDATE TO looking DO INSTEAD INSERT INTO large (id) VALUES (NEW.id) ON CONFLICT (id, number) DO NOTHING;
            """,
            Rows);

    [ServerFact(15)]
    public Task Unique_indexes_in_which_nulls_are_alike_are_as_before()
        => RoundTripAsync(
            Table + "CREATE UNIQUE INDEX alike ON large (number, text) NULLS NOT DISTINCT WHERE number IS NULL; CREATE UNIQUE INDEX apart ON large (number, text) WHERE number IS NULL",
            Rows + "; INSERT INTO large (id) VALUES (5000)");

    [ServerFact(0, "pg_trgm", "btree_gin", "hstore")]
    public Task Indexes_by_classes_of_extensions_are_as_before()
        => RoundTripAsync(
            "CREATE SCHEMA ext; CREATE EXTENSION pg_trgm SCHEMA ext; CREATE EXTENSION btree_gin SCHEMA ext; CREATE EXTENSION hstore;" + Table + """
            CREATE INDEX similar_text ON large USING gin (text ext.gin_trgm_ops, number);
            CREATE INDEX dependent ON large (number);
            ALTER INDEX dependent DEPENDS ON EXTENSION hstore;
            """,
            Rows);

    [Fact]
    public Task Indexes_of_other_schemas_and_of_unlogged_tables_are_as_before()
        => RoundTripAsync(
            """
            CREATE SCHEMA "Other schema";
            CREATE TYPE "Other schema".mood AS ENUM ('sad', 'happy');
            CREATE FUNCTION "Other schema".half(int) RETURNS int IMMUTABLE LANGUAGE sql AS 'SELECT $1 / 2';
            CREATE UNLOGGED TABLE "Other schema"."Large" (id int PRIMARY KEY, "Number" int, mood "Other schema".mood, text text);
            CREATE INDEX "By number" ON "Other schema"."Large" ("Number") WHERE mood = 'happy'::"Other schema".mood;
            CREATE INDEX by_function ON "Other schema"."Large" ("Other schema".half("Number"), mood);
            """,
            """INSERT INTO "Other schema"."Large" SELECT n, n % 7, 'happy', repeat('x', 300) FROM generate_series(1, 2000) n""");

    [ServerFact(15)]
    public async Task Indexes_go_back_into_their_tablespace_whatever_the_default_is()
    {
        var database = Make(Table + Rows);
        // A tablespace is the whole server's, and so named like the database; in place, it needs no folder.
        var tablespace = $"{database.Name}_space";
        Superuser("SET allow_in_place_tablespaces = on", $"CREATE TABLESPACE {tablespace} LOCATION ''", $"GRANT CREATE ON TABLESPACE {tablespace} TO PUBLIC");
        try
        {
            database.Execute($"CREATE INDEX there ON large (text) TABLESPACE {tablespace}; CREATE INDEX here ON large (number); ALTER DATABASE \"{database.Name}\" SET default_tablespace = '{tablespace}'");
            var schema = database.Schema();

            await RestoreAsync(database, await BackUpAsync(database));

            Assert.Equal(schema, database.Schema());
            Assert.Equal(["here", $"there {tablespace}"], database.Query("SELECT concat_ws(' ', c.relname, s.spcname) FROM pg_class c LEFT JOIN pg_tablespace s ON s.oid = c.reltablespace WHERE c.relname IN ('here', 'there') ORDER BY 1"));
        }
        finally
        {
            database.Execute("DROP TABLE large");
            Superuser($"DROP TABLESPACE {tablespace}");
        }
    }

    [Fact]
    public async Task Only_an_index_that_nothing_hangs_on_is_built_anew()
    {
        var database = Make(
            Table + Rows,
            """
            CREATE INDEX plain ON large (number);
            CREATE INDEX clustered ON large (number);
            ALTER TABLE large CLUSTER ON clustered;
            CREATE UNIQUE INDEX of_outside ON large (text);
            CREATE TABLE outside (text text REFERENCES large (text));
            CREATE TABLE small (id int);
            CREATE INDEX of_small ON small (id);
            INSERT INTO small VALUES (1);
            """);
        var oids = "SELECT relname || ' ' || oid FROM pg_class WHERE relname IN ('plain', 'clustered', 'of_outside', 'of_small') ORDER BY 1";
        var (before, schema) = (database.Query(oids), database.Schema());

        await RestoreAsync(database, await BackUpAsync(database, AllBut("outside")));

        Assert.Equal(["plain"], database.Query(oids).Except(before).Select(index => index.Split(' ')[0]));
        Assert.Equal(schema, database.Schema());
    }

    [Fact]
    public async Task A_unique_index_that_the_rows_break_when_it_is_built_after_them_leaves_everything_as_it_was()
    {
        var file = await BackUpAsync(Make("CREATE TABLE large (id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY, number int, text text)", "INSERT INTO large (number, text) SELECT n / 2, repeat('x', 300) FROM generate_series(1, 3000) n"));
        var target = Make(
            """
            CREATE TABLE large (id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY, number int, text text);
            CREATE UNIQUE INDEX only_once ON large (number);
            CREATE INDEX another ON large (text);
            COMMENT ON INDEX only_once IS 'once';
            """,
            "INSERT INTO large (number) VALUES (7), (8)");

        var refused = await RefusedRestoreAsync("EFB1504", target, file);

        Assert.Contains("only_once", refused.Message, StringComparison.Ordinal);
    }

    /// <summary>One statement after the other: what is of the whole server is not made in a transaction.</summary>
    private static void Superuser(params string[] statements)
        => TestServer.Server.Run("psql", "postgres", [.. statements.SelectMany(statement => new[] { "-c", statement })]);
}
