using Xunit;

namespace Greenhouse.EfBackup.PostgreSql.Tests.Tables;

/// <summary>Partitioned tables: their rows once, through the root, whatever its partitions have of their own.</summary>
public sealed class PartitionsTests : SqlTests
{
    private const string Kinds = """
        CREATE SCHEMA parts;
        CREATE TABLE by_range (id int, day date, text text, PRIMARY KEY (id, day)) PARTITION BY RANGE (day);
        CREATE TABLE parts.year_2023 PARTITION OF by_range FOR VALUES FROM ('2023-01-01') TO ('2024-01-01');
        CREATE TABLE year_2024 PARTITION OF by_range FOR VALUES FROM ('2024-01-01') TO ('2025-01-01') PARTITION BY LIST (id);
        CREATE TABLE "2024 one" PARTITION OF year_2024 FOR VALUES IN (1, 2);
        CREATE TABLE "2024 rest" PARTITION OF year_2024 DEFAULT;
        CREATE UNLOGGED TABLE other_years (dropped int, text text, day date NOT NULL, id int NOT NULL);
        ALTER TABLE other_years DROP COLUMN dropped;
        ALTER TABLE by_range ATTACH PARTITION other_years DEFAULT;
        CREATE TABLE by_list (kind text, value int) PARTITION BY LIST (kind);
        CREATE TABLE list_a PARTITION OF by_list FOR VALUES IN ('a', NULL);
        CREATE TABLE list_b PARTITION OF by_list FOR VALUES IN ('b');
        CREATE TABLE by_hash (id bigint PRIMARY KEY, twice bigint GENERATED ALWAYS AS (id * 2) STORED) PARTITION BY HASH (id);
        CREATE TABLE hash_0 PARTITION OF by_hash FOR VALUES WITH (MODULUS 2, REMAINDER 0);
        CREATE TABLE hash_1 PARTITION OF by_hash FOR VALUES WITH (MODULUS 2, REMAINDER 1);
        CREATE TABLE no_partition (id int) PARTITION BY RANGE (id);
        """;

    private const string Rows = """
        INSERT INTO by_range VALUES (1, '2023-05-05', 'a'), (1, '2024-05-05', 'b'), (7, '2024-05-05', 'c'), (1, '1999-01-01', 'd'), (2, '-infinity', 'e');
        UPDATE by_range SET day = '2023-06-06' WHERE text = 'c';
        INSERT INTO by_list VALUES ('a', 1), ('b', 2), (NULL, 3), ('a', 1);
        INSERT INTO by_hash (id) SELECT generate_series(1, 10);
        """;

    [Fact]
    public async Task Rows_of_partitions_are_kept_once_in_the_order_of_the_root()
    {
        var trip = await RoundTripAsync(Kinds, Rows);

        Assert.Equal(["by_hash 10", "by_list 4", "by_range 5", "no_partition 0"], trip.Check.Metadata.Statistics.Select(table => $"{table.Key} {table.Value}").Order(StringComparer.Ordinal));
        Assert.Equal(
            [
                """{"id":1,"day":"1999-01-01","text":"d"}""", """{"id":1,"day":"2023-05-05","text":"a"}""", """{"id":1,"day":"2024-05-05","text":"b"}""",
                """{"id":2,"day":{"$text":"-infinity"},"text":"e"}""", """{"id":7,"day":"2023-06-06","text":"c"}""",
            ],
            RowsOf(trip.File, "by_range"));
        Assert.Empty(trip.Check.Metadata.LeftOut);
        Assert.Equal(["2"], Query(trip.Target, "SELECT count(*)::text FROM parts.year_2023"));
    }

