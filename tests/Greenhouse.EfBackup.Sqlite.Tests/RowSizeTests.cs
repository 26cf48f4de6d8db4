using Greenhouse.EfBackup.Specification;
using Xunit;

namespace Greenhouse.EfBackup.Sqlite.Tests;

/// <summary>Rows travel from the thread that finds them to the one that writes them in blocks that never grow.</summary>
public sealed class RowSizeTests : Specification<SqliteFixture>
{
    private const string Schema = "CREATE TABLE Pieces (Id INTEGER PRIMARY KEY, A TEXT, B BLOB, C TEXT, D REAL)";

    /// <summary>Rows of a few bytes, rows that nearly fill a block, and values that fit into none; of each kind alone, one after the other, and at the end.</summary>
    [Theory]
    [InlineData("i % 7 = 0", 40_000)]
    [InlineData("i % 1000 = 999", 40_000)]
    [InlineData("i < 30", 20_000)]
    [InlineData("i > 19970", 20_000)]
    [InlineData("1", 60)]
    public async Task Rows_of_every_size_come_whole_and_in_order(string large, int rows)
    {
        var (source, target) = (Fixture.CreateDatabase(), Fixture.CreateDatabase());
        target.Execute(Schema);
        var size = rows > 30_000 ? 700 : 1;
        source.Execute($"""
            {Schema};
            WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {rows})
            INSERT INTO Pieces SELECT i,
              CASE WHEN {large} THEN hex(zeroblob((130000 + i % 3 * 70000) / {size})) || i ELSE 'a' || i END,
              CASE WHEN {large} AND i % 2 THEN zeroblob(260000 / {size} + i % 5) || CAST(i AS BLOB) ELSE CAST(i AS BLOB) END,
              CASE i % 3 WHEN 0 THEN NULL WHEN 1 THEN '' ELSE 'ü"' || i END, i / 7.0 FROM n
            """);

        var file = await BackUpAsync<EmptyContext>(source, EfBackup.Schema.TableSelection.Everything);
        await RestoreAsync<EmptyContext>(target, file);

        const string Everything = "SELECT Id || A || hex(B) || typeof(B) || coalesce(C, 'null') || D FROM Pieces ORDER BY Id";
        Assert.Equal(rows, target.Query("SELECT Id FROM Pieces").Count);
        Assert.True(source.Query(Everything).SequenceEqual(target.Query(Everything)));
    }
}
