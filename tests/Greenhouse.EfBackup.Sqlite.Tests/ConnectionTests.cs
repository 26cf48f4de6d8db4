using Greenhouse.EfBackup.Protocol;
using Greenhouse.EfBackup.Specification;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Xunit;
using Shop = Greenhouse.EfBackup.Specification.ShopModel;

namespace Greenhouse.EfBackup.Sqlite.Tests;

/// <summary>Files that are not there, locked, read-only, in memory; and what a connection brings along.</summary>
public sealed class ConnectionTests : Specification<SqliteFixture>
{
    [Fact]
    public async Task A_missing_file_is_an_error_and_is_not_created()
    {
        var path = Path.Combine(Fixture.Folder, "nowhere.db");

        var refused = await RefusedAsync("EFB1201", () => CreateAsync($"Data Source={path}"));

        Assert.Contains("nowhere.db", refused.Message, StringComparison.Ordinal);
        Assert.False(File.Exists(path));
        Assert.Empty(Backups.Files);
    }

    [Fact]
    public async Task A_file_that_is_no_database_is_refused_and_kept()
    {
        var path = Path.Combine(Fixture.Folder, "letter.db");
        var text = string.Concat(Enumerable.Repeat("Dear Sir or Madam, ", 100));
        await File.WriteAllTextAsync(path, text);

        await RefusedAsync("EFB1208", () => CreateAsync($"Data Source={path}"));

        Assert.Equal(text, await File.ReadAllTextAsync(path));
    }