    [Fact]
    public async Task A_key_of_single_partitions_is_not_the_root_s()
    {
        var schema = """
            CREATE TABLE t (id int, kind int, text text) PARTITION BY LIST (kind);
            CREATE TABLE keyed PARTITION OF t (PRIMARY KEY (id)) FOR VALUES IN (1);
            CREATE TABLE keyed_by_text PARTITION OF t (PRIMARY KEY (text, kind)) FOR VALUES IN (2);
            CREATE TABLE keyless PARTITION OF t FOR VALUES IN (3);
            CREATE UNIQUE INDEX only_here ON keyless (text) WHERE id > 0;
            """;

        var trip = await RoundTripAsync(schema, "INSERT INTO t VALUES (1, 1, 'x'), (1, 2, 'y'), (2, 2, 'x'), (NULL, 3, 'b'), (1, 3, NULL), (NULL, 3, 'a')");

        Assert.Empty(trip.Check.Metadata.Tables.Single().PrimaryKey);
        // No key: by all columns from first to last, nulls first.
        Assert.Equal(["null,3,a", "null,3,b", "1,1,x", "1,2,y", "1,3,null", "2,2,x"], RowsOf(trip.File, "t").Select(Values));
    }

    [Fact]
    public async Task Foreign_keys_from_and_to_partitioned_tables_are_as_before()
    {
        var schema = """
            CREATE TABLE plain (id int PRIMARY KEY);
            CREATE TABLE root (id int PRIMARY KEY, plain int, parent int) PARTITION BY RANGE (id);
            CREATE TABLE low PARTITION OF root (CONSTRAINT own UNIQUE (plain)) FOR VALUES FROM (MINVALUE) TO (100);
            CREATE TABLE high PARTITION OF root FOR VALUES FROM (100) TO (MAXVALUE) PARTITION BY HASH (id);
            CREATE TABLE high_0 PARTITION OF high FOR VALUES WITH (MODULUS 1, REMAINDER 0);
            ALTER TABLE root ADD CONSTRAINT to_plain FOREIGN KEY (plain) REFERENCES plain ON DELETE SET NULL DEFERRABLE INITIALLY DEFERRED;
            ALTER TABLE root ADD CONSTRAINT to_itself FOREIGN KEY (parent) REFERENCES root;
            ALTER TABLE low ADD CONSTRAINT of_one_partition FOREIGN KEY (parent) REFERENCES plain ON UPDATE CASCADE;
            CREATE TABLE child (id int PRIMARY KEY, root int CONSTRAINT to_root REFERENCES root ON DELETE CASCADE, low int REFERENCES low (plain));
            COMMENT ON CONSTRAINT to_plain ON root IS 'it''s a \ comment';
            COMMENT ON CONSTRAINT to_root ON child IS 'another';
            COMMENT ON CONSTRAINT of_one_partition ON low IS 'a third';
            """;

        var trip = await RoundTripAsync(
            schema,
            """
            INSERT INTO plain SELECT generate_series(1, 5);
            INSERT INTO root VALUES (1, 1, NULL), (2, 2, 1), (100, 1, 1), (101, 5, 100);
            INSERT INTO child VALUES (1, 1, 2), (2, 101, NULL), (3, NULL, 1);
            """);

        Assert.ThrowsAny<Exception>(() => trip.Target.Execute("INSERT INTO child VALUES (9, 9, NULL)"));
        Assert.ThrowsAny<Exception>(() => trip.Target.Execute("INSERT INTO root VALUES (200, 77, NULL)"));
    }

