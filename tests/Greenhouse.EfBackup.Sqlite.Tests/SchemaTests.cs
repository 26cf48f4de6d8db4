using Greenhouse.EfBackup.Schema;
using Greenhouse.EfBackup.Specification;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Greenhouse.EfBackup.Sqlite.Tests;

/// <summary>Tables as only SQLite has them, backed up whether an entity maps them or not.</summary>
public sealed class SchemaTests : Specification<SqliteFixture>
{
    private static readonly TableSelection _all = TableSelection.Everything;

    [Theory]
    [InlineData("CREATE TABLE T (A TEXT, B INTEGER, C, PRIMARY KEY (A, B)) WITHOUT ROWID", "INSERT INTO T VALUES ('a', 1, 1.5), ('a', 2, x'00'), ('', -1, NULL)")]
    [InlineData("CREATE TABLE T (A INTEGER PRIMARY KEY, B INT, C REAL, D TEXT, E BLOB, F ANY) STRICT", "INSERT INTO T VALUES (1, 1, 2, '3', x'04', '5'), (2, NULL, NULL, NULL, NULL, 6), (3, 1, -0.0, '', x'', 7.0), (4, 0, 1e300, 'x', x'00', x'ff')")]
    [InlineData("CREATE TABLE T (A, B AS (A * 2) VIRTUAL, C AS (A || 'x') STORED, D)", "INSERT INTO T (A, D) VALUES (1, 2), ('3', 4), (NULL, NULL)")]
    [InlineData("CREATE TABLE T (A INTEGER PRIMARY KEY DESC, B)", "INSERT INTO T VALUES (5, 1), (-5, 2)")]
    [InlineData("CREATE TABLE T (A INT PRIMARY KEY, B)", "INSERT INTO T VALUES ('five', 1), (5, 2), (NULL, 3), (NULL, 4)")]
    [InlineData("CREATE TABLE T (A ANY, B VARYING, C \"strange type\"(1,2), D)", "INSERT INTO T VALUES ('1', '1', '1', '1'), (1.0, 1.0, 1.0, 1.0), (x'31', x'31', x'31', x'31')")]
    [InlineData("CREATE TABLE T (A TEXT COLLATE NOCASE PRIMARY KEY, B TEXT COLLATE RTRIM UNIQUE)", "INSERT INTO T VALUES ('b', 'x'), ('A', 'y'), ('C', 'z ')")]
    [InlineData("CREATE TABLE T (A TEXT, B TEXT, UNIQUE (A, B) ON CONFLICT ABORT, CHECK (length(A) < 5))", "INSERT INTO T VALUES ('a', NULL), ('a', NULL), (NULL, NULL)")]
    [InlineData("CREATE TABLE T (\"é\" TEXT, \"É\" TEXT)", "INSERT INTO T VALUES ('small', 'large')")]
    [InlineData("CREATE TABLE T (A); CREATE TABLE \"ä\" (A); CREATE TABLE \"Ä\" (B)", "INSERT INTO T VALUES (1); INSERT INTO \"ä\" VALUES ('small'); INSERT INTO \"Ä\" VALUES ('large')")]
    [InlineData("CREATE TABLE T (A DEFAULT (1 + 1) NOT NULL, B DEFAULT CURRENT_TIMESTAMP, C DEFAULT 'it''s')", "INSERT INTO T VALUES (1, NULL, NULL); INSERT INTO T DEFAULT VALUES")]
    [InlineData("CREATE TABLE P (X, Y, UNIQUE (X, Y)); CREATE TABLE T (A INTEGER PRIMARY KEY, B, C, FOREIGN KEY (B, C) REFERENCES P (X, Y) DEFERRABLE INITIALLY DEFERRED)", "INSERT INTO P VALUES (1, 2); INSERT INTO T VALUES (1, 1, 2), (2, 1, NULL)")]
    [InlineData("CREATE TABLE T (A INTEGER PRIMARY KEY, B REFERENCES Nowhere (Id))", "INSERT INTO T VALUES (1, NULL), (2, NULL)")]
    [InlineData("CREATE TABLE T (rowid TEXT, oid TEXT, _rowid_ INTEGER, PRIMARY KEY (_rowid_))", "INSERT INTO T VALUES ('b', 'c', 2), ('a', NULL, 1)")]
    [InlineData("CREATE TABLE P (Id INTEGER PRIMARY KEY, Code TEXT); CREATE UNIQUE INDEX PCode ON P (Code); CREATE TABLE T (A INTEGER PRIMARY KEY, B TEXT REFERENCES P (Code))", "INSERT INTO P VALUES (1, 'x'); INSERT INTO T VALUES (1, 'x'), (2, NULL)")]
    public async Task Tables_as_only_SQLite_has_them_come_back(string schema, string rows)
    {
        var (source, target) = (Fixture.CreateDatabase(), Fixture.CreateDatabase());
        source.ExecuteUnchecked($"{schema}; {rows}");
        target.Execute(schema);
        var (before, definitions) = (source.Dump(), source.Schema());

        var file = await BackUpAsync<EmptyContext>(source, _all);
        source.ExecuteUnchecked("DELETE FROM T");
        await RestoreAsync<EmptyContext>(source, file);
        await RestoreAsync<EmptyContext>(target, file);

        before.AssertSame(source.Dump());
        before.AssertSame(target.Dump());
        Assert.Equal(definitions, source.Schema());
        Assert.Equal(Backups.Check(file).Tables, Backups.Check(await BackUpAsync<EmptyContext>(target, _all)).Tables);
    }