    [Fact]
    public async Task A_locked_database_is_an_error_after_the_default_timeout()
    {
        var database = (SqliteTestDatabase)Create<Shop.Context>(Shop.Fill);
        database.Execute("PRAGMA journal_mode = DELETE");
        var file = await BackUpAsync<Shop.Context>(database);
        using var other = new SqliteConnection($"Data Source={database.File};Pooling=False");
        other.Open();
        SqliteDump.Execute(other, "BEGIN EXCLUSIVE");
        var impatient = $"Data Source={database.File};Default Timeout=1";

        await RefusedAsync("EFB1202", () => CreateAsync(impatient));
        await RefusedAsync("EFB1202", () => RestoreAsync(impatient, file));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public async Task A_lock_is_waited_for_as_long_as_is_said_whatever_the_connection_string_says(int seconds)
    {
        var database = (SqliteTestDatabase)Create<Shop.Context>(Shop.Fill);
        database.Execute("PRAGMA journal_mode = DELETE");
        var file = await BackUpAsync<Shop.Context>(database);
        using var other = new SqliteConnection($"Data Source={database.File};Pooling=False");
        other.Open();
        SqliteDump.Execute(other, "BEGIN EXCLUSIVE");
        Backups.Settings = Backups.Settings with { LockTimeout = TimeSpan.FromSeconds(seconds) };
        // To the driver, 0 is without end.
        var patient = $"Data Source={database.File};Default Timeout=0";

        await RefusedAsync("EFB1202", () => CreateAsync(patient)).WaitAsync(TimeSpan.FromMinutes(1));
        await RefusedAsync("EFB1202", () => RestoreAsync(patient, file)).WaitAsync(TimeSpan.FromMinutes(1));
    }

    [Fact]
    public async Task A_failed_lock_leaves_foreign_keys_and_triggers_of_the_applications_connection_on()
    {
        var database = (SqliteTestDatabase)Create<Shop.Context>(Shop.Fill);
        var file = await BackUpAsync<Shop.Context>(database);
        database.Execute("CREATE TABLE Log (A); CREATE TRIGGER Logged AFTER INSERT ON Customers BEGIN INSERT INTO Log VALUES (1); END");
        using var other = new SqliteConnection($"Data Source={database.File};Pooling=False");
        other.Open();
        SqliteDump.Execute(other, "BEGIN IMMEDIATE");
        using var connection = new SqliteConnection($"Data Source={database.File};Pooling=False;Default Timeout=1;Foreign Keys=True");
        connection.Open();
        await using var context = new Shop.Context(new DbContextOptionsBuilder<Shop.Context>().UseSqlite(connection).Options);

        await RefusedAsync("EFB1202", () => Backups.RestoreAsync(context, file));
        SqliteDump.Execute(other, "ROLLBACK");
        SqliteDump.Execute(connection, "INSERT INTO Customers VALUES (99, 'x')");

        Assert.Equal(["1"], SqliteDump.Query(connection, "SELECT count(*) || '' FROM Log"));
        Assert.Throws<SqliteException>(() => SqliteDump.Execute(connection, "INSERT INTO Orders VALUES (99, 1000, 'x')"));
    }

    [Theory]
    [InlineData("True")]
    [InlineData("False")]
    public async Task A_connection_of_the_application_keeps_its_setting_of_foreign_keys(string setting)
    {
        var database = (SqliteTestDatabase)Create<Shop.Context>(Shop.Fill);
        var file = await BackUpAsync<Shop.Context>(database);
        using var connection = new SqliteConnection($"Data Source={database.File};Pooling=False;Foreign Keys={setting}");
        connection.Open();
        await using var context = new Shop.Context(new DbContextOptionsBuilder<Shop.Context>().UseSqlite(connection).Options);
        var before = SqliteDump.Query(connection, "SELECT foreign_keys || '' FROM pragma_foreign_keys");

        await Backups.RestoreAsync(context, file);

        Assert.Equal(before, SqliteDump.Query(connection, "SELECT foreign_keys || '' FROM pragma_foreign_keys"));
    }

    [Fact]
    public async Task A_read_only_database_is_backed_up_and_not_restored()
    {
        var database = (SqliteTestDatabase)Create<Shop.Context>(Shop.Fill);
        database.Execute("PRAGMA journal_mode = DELETE");
        var before = database.Dump();
        var readOnly = $"Data Source={database.File};Mode=ReadOnly";

        var result = await CreateAsync(readOnly);
        var refused = await RefusedAsync("EFB1203", () => RestoreAsync(readOnly, result.File!));

        Assert.Contains("can't be written", refused.Message, StringComparison.Ordinal);
        Assert.Equal(25, result.Rows);
        before.AssertSame(database.Dump());
    }

    [Fact]
    public async Task A_shared_database_in_memory_is_backed_up_and_restored()
    {
        var name = $"Data Source=shared-{Guid.NewGuid():N};Mode=Memory;Cache=Shared";
        using var keeper = new SqliteConnection(name);
        keeper.Open();
        await using (var context = Open(name))
        {
            await context.Database.EnsureCreatedAsync();
            Shop.Fill(context);
            await context.SaveChangesAsync();
        }

        var before = SqliteDump.Of(keeper);
        var result = await CreateAsync(name);
        SqliteDump.Execute(keeper, "DELETE FROM Orders");
        await RestoreAsync(name, result.File!);

        before.AssertSame(SqliteDump.Of(keeper));
    }

    [Fact]
    public async Task A_private_database_in_memory_is_reached_through_the_applications_connection()
    {
        using var connection = new SqliteConnection("Data Source=:memory:");
        connection.Open();
        var options = new DbContextOptionsBuilder<Shop.Context>().UseSqlite(connection).Options;
        await using var context = new Shop.Context(options);
        await context.Database.EnsureCreatedAsync();
        Shop.Fill(context);
        await context.SaveChangesAsync();
        var before = SqliteDump.Of(connection);

        var result = await Backups.CreateAsync(context);
        SqliteDump.Execute(connection, "DELETE FROM Orders");
        await Backups.RestoreAsync(context, result.File!);

        before.AssertSame(SqliteDump.Of(connection));
    }

    [Fact]
    public async Task A_connection_string_with_foreign_keys_off_does_not_let_dangling_rows_through()
    {
        var database = (SqliteTestDatabase)Create<Shop.Context>(Shop.Fill);
        database.ExecuteUnchecked("DELETE FROM Customers WHERE Id = 3");

        await RefusedAsync("EFB1204", () => CreateAsync($"Data Source={database.File};Foreign Keys=False"));
    }

    private static Shop.Context Open(string connectionString) => new(new DbContextOptionsBuilder<Shop.Context>().UseSqlite(connectionString).Options);

    private async Task<CreateResult> CreateAsync(string connectionString)
    {
        await using var context = Open(connectionString);
        return await Backups.CreateAsync(context);
    }

    private async Task RestoreAsync(string connectionString, string file)
    {
        await using var context = Open(connectionString);
        await Backups.RestoreAsync(context, file);
    }
}
