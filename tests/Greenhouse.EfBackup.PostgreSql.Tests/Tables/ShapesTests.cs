using Xunit;

namespace Greenhouse.EfBackup.PostgreSql.Tests.Tables;

/// <summary>Tables of every shape: without columns, with dropped ones, wide, unlogged, keyless, inheriting.</summary>
public sealed class ShapesTests : SqlTests
{
    [Fact]
    public async Task Rows_without_a_value_of_their_own_come_back_by_their_number()
    {
        var trip = await RoundTripAsync(
            "CREATE TABLE no_columns (); CREATE TABLE only_computed (one int GENERATED ALWAYS AS (1) STORED); CREATE TABLE other (id int)",
            "INSERT INTO no_columns DEFAULT VALUES; INSERT INTO no_columns DEFAULT VALUES; INSERT INTO only_computed DEFAULT VALUES; INSERT INTO only_computed DEFAULT VALUES; INSERT INTO only_computed DEFAULT VALUES; INSERT INTO other VALUES (1)");

        Assert.Equal(["{}", "{}"], RowsOf(trip.File, "no_columns"));
        Assert.Equal(["{}", "{}", "{}"], RowsOf(trip.File, "only_computed"));
    }

    [Fact]
    public Task Dropped_columns_leave_no_trace()
        => RoundTripAsync(
            """
            CREATE TABLE t (gone int, id int PRIMARY KEY, gone_too text, text text, last_gone int);
            INSERT INTO t VALUES (1, 2, 'x', 'y', 3);
            DELETE FROM t;
            ALTER TABLE t DROP COLUMN gone, DROP COLUMN gone_too, DROP COLUMN last_gone, ADD COLUMN added int DEFAULT 7;
            """,
            "INSERT INTO t VALUES (1, 'a', DEFAULT), (2, NULL, NULL)");

    [Fact]
    public Task The_widest_table_comes_back()
        => RoundTripAsync(
            $"CREATE TABLE wide (id int PRIMARY KEY, {string.Join(", ", Enumerable.Range(1, 1599).Select(place => $"c{place} smallint"))})",
            $"INSERT INTO wide SELECT n, {string.Join(", ", Enumerable.Range(1, 1599).Select(place => $"n + {place}"))} FROM generate_series(1, 50) n; INSERT INTO wide (id) VALUES (100)");

    [Fact]
    public Task Rows_of_tables_without_a_key_come_back_as_often_as_they_were_there()
        => RoundTripAsync(
            "CREATE TABLE t (a int, b text); CREATE UNLOGGED TABLE u (a numeric, b text)",
            "INSERT INTO t VALUES (1, 'x'), (1, 'x'), (1, NULL), (1, NULL), (NULL, NULL), (NULL, NULL), (NULL, 'x'); INSERT INTO u VALUES (1.0, 'x'), (1.00, 'x'), (1.0, 'x'), (1.00, 'a')");

    [Fact]
    public async Task Rows_of_parents_and_children_stay_apart()
    {
        var trip = await RoundTripAsync(
            """
            CREATE TABLE parent (id int PRIMARY KEY, text text);
            CREATE TABLE other_parent (number int);
            CREATE TABLE child (id int, extra int UNIQUE, PRIMARY KEY (id)) INHERITS (parent, other_parent);
            CREATE TABLE grandchild (deep text) INHERITS (child);
            CREATE TABLE reference (id int PRIMARY KEY REFERENCES parent, child int REFERENCES child (extra));
            CREATE INDEX ON parent (text);
            """,
            """
            INSERT INTO parent SELECT n, repeat('x', 400) FROM generate_series(1, 1000) n;
            INSERT INTO other_parent VALUES (1);
            INSERT INTO child VALUES (1, 'child', 2, 3), (2, 'child', NULL, NULL);
            INSERT INTO grandchild VALUES (1, 'grandchild', 5, 6, 'deep');
            INSERT INTO reference VALUES (1, 3), (2, NULL);
            """);

        Assert.Equal(["child 2", "grandchild 1", "other_parent 1", "parent 1000", "reference 2"], trip.Check.Metadata.Statistics.Select(table => $"{table.Key} {table.Value}").Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_parent_is_restored_without_its_child()
    {
        var database = Make(
            "CREATE TABLE parent (id int PRIMARY KEY, text text); CREATE TABLE child (extra int) INHERITS (parent)",
            "INSERT INTO parent VALUES (1, 'a'); INSERT INTO child VALUES (2, 'b', 3)");
        var file = await BackUpAsync(database, AllBut("child"));
        database.Execute("UPDATE ONLY parent SET text = 'changed'; UPDATE child SET text = 'stays'");

        await RestoreAsync(database, file);

        Assert.Equal(["child: 2\tstays\t3", "parent: 1\ta"], database.Dump().Lines);
    }

    [Fact]
    public Task A_null_where_there_is_a_default_stays_null_and_an_identity_keeps_what_was_given()
        => RoundTripAsync(
            "CREATE TABLE t (id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY, a int DEFAULT 5, b text DEFAULT 'x' || random(), c timestamptz DEFAULT now())",
            "INSERT INTO t OVERRIDING SYSTEM VALUE VALUES (-5, NULL, NULL, NULL), (0, 0, '', 'infinity'), (99, DEFAULT, DEFAULT, DEFAULT)");
}
