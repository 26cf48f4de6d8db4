using Greenhouse.EfBackup.Schema;
using Greenhouse.EfBackup.Specification;
using Xunit;

namespace Greenhouse.EfBackup.Sqlite.Tests;

/// <summary>Dangling rows of tables in which SQLite does not find a row by its row id.</summary>
public sealed class DanglingRowsTests : Specification<SqliteFixture>
{
    private const string Principal = "CREATE TABLE P (Id INTEGER PRIMARY KEY);";

    [Theory]
    [InlineData("CREATE TABLE T (A TEXT PRIMARY KEY, B INTEGER REFERENCES P) WITHOUT ROWID; INSERT INTO T VALUES ('x', 1), ('y', 2)", "T (B) -> P: 2 rows")]
    [InlineData("CREATE TABLE T (rowid TEXT, B INTEGER REFERENCES P); INSERT INTO T VALUES ('x', 1), ('y', 2), ('z', NULL)", "T (B) -> P: 2 rows")]
    [InlineData("CREATE TABLE T (A INTEGER PRIMARY KEY, B REFERENCES Nowhere (Id)); INSERT INTO T VALUES (7, 8)", "T (B) -> Nowhere: 1 row, such as A=7, B=8")]
    [InlineData("CREATE TABLE T (A INTEGER PRIMARY KEY, B INTEGER REFERENCES P, C INTEGER REFERENCES P); INSERT INTO T VALUES (1, 5, NULL)", "T (B) -> P: 1 row, such as A=1, B=5")]
    public async Task Dangling_rows_are_counted_wherever_they_are(string sql, string expected)
    {
        var database = Fixture.CreateDatabase();
        database.ExecuteUnchecked(Principal + sql);

        var refused = await RefusedAsync("EFB1204", () => BackUpAsync<EmptyContext>(database, TableSelection.Everything));

        Assert.StartsWith(expected, Assert.Single(refused.Details), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_foreign_key_that_SQLite_itself_refuses_is_an_error_that_names_the_tables()
    {
        var database = Fixture.CreateDatabase();
        database.ExecuteUnchecked("CREATE TABLE P (Id INTEGER, Code TEXT); CREATE TABLE T (A INTEGER PRIMARY KEY, B TEXT REFERENCES P (Code)); INSERT INTO P VALUES (1, 'x'); INSERT INTO T VALUES (1, 'x')");

        var refused = await RefusedAsync("EFB1203", () => BackUpAsync<EmptyContext>(database, TableSelection.Everything));

        Assert.Contains("foreign key mismatch - \"T\" referencing \"P\"", refused.Message, StringComparison.Ordinal);
    }
}
