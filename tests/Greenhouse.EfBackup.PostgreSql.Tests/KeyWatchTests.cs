using Greenhouse.EfBackup.Schema;
using Greenhouse.EfBackup.Specification;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Greenhouse.EfBackup.PostgreSql.Tests;

/// <summary>Foreign keys that are followed while the rows are read, and those that the server follows.</summary>
public sealed class KeyWatchTests : Specification<PostgreSqlFixture>
{
    [Theory]
    [InlineData("int", "1, 2, 3", "1, 3, NULL", 0)]
    [InlineData("int", "1, 2, 3", "1, 4, NULL", 1)]
    [InlineData("int", "1, 3", "2, 2, 1", 2)]
    [InlineData("int", "-5, 5", "-6, 6, 0", 3)]
    [InlineData("smallint", "-32768, 32767", "-32768, 32767, 0", 1)]
    [InlineData("bigint", "-9223372036854775808, 9223372036854775807", "-9223372036854775808, 9223372036854775807, 0", 1)]
    [InlineData("bigint", "1, 1000000000000", "1, 1000000000000, 7", 1)]
    [InlineData("int", "", "1", 1)]
    [InlineData("int", "", "NULL", 0)]
    [InlineData("numeric", "1, 2", "1.0, 2.5", 1)]
    [InlineData("text", "1, 2", "1, 3", 1)]
    public async Task Keys_that_lead_nowhere_are_found_and_counted(string type, string keys, string references, int dangling)
    {
        var database = Fixture.CreateDatabase();
        database.Execute($"CREATE TABLE p (id {type} PRIMARY KEY); CREATE TABLE c (n int PRIMARY KEY, p_id {type} REFERENCES p);");
        database.ExecuteUnchecked($"""
            INSERT INTO p {Rows(keys, type)};
            INSERT INTO c SELECT row_number() OVER (), v FROM ({Rows(references, type)}) AS r (v);
            """);

        Task<string> BackUp() => BackUpAsync<EmptyContext>(database, TableSelection.Everything);

        if (dangling == 0)
        {
            Assert.NotEmpty(Backups.Check(await BackUp()).Tables);
            return;
        }

        var refused = await RefusedAsync("EFB1204", BackUp);
        Assert.StartsWith($"c (p_id) -> p: {dangling} row", Assert.Single(refused.Details), StringComparison.Ordinal);
        Assert.Empty(Backups.Files);
    }

    [Fact]
    public async Task Keys_of_integers_of_two_widths_and_several_columns_of_one_table_are_told_apart()
    {
        var database = Fixture.CreateDatabase();
        database.Execute("CREATE TABLE p (id int PRIMARY KEY); CREATE TABLE c (id bigint PRIMARY KEY REFERENCES c, a bigint REFERENCES p, b smallint REFERENCES p);");
        database.ExecuteUnchecked("INSERT INTO p VALUES (1), (2); INSERT INTO c VALUES (10, 1, 2), (11, 2, 3), (12, NULL, NULL);");

        var refused = await RefusedAsync("EFB1204", () => BackUpAsync<EmptyContext>(database, TableSelection.Everything));

        Assert.Equal(["c (b) -> p: 1 row, such as id=11, b=3"], refused.Details);
    }

    private static string Rows(string values, string type)
        => values.Length == 0 ? $"SELECT NULL::{type} WHERE false" : string.Join(" UNION ALL ", values.Split(", ").Select(value => $"SELECT {(value == "NULL" ? value : $"'{value}'")}::{type}"));

    internal sealed class EmptyContext(DbContextOptions<EmptyContext> options) : DbContext(options);
}
