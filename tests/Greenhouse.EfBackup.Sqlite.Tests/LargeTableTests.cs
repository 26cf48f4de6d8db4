using Greenhouse.EfBackup.Specification;
using Xunit;

namespace Greenhouse.EfBackup.Sqlite.Tests;

/// <summary>Tables whose indexes are built after their rows.</summary>
public sealed class LargeTableTests : Specification<SqliteFixture>
{
    [Fact]
    public async Task Rows_that_a_unique_index_of_the_target_refuses_are_said_to_be_refused_and_change_nothing()
    {
        const string Schema = "CREATE TABLE Words (Id INTEGER PRIMARY KEY, Word TEXT)";
        var (loose, strict) = (Fixture.CreateDatabase(), Fixture.CreateDatabase());
        loose.Execute($"{Schema}; WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 20000) INSERT INTO Words SELECT i, 'the same word in every row' FROM n");
        strict.Execute($"{Schema}; CREATE UNIQUE INDEX OneWord ON Words (Word); INSERT INTO Words VALUES (1, 'kept')");
        var file = await BackUpAsync<EmptyContext>(loose, EfBackup.Schema.TableSelection.Everything);

        var refusal = await Assert.ThrowsAsync<EfBackupException>(() => RestoreAsync<EmptyContext>(strict, file));

        Assert.Equal("EFB1504", refusal.Code);
        Assert.Contains("Words.Word", refusal.Message, StringComparison.Ordinal);
        Assert.Equal(["kept"], strict.Query("SELECT Word FROM Words"));
        Assert.Equal(["OneWord"], strict.Query("SELECT name FROM sqlite_master WHERE type = 'index'"));
    }
}
