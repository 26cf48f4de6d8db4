using Greenhouse.EfBackup.Restore;
using Greenhouse.EfBackup.Schema;
using Greenhouse.EfBackup.Specification;
using Xunit;

namespace Greenhouse.EfBackup.Sqlite.Tests;

/// <summary>What only SQLite's tables have, when rows are merged into them.</summary>
public sealed class MergeIntoTablesTests : Specification<SqliteFixture>
{
    [Theory]
    [InlineData("CREATE TABLE T (A TEXT, B INTEGER, C, PRIMARY KEY (A, B)) WITHOUT ROWID", "('a', 1, 1.5), ('a', 2, x'00'), ('b', 1, 'x')", "DELETE FROM T WHERE B = 2; UPDATE T SET C = 2.5 WHERE A = 'b'", 1, 1, 1)]
    [InlineData("CREATE TABLE T (A INTEGER PRIMARY KEY DESC, B)", "(5, 1), (-5, 2)", "DELETE FROM T WHERE A = 5", 1, 0, 1)]
    [InlineData("CREATE TABLE T (A INTEGER PRIMARY KEY, B, C)", "(1, 1, 'x'), (2, 1.0, 'x'), (3, '1', 'x'), (4, x'31', 'x'), (5, NULL, 'x')", "UPDATE T SET B = 1.0 WHERE A = 1; UPDATE T SET B = x'31' WHERE A = 3; UPDATE T SET B = '' WHERE A = 5", 0, 3, 2)]
    [InlineData("CREATE TABLE T (A INTEGER PRIMARY KEY, B TEXT COLLATE NOCASE)", "(1, 'x'), (2, 'y')", "UPDATE T SET B = 'X' WHERE A = 1", 0, 1, 1)]
    [InlineData("CREATE TABLE T (A TEXT COLLATE NOCASE PRIMARY KEY, B)", "('x', 1), ('y', 2)", "UPDATE T SET A = 'X' WHERE B = 1", 0, 1, 1)]
    [InlineData("CREATE TABLE T (A INTEGER PRIMARY KEY, B NUMERIC, C REAL, D TEXT)", "(1, 1.5, 2, 3), (2, '7', 1e300, 'x')", "UPDATE T SET C = 2.5 WHERE A = 1", 0, 1, 1)]
    [InlineData("CREATE TABLE T (A INTEGER PRIMARY KEY AUTOINCREMENT)", "(1), (2)", "DELETE FROM T WHERE A = 1", 1, 0, 1)]
    public async Task Rows_are_found_and_compared_as_they_are_stored(string schema, string rows, string change, int inserted, int updated, int unchanged)
    {
        var database = Fixture.CreateDatabase();
        database.Execute($"{schema}; INSERT INTO T VALUES {rows}");
        var (before, definitions) = (database.Dump(), database.Schema());
        var file = await BackUpAsync<EmptyContext>(database, TableSelection.Everything);
        database.Execute(change);

        var result = await RestoreAsync<EmptyContext>(database, file, Backups.Options(TableSelection.Everything) with { Mode = RestoreMode.Merge });

        Assert.Equal((inserted, updated, unchanged), ((int)result.Tables[0].Inserted!, (int)result.Tables[0].Updated!, (int)result.Tables[0].Unchanged!));
        before.AssertSame(database.Dump());
        Assert.Equal(definitions, database.Schema());
    }

    [Fact]
    public async Task A_dry_run_keeps_nobody_from_writing_ahead()
    {
        var database = Fixture.CreateDatabase();
        database.Execute("CREATE TABLE T (A INTEGER PRIMARY KEY, B); INSERT INTO T VALUES (1, 'x'), (2, 'y')");
        database.Execute("PRAGMA journal_mode = WAL");
        var file = await BackUpAsync<EmptyContext>(database, TableSelection.Everything);
        var written = false;
        Backups.Listener = said => written |= said is Protocol.NoteEvent && database.TryExecute("UPDATE T SET B = 'later'");

        var result = await RestoreAsync<EmptyContext>(database, file, Backups.Options(TableSelection.Everything, dryRun: true) with { Mode = RestoreMode.Merge });

        Assert.Equal((true, 2L), (written, result.Tables[0].Unchanged));
    }

    [Fact]
    public async Task A_table_that_deletes_rows_by_itself_is_seen()
    {
        var source = Fixture.CreateDatabase();
        source.Execute("CREATE TABLE T (A INTEGER PRIMARY KEY, B UNIQUE ON CONFLICT REPLACE); INSERT INTO T VALUES (1, 'x')");
        var file = await BackUpAsync<EmptyContext>(source, TableSelection.Everything);
        source.Execute("UPDATE T SET A = 2");
        var before = source.Dump();

        await RefusedAsync("EFB1505", () => RestoreAsync<EmptyContext>(source, file, Backups.Options(TableSelection.Everything) with { Mode = RestoreMode.Merge }));

        before.AssertSame(source.Dump());
    }

    [Fact]
    public async Task More_rows_than_one_statement_takes_are_counted_one_by_one()
    {
        var database = Fixture.CreateDatabase();
        database.Execute("CREATE TABLE T (A INTEGER PRIMARY KEY, B TEXT); WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1000) INSERT INTO T SELECT i, 'row ' || i FROM n");
        var before = database.Dump();
        var file = await BackUpAsync<EmptyContext>(database, TableSelection.Everything);
        database.Execute("DELETE FROM T WHERE A % 10 = 0; UPDATE T SET B = 'changed' WHERE A % 10 = 1");

        var result = await RestoreAsync<EmptyContext>(database, file, Backups.Options(TableSelection.Everything) with { Mode = RestoreMode.Merge });

        Assert.Equal((100, 100, 800), ((int)result.Tables[0].Inserted!, (int)result.Tables[0].Updated!, (int)result.Tables[0].Unchanged!));
        before.AssertSame(database.Dump());
    }
}
