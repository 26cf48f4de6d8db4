using Xunit;

namespace Greenhouse.EfBackup.PostgreSql.Tests.Tables;

/// <summary>Tables outside of the backup that reference one inside: with rows they stop a restore, without any they don't.</summary>
public sealed class OutsideTests : SqlTests
{
    private const string Inside = """
        CREATE TABLE inside (id int PRIMARY KEY, code text, parent int REFERENCES inside, text text);
        CREATE UNIQUE INDEX by_code ON inside (code);
        CREATE INDEX by_text ON inside (text);
        COMMENT ON INDEX by_text IS 'comment';
        """;

    private const string Rows = "INSERT INTO inside SELECT n, 'code ' || n, NULLIF(n - 1, 0), repeat('x', 300) FROM generate_series(1, 2000) n";

    [Theory]
    [InlineData("CREATE TABLE outside (id int REFERENCES inside)")]
    [InlineData("CREATE TABLE outside (id int REFERENCES inside DEFERRABLE INITIALLY DEFERRED)")]
    [InlineData("CREATE TABLE outside (id int REFERENCES inside ON DELETE CASCADE ON UPDATE CASCADE)")]
    [InlineData("CREATE TABLE outside (id int REFERENCES inside ON DELETE SET DEFAULT DEFERRABLE INITIALLY DEFERRED)")]
    [InlineData("CREATE TABLE outside (code text REFERENCES inside (code))")]
    [InlineData("CREATE TABLE outside (id int REFERENCES inside) PARTITION BY HASH (id); CREATE TABLE part PARTITION OF outside FOR VALUES WITH (MODULUS 1, REMAINDER 0)")]
    [InlineData("CREATE TABLE outside (id int REFERENCES inside); CREATE TABLE more (id int REFERENCES inside DEFERRABLE INITIALLY DEFERRED)")]
    public async Task Empty_ones_do_not_hinder(string outside)
    {
        var database = Make(Inside + outside, Rows);
        var (before, schema) = (database.Dump(), database.Schema());
        var file = await BackUpAsync(database, new Schema.TableSelection(["inside"], [], AllTables: false));

        database.Execute("UPDATE inside SET text = NULL WHERE id < 10; INSERT INTO inside VALUES (5000, 'new', 5000, 'new')");
        await RestoreAsync(database, file);

        before.AssertSame(database.Dump());
        Assert.Equal(schema, database.Schema());
    }

    [Fact]
    public async Task An_empty_one_that_references_a_partitioned_table_or_a_single_partition_does_not_hinder()
    {
        var database = Make(
            """
            CREATE TABLE root (id int PRIMARY KEY, text text) PARTITION BY RANGE (id);
            CREATE TABLE low PARTITION OF root FOR VALUES FROM (MINVALUE) TO (100);
            CREATE TABLE high PARTITION OF root FOR VALUES FROM (100) TO (MAXVALUE);
            CREATE TABLE outside (id int REFERENCES root, low int REFERENCES low);
            """,
            "INSERT INTO root VALUES (1, 'a'), (100, 'b')");
        var (before, schema) = (database.Dump(), database.Schema());
        var file = await BackUpAsync(database, AllBut("outside"));

        database.Execute("UPDATE root SET text = 'changed'");
        await RestoreAsync(database, file);

        before.AssertSame(database.Dump());
        Assert.Equal(schema, database.Schema());
    }

    [Theory]
    [InlineData("CREATE TABLE outside (id int REFERENCES inside ON DELETE CASCADE)", "outside (1 rows) references inside")]
    [InlineData("CREATE SCHEMA other; CREATE TABLE other.outside (id text REFERENCES inside (code) ON DELETE SET NULL)", "other.outside (1 rows) references inside")]
    [InlineData("CREATE TABLE outside (id int) PARTITION BY LIST (id); CREATE TABLE part PARTITION OF outside DEFAULT; ALTER TABLE part ADD FOREIGN KEY (id) REFERENCES inside", "outside (1 rows) references inside")]
    [InlineData("CREATE TABLE outside (id int); CREATE TABLE child () INHERITS (outside); ALTER TABLE outside ADD FOREIGN KEY (id) REFERENCES inside", "outside (1 rows) references inside")]
    [InlineData("CREATE TABLE outside (id int); ALTER TABLE outside ADD FOREIGN KEY (id) REFERENCES inside NOT VALID", "outside (1 rows) references inside")]
    public async Task One_with_rows_is_refused_by_name(string outside, string expected)
    {
        var database = Make(Inside + outside, Rows);
        var file = await BackUpAsync(database, new Schema.TableSelection(["inside"], [], AllTables: false));
        var name = expected.Split(' ')[0];
        database.Execute($"INSERT INTO {name} VALUES ({(name.StartsWith("other", StringComparison.Ordinal) ? "'code 1'" : "1")})");

        var refused = await RefusedRestoreAsync("EFB1402", database, file);

        Assert.Equal([expected], refused.Details);
    }

    [Fact]
    public async Task A_foreign_key_to_a_table_outside_is_checked_against_the_rows_that_are_there()
    {
        var schema = "CREATE TABLE outside (id int PRIMARY KEY); CREATE TABLE inside (id int PRIMARY KEY, outside int REFERENCES outside ON DELETE CASCADE)";
        var file = await BackUpAsync(Make(schema, "INSERT INTO outside VALUES (1), (2); INSERT INTO inside VALUES (1, 1), (2, 2)"), AllBut("outside"));
        var (fits, lacks) = (Make(schema, "INSERT INTO outside VALUES (1), (2), (3)"), Make(schema, "INSERT INTO outside VALUES (1)"));

        await RestoreAsync(fits, file);
        var refused = await RefusedRestoreAsync("EFB1503", lacks, file);

        Assert.Equal(["inside: 1\t1", "inside: 2\t2", "outside: 1", "outside: 2", "outside: 3"], fits.Dump().Lines);
        Assert.StartsWith("inside (outside) -> outside: 1 row", Assert.Single(refused.Details), StringComparison.Ordinal);
    }
}