    [Fact]
    public Task Triggers_of_root_and_partitions_do_not_fire_and_are_enabled_as_they_were()
        => RoundTripAsync(
            """
            CREATE FUNCTION never() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF current_setting('test.quiet', true) IS DISTINCT FROM 'on' THEN RAISE EXCEPTION '% fired', TG_NAME; END IF; RETURN NEW; END $$;
            CREATE TABLE root (id int PRIMARY KEY, text text) PARTITION BY RANGE (id);
            CREATE TABLE low PARTITION OF root FOR VALUES FROM (MINVALUE) TO (100);
            CREATE TABLE high PARTITION OF root FOR VALUES FROM (100) TO (MAXVALUE);
            CREATE TRIGGER of_root AFTER INSERT ON root FOR EACH ROW EXECUTE FUNCTION never();
            CREATE TRIGGER of_root_always AFTER INSERT ON root FOR EACH ROW EXECUTE FUNCTION never();
            CREATE TRIGGER of_statement AFTER INSERT ON root FOR EACH STATEMENT EXECUTE FUNCTION never();
            CREATE TRIGGER of_low BEFORE INSERT ON low FOR EACH ROW EXECUTE FUNCTION never();
            CREATE TRIGGER truncated BEFORE TRUNCATE ON high FOR EACH STATEMENT EXECUTE FUNCTION never();
            ALTER TABLE root ENABLE ALWAYS TRIGGER of_root_always;
            ALTER TABLE low DISABLE TRIGGER of_root;
            ALTER TABLE high ENABLE REPLICA TRIGGER of_root;
            ALTER TABLE ONLY root DISABLE TRIGGER of_statement;
            """,
            "SET test.quiet = 'on'; INSERT INTO root VALUES (1, 'a'), (100, 'b'), (101, 'c')");

    [Fact]
    public Task Indexes_of_large_partitioned_tables_are_as_before()
        => RoundTripAsync(
            """
            CREATE TABLE root (id int PRIMARY KEY, text text, number int) PARTITION BY RANGE (id);
            CREATE TABLE low PARTITION OF root FOR VALUES FROM (MINVALUE) TO (1000);
            CREATE TABLE high PARTITION OF root FOR VALUES FROM (1000) TO (MAXVALUE);
            CREATE INDEX of_root ON root (number DESC) INCLUDE (text);
            CREATE UNIQUE INDEX unique_of_root ON root (id, (number + 1)) WHERE number > 5;
            CREATE INDEX of_low ON low (upper(text));
            CREATE INDEX only_root ON ONLY root (number);
            CREATE INDEX attached ON low (number);
            ALTER INDEX only_root ATTACH PARTITION attached;
            COMMENT ON INDEX of_root IS 'of the root';
            COMMENT ON INDEX of_low IS 'of one partition';
            ALTER TABLE low CLUSTER ON of_low;
            ALTER INDEX unique_of_root ALTER COLUMN 2 SET STATISTICS 77;
            """,
            "INSERT INTO root SELECT n, repeat('x', 300) || n, n % 77 FROM generate_series(1, 3000) n");

    [Fact]
    public async Task A_large_partitioned_table_is_read_in_ranges_by_several_readers()
    {
        Backups.Settings = Databases.DatabaseSettings.Default with { Readers = 3 };

        var trip = await RoundTripAsync(
            """
            CREATE TABLE root (day date, id int, text text, PRIMARY KEY (day, id)) PARTITION BY RANGE (day);
            CREATE TABLE before PARTITION OF root FOR VALUES FROM (MINVALUE) TO ('2020-06-01');
            CREATE TABLE after PARTITION OF root FOR VALUES FROM ('2020-06-01') TO (MAXVALUE);
            """,
            "INSERT INTO root SELECT '2020-01-01'::date + n / 100, n, repeat('x', 150) FROM generate_series(0, 39999) n; INSERT INTO root VALUES ('infinity', 1, ''), ('-infinity', 1, ''), ('0044-03-15 BC', 1, '')");

        Assert.Equal(40_003, RowsOf(trip.File, "root").Distinct().Count());
    }

    /// <summary><c>{"id":1,"kind":2,"text":"x"}</c> to <c>1,2,x</c>.</summary>
    private static string Values(string row)
        => string.Join(',', System.Text.Json.JsonDocument.Parse(row).RootElement.EnumerateObject().Select(property => property.Value.ValueKind == System.Text.Json.JsonValueKind.Null ? "null" : property.Value.ToString()));
}