    [Fact]
    public async Task Indexes_of_every_kind_and_their_statistics_are_kept_when_a_large_table_is_loaded()
    {
        var database = Fixture.CreateDatabase();
        database.Execute("""
            CREATE TABLE Big (Id INTEGER PRIMARY KEY, Name TEXT NOT NULL, Flag INTEGER, Code TEXT UNIQUE);
            CREATE INDEX Plain ON Big (Name DESC, Flag);
            CREATE UNIQUE INDEX "odd ""name" ON Big (Id, Name COLLATE NOCASE);
            CREATE INDEX Partial ON Big (Flag) WHERE Flag IS NOT NULL AND Name <> 'it''s; not';
            CREATE INDEX Expression ON Big (length(Name), lower(Name) || 'x');
            WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 20000)
            INSERT INTO Big SELECT i, 'name of row ' || (i * 7919 % 20011), CASE i % 3 WHEN 0 THEN i END, 'code' || i FROM n;
            ANALYZE;
            CREATE TABLE Kept AS SELECT tbl, idx, stat FROM sqlite_stat1;
            """);
        var (before, schema) = (database.Dump(), database.Schema());

        var file = await BackUpAsync<EmptyContext>(database, _all);
        database.Execute("DELETE FROM Big WHERE Id % 2 = 0");
        await RestoreAsync<EmptyContext>(database, file);

        Assert.True(new FileInfo(file).Length > 4 * 256 << 10);
        before.AssertSame(database.Dump());
        Assert.Equal(schema, database.Schema());
        Assert.Equal(["ok"], database.Query("PRAGMA integrity_check"));
        Assert.Equal(["0"], database.Query("SELECT count(*) || '' FROM (SELECT tbl, idx, stat FROM Kept EXCEPT SELECT tbl, idx, stat FROM sqlite_stat1)"));
        Assert.Equal(["0"], database.Query("SELECT count(*) || '' FROM (SELECT tbl, idx, stat FROM sqlite_stat1 EXCEPT SELECT tbl, idx, stat FROM Kept)"));
    }

    [Fact]
    public async Task A_unique_index_that_a_large_table_violates_leaves_everything_as_it_was()
    {
        const string Table = "CREATE TABLE Big (Id INTEGER PRIMARY KEY, Name TEXT);";
        const string Rows = "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 20000) INSERT INTO Big SELECT i, 'name of row ' || (i / 2) FROM n;";
        var (source, target) = (Fixture.CreateDatabase(), Fixture.CreateDatabase());
        source.Execute(Table + Rows);
        target.Execute(Table + "CREATE INDEX First ON Big (Name); CREATE UNIQUE INDEX Once ON Big (Name); INSERT INTO Big VALUES (1, 'old')");
        var file = await BackUpAsync<EmptyContext>(source, _all);
        var (before, schema) = (target.Dump(), target.Schema());

        var refused = await Assert.ThrowsAsync<EfBackupException>(() => RestoreAsync<EmptyContext>(target, file));

        Assert.Contains("UNIQUE", refused.Message, StringComparison.Ordinal);
        before.AssertSame(target.Dump());
        Assert.Equal(schema, target.Schema());
    }

    [Fact]
    public async Task Triggers_do_not_fire_and_are_still_there()
    {
        var database = Fixture.CreateDatabase();
        database.Execute("""
            CREATE TABLE T (Id INTEGER PRIMARY KEY, Name TEXT);
            CREATE TABLE Log (Text TEXT);
            INSERT INTO T VALUES (1, 'a'), (2, 'b');
            CREATE TRIGGER Inserted AFTER INSERT ON T BEGIN INSERT INTO Log VALUES ('inserted'); END;
            CREATE TRIGGER Deleted BEFORE DELETE ON T BEGIN INSERT INTO Log VALUES ('deleted'); SELECT RAISE(ABORT, 'never'); END;
            """);
        var (before, schema) = (database.Dump(), database.Schema());
        var file = await BackUpAsync<EmptyContext>(database, new TableSelection(["T"], [], AllTables: false));

        await RestoreAsync<EmptyContext>(database, file);

        before.AssertSame(database.Dump());
        Assert.Equal(schema, database.Schema());
        database.Execute("INSERT INTO T VALUES (3, 'c')");
        Assert.Single(database.Dump().Tables["Log"]);
    }

    [Fact]
    public async Task A_virtual_table_is_left_out_with_its_shadows_and_named()
    {
        var database = Fixture.CreateDatabase();
        database.Execute("CREATE TABLE T (A); INSERT INTO T VALUES (1); CREATE VIRTUAL TABLE Search USING fts5(body); INSERT INTO Search VALUES ('words')");
        await using var context = database.Open<EmptyContext>();

        var result = await Backups.CreateAsync(context, _all);

        Assert.Equal(["Search"], result.LeftOut);
        Assert.Equal(["T"], Backups.Check(result.File!).Metadata.Statistics.Keys);
        Assert.Contains(Backups.Warnings, warning => warning.Code == "EFB1209" && warning.Message.Contains("Search", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Replace_on_conflict_that_swallows_rows_is_noticed()
    {
        var (source, target) = (Fixture.CreateDatabase(), Fixture.CreateDatabase());
        source.Execute("CREATE TABLE T (A INTEGER PRIMARY KEY, B TEXT); INSERT INTO T VALUES (1, 'x'), (2, 'x')");
        target.Execute("CREATE TABLE T (A INTEGER PRIMARY KEY, B TEXT UNIQUE ON CONFLICT REPLACE); INSERT INTO T VALUES (9, 'old')");
        var file = await BackUpAsync<EmptyContext>(source, _all);
        var before = target.Dump();

        await RefusedAsync("EFB1505", () => RestoreAsync<EmptyContext>(target, file));

        before.AssertSame(target.Dump());
    }
}

/// <summary>Maps nothing.</summary>
internal sealed class EmptyContext(DbContextOptions<EmptyContext> options) : DbContext(options);
