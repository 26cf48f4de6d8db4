using Greenhouse.EfBackup.Specification;
using Xunit;

namespace Greenhouse.EfBackup.PostgreSql.Tests.Tables;

/// <summary>What holds rows and is not backed up is named.</summary>
public sealed class LeftOutTests : SqlTests
{
    [ServerFact(0, "postgres_fdw", "hstore")]
    public async Task Foreign_tables_materialized_views_and_tables_of_extensions_are_named()
    {
        var database = Make(
            """
            CREATE TABLE kept (id int PRIMARY KEY);
            CREATE VIEW looking AS SELECT id FROM kept;
            CREATE MATERIALIZED VIEW "Materialized" AS SELECT id FROM kept;
            CREATE SCHEMA other;
            CREATE TABLE other.of_extension (id int);
            INSERT INTO kept VALUES (1);
            """);
        // Neither the wrapper nor the extension is the owner's to make; the far end need not be there.
        database.ExecuteUnchecked("""
            CREATE EXTENSION postgres_fdw;
            CREATE EXTENSION hstore;
            CREATE SERVER far FOREIGN DATA WRAPPER postgres_fdw;
            CREATE FOREIGN TABLE other.distant (id int) SERVER far;
            ALTER EXTENSION hstore ADD TABLE other.of_extension;
            """);

        var file = await BackUpAsync(database);

        Assert.Equal(["kept"], Backups.Check(file).Metadata.Statistics.Keys);
        Assert.Equal(["Materialized", "other.distant", "other.of_extension"], Backups.Check(file).Metadata.LeftOut.Order(StringComparer.Ordinal));
        Assert.Equal(
            ["foreign table other.distant is not in the backup", "materialized view Materialized is not in the backup", "table of the extension hstore other.of_extension is not in the backup"],
            Backups.Warnings.Where(warning => warning.Code == "EFB1209").Select(warning => warning.Message).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_restore_touches_nothing_of_what_was_left_out()
    {
        var database = Make("CREATE TABLE kept (id int PRIMARY KEY); INSERT INTO kept VALUES (1); CREATE MATERIALIZED VIEW materialized AS SELECT id FROM kept");
        var file = await BackUpAsync(database);
        database.Execute("INSERT INTO kept VALUES (2); REFRESH MATERIALIZED VIEW materialized");

        await RestoreAsync(database, file);

        Assert.Equal(["1"], database.Query("SELECT id::text FROM kept"));
        Assert.Equal(["1", "2"], database.Query("SELECT id::text FROM materialized ORDER BY id"));
    }

    [Fact]
    public async Task Large_objects_are_named_and_columns_hold_their_numbers()
    {
        var database = Make("CREATE TABLE t (id int PRIMARY KEY, content oid)", "INSERT INTO t VALUES (1, lo_from_bytea(4711, 'content'))");

        var file = await BackUpAsync(database);

        Assert.Equal(["""{"id":1,"content":4711}"""], RowsOf(file, "t"));
        Assert.Equal(["pg_largeobject"], Backups.Check(file).Metadata.LeftOut);
        Assert.Contains(Backups.Warnings, warning => warning.Code == "EFB1209" && warning.Message.Contains("pg_largeobject", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_database_without_large_objects_is_not_told_of_them()
    {
        var file = await BackUpAsync(Make("CREATE TABLE t (id int PRIMARY KEY)"));

        Assert.Empty(Backups.Check(file).Metadata.LeftOut);
        Assert.Empty(Backups.Warnings);
    }
}
