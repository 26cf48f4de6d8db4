using Greenhouse.EfBackup.Schema;
using Greenhouse.EfBackup.Specification;
using Xunit;

namespace Greenhouse.EfBackup.Sqlite.Tests;

/// <summary>Foreign keys that are followed while the rows are read, and those that SQLite follows: its columns hold whatever is put into them.</summary>
public sealed class KeyWatchTests : Specification<SqliteFixture>
{
    [Theory]
    [InlineData("INTEGER PRIMARY KEY", "INTEGER", "1, 2, 3", "1, 3, NULL", 0)]
    [InlineData("INTEGER PRIMARY KEY", "INTEGER", "1, 2, 3", "1, 4, NULL", 1)]
    [InlineData("INTEGER PRIMARY KEY", "INTEGER", "1, 3", "2, 2, 1", 2)]
    [InlineData("INTEGER PRIMARY KEY", "INTEGER", "-5, 5", "-6, 6, 0", 3)]
    [InlineData("INTEGER PRIMARY KEY", "INTEGER", "-9223372036854775808, 9223372036854775807", "-9223372036854775808, 9223372036854775807, 0", 1)]
    [InlineData("INTEGER PRIMARY KEY", "INTEGER", "1, 1000000000000", "1, 1000000000000, 7", 1)]
    [InlineData("INTEGER PRIMARY KEY", "INTEGER", "", "1", 1)]
    [InlineData("INTEGER PRIMARY KEY", "INTEGER", "", "NULL", 0)]
    [InlineData("INTEGER PRIMARY KEY", "INT", "1, 2", "'1', '2', 2.0", 0)]
    [InlineData("INTEGER PRIMARY KEY", "INTEGER", "1, 2", "1, 2.5", 1)]
    [InlineData("INTEGER PRIMARY KEY", "INTEGER", "1, 2", "'x', x'31'", 2)]
    [InlineData("INT PRIMARY KEY", "INTEGER", "1, 2.5, 'x', x'31'", "1, 2.5, 'x', x'31'", 0)]
    [InlineData("INT PRIMARY KEY", "INTEGER", "1, 2.5, 'x'", "1, 2.5, 'y', 2", 2)]
    [InlineData("INT PRIMARY KEY", "INTEGER", "1, 1.5, 3", "1, 3, 2", 1)]
    [InlineData("NUMERIC PRIMARY KEY", "NUMERIC", "1, 2.5", "1, 2.5, 3", 1)]
    public async Task Keys_that_lead_nowhere_are_found_and_counted(string principal, string type, string keys, string references, int dangling)
    {
        var database = Fixture.CreateDatabase();
        database.ExecuteUnchecked($"CREATE TABLE P (Id {principal}); CREATE TABLE C (N INTEGER PRIMARY KEY, p_id {type}, FOREIGN KEY (P_ID) REFERENCES p (ID)); {Rows("P (Id)", keys)} {Rows("C (p_id)", references)}");

        Task<string> BackUp() => BackUpAsync<EmptyContext>(database, TableSelection.Everything);

        if (dangling == 0)
        {
            Assert.NotEmpty(Backups.Check(await BackUp()).Tables);
            return;
        }

        var refused = await RefusedAsync("EFB1204", BackUp);
        Assert.Matches($"^C \\(p_id\\) -> p: {dangling} row", Assert.Single(refused.Details));
        Assert.Empty(Backups.Files);
    }

    [Fact]
    public async Task Keys_of_one_table_and_of_a_table_to_itself_are_told_apart()
    {
        var database = Fixture.CreateDatabase();
        database.ExecuteUnchecked("CREATE TABLE P (Id INTEGER PRIMARY KEY); CREATE TABLE C (Id INTEGER PRIMARY KEY REFERENCES C, A INTEGER REFERENCES P, B INTEGER REFERENCES P); INSERT INTO P VALUES (1), (2); INSERT INTO C VALUES (10, 1, 2), (11, 2, 3), (12, NULL, NULL)");

        var refused = await RefusedAsync("EFB1204", () => BackUpAsync<EmptyContext>(database, TableSelection.Everything));

        Assert.Equal(["C (B) -> P: 1 row, such as Id=11, B=3"], refused.Details);
    }

    private static string Rows(string table, string values) => values.Length == 0 ? "" : $"INSERT INTO {table} VALUES ({values.Replace(", ", "), (", StringComparison.Ordinal)});";
}
