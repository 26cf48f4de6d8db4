using Greenhouse.EfBackup.Protocol;
using Greenhouse.EfBackup.Specification;
using Microsoft.Data.Sqlite;
using Xunit;
using Shop = Greenhouse.EfBackup.Specification.ShopModel;

namespace Greenhouse.EfBackup.Sqlite.Tests;

/// <summary>Database files of another encoding and another journal.</summary>
public sealed class FileFormatTests : Specification<SqliteFixture>
{
    [Theory]
    [InlineData("UTF-16le")]
    [InlineData("UTF-16be")]
    public async Task A_database_in_UTF16_and_one_in_UTF8_exchange_backups_with_equal_hashes(string encoding)
    {
        const string Schema = "CREATE TABLE Texts (Word TEXT PRIMARY KEY, Note TEXT)";
        var (wide, narrow) = (Fixture.CreateDatabase(), Fixture.CreateDatabase());
        wide.Execute($"PRAGMA encoding = '{encoding}'; {Schema}");
        narrow.Execute(Schema);
        using (var connection = new SqliteConnection(narrow.ConnectionString))
        {
            connection.Open();
            // SQLite turns U+FFFE and U+FFFF into U+FFFD on their way into UTF-16.
            foreach (var text in Awkward.Texts.Where(text => !text.Contains('\uffff', StringComparison.Ordinal)).Append("a\0b"))
            {
                using var command = connection.CreateCommand();
                command.CommandText = "INSERT INTO Texts VALUES ($text, $text)";
                command.Parameters.AddWithValue("$text", text);
                command.ExecuteNonQuery();
            }
        }

        var before = narrow.Dump();

        var first = await BackUpAsync<EmptyContext>(narrow, EfBackup.Schema.TableSelection.Everything);
        await RestoreAsync<EmptyContext>(wide, first);
        var second = await BackUpAsync<EmptyContext>(wide, EfBackup.Schema.TableSelection.Everything);
        narrow.Execute("DELETE FROM Texts");
        await RestoreAsync<EmptyContext>(narrow, second);

        Assert.Equal(Backups.Check(first).Tables, Backups.Check(second).Tables);
        before.AssertSame(narrow.Dump());
    }

    [Fact]
    public async Task A_character_that_UTF16_does_not_hold_is_refused_and_not_changed_in_silence()
    {
        const string Schema = "CREATE TABLE Texts (Word TEXT PRIMARY KEY)";
        var (wide, narrow) = (Fixture.CreateDatabase(), Fixture.CreateDatabase());
        wide.Execute($"PRAGMA encoding = 'UTF-16le'; {Schema}; INSERT INTO Texts VALUES ('kept')");
        narrow.Execute($"{Schema}; INSERT INTO Texts VALUES (char(0xFFFE))");
        var file = await BackUpAsync<EmptyContext>(narrow, EfBackup.Schema.TableSelection.Everything);

        var refusal = await Assert.ThrowsAsync<EfBackupException>(() => RestoreAsync<EmptyContext>(wide, file));

        Assert.Equal("EFB1506", refusal.Code);
        Assert.Equal(["kept"], wide.Query("SELECT Word FROM Texts"));
    }

    [Theory]
    [InlineData("WAL", true)]
    [InlineData("DELETE", false)]
    public async Task A_snapshot_is_one_state_in_every_journal_mode(string journal, bool writerGoesOn)
    {
        var database = (SqliteTestDatabase)Create<Shop.Context>(Shop.Fill);
        database.Execute($"PRAGMA journal_mode = {journal}");
        var before = database.Dump();
        var wrote = false;
        Backups.Listener = said => wrote |= said is TableEvent { Stage: Stages.Read, Index: 1 } && database.TryExecute("DELETE FROM Orders; INSERT INTO Customers VALUES (77, 'meanwhile')");

        var file = await BackUpAsync<Shop.Context>(database);
        Backups.Listener = _ => { };
        await RestoreAsync<Shop.Context>(database, file);

        Assert.Equal(writerGoesOn, wrote);
        before.AssertSame(database.Dump());
        Assert.Equal([journal.ToLowerInvariant()], database.Query("PRAGMA journal_mode"));
    }
}
