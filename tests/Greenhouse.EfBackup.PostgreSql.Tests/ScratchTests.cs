using Greenhouse.EfBackup.Databases.PostgreSql.Writing;
using Greenhouse.EfBackup.Protocol;
using Greenhouse.EfBackup.Specification;
using Greenhouse.EfBackup.Storage;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using Xunit;

namespace Greenhouse.EfBackup.PostgreSql.Tests;

/// <summary>Scratch databases on a server: who may make them, whose they are, and what becomes of the application's connection.</summary>
public sealed class ScratchTests : Specification<PostgreSqlCreatorFixture>
{
    [Fact]
    public async Task Without_the_right_to_make_databases_a_backup_is_not_rehearsed_and_that_is_no_pass()
    {
        using var others = new PostgreSqlFixture();
        var database = others.CreateDatabase();
        await using var context = database.Open<ShopModel.Context>();
        await context.Database.EnsureCreatedAsync();
        var file = (await Backups.CreateAsync(context)).File!;

        var refused = await RefusedAsync("EFB1811", () => Backups.VerifyAsync(context, file, VerifyLevels.Rehearse));

        Assert.Contains("is not rehearsed: no scratch database can be made on the server", refused.Message, StringComparison.Ordinal);
        Assert.Contains("CREATEDB", refused.Help, StringComparison.Ordinal);
        Assert.Equal(1, refused.ErrorCode.ExitCode);
        Assert.Null(Sidecar.Read(file));
    }

    [Fact]
    public async Task What_a_killed_rehearsal_left_is_removed_and_what_is_not_surely_its_stays()
    {
        var (database, file) = await FilledAsync();
        // Of a process that was killed; of another database; with nothing that says whose; and in use.
        var (killed, other, silent, used) = (New(database.Name), New("another_database"), New(null), New(database.Name));
        using var user = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(database.ConnectionString) { Database = used, Pooling = false }.ConnectionString);
        user.Open();
        try
        {
            await VerifyAsync(database, file);

            Assert.Equal([other, silent, used], Exist(killed, other, silent, used));
        }
        finally
        {
            user.Close();
            foreach (var left in new[] { killed, other, silent, used })
            {
                Execute($"DROP DATABASE IF EXISTS {left}");
            }
        }
    }

    [Fact]
    public async Task One_that_another_process_is_about_to_use_stays()
    {
        var (database, file) = await FilledAsync();
        var begun = New(database.Name);
        using var holder = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(database.ConnectionString) { Pooling = false }.ConnectionString);
        holder.Open();
        PostgreSqlDump.Execute(holder, $"SELECT pg_advisory_lock({PostgreSqlScratchName.Parse(begun)!.Key})");
        try
        {
            await VerifyAsync(database, file);

            Assert.Equal([begun], Exist(begun));
        }
        finally
        {
            holder.Close();
            Execute($"DROP DATABASE IF EXISTS {begun}");
        }
    }

    [Theory]
    [InlineData("efbackup_rehearsal_0123456789abcdef0123456789abcdef", true)]
    [InlineData("efbackup_rehearsal_0123456789ABCDEF0123456789abcdef", false)]
    [InlineData("efbackup_rehearsal_0123456789abcdef0123456789abcde", false)]
    [InlineData("efbackup_rehearsal_of_mine", false)]
    [InlineData("shop", false)]
    public void Only_its_own_names_are_taken_for_scratch_databases(string name, bool isOne)
    {
        Assert.Equal(isOne, PostgreSqlScratchName.Parse(name) is not null);
    }

    [Theory]
    [InlineData("string")]
    [InlineData("source")]
    [InlineData("connection")]
    public async Task The_applications_connection_is_as_it_was_whichever_way_it_is_given(string way)
    {
        var (database, file) = await FilledAsync();
        await using var source = NpgsqlDataSource.Create(database.ConnectionString);
        await using var connection = new NpgsqlConnection(database.ConnectionString);
        var options = new DbContextOptionsBuilder<ShopModel.Context>();
        _ = way switch { "source" => options.UseNpgsql(source), "connection" => options.UseNpgsql(connection), _ => options.UseNpgsql(database.ConnectionString) };
        await using var context = new ShopModel.Context(options.Options);

        await Backups.VerifyAsync(context, file, VerifyLevels.Rehearse);

        Assert.Equal(ShopModel.Customers, await context.Customers.CountAsync());
        Assert.Equal(database.Name, context.Database.GetDbConnection().Database);
        Assert.Equal(way == "connection", ReferenceEquals(connection, context.Database.GetDbConnection()));
        Assert.Empty(database.Scratches);
    }

    [Fact]
    public async Task A_connection_that_the_application_holds_open_is_not_taken_away()
    {
        var (database, file) = await FilledAsync();
        await using var context = database.Open<ShopModel.Context>();
        await context.Database.OpenConnectionAsync();

        await RefusedAsync("EFB1811", () => Backups.VerifyAsync(context, file, VerifyLevels.Rehearse));

        Assert.Equal(System.Data.ConnectionState.Open, context.Database.GetDbConnection().State);
        Assert.Equal(ShopModel.Customers, await context.Customers.CountAsync());
    }

    [Fact]
    public async Task Tables_of_a_model_without_schema_are_made_in_the_schema_that_the_database_has_for_them()
    {
        var (database, _) = await FilledAsync();
        database.Execute($"""CREATE SCHEMA garden; ALTER TABLE "Customers" SET SCHEMA garden; ALTER TABLE "Orders" SET SCHEMA garden; ALTER DATABASE {database.Name} SET search_path = garden""");
        using (var pooled = new NpgsqlConnection(database.ConnectionString))
        {
            NpgsqlConnection.ClearPool(pooled);
        }

        await using var context = database.Open<ShopModel.Context>();
        var file = (await Backups.CreateAsync(context)).File!;

        Assert.Equal(25, (await Backups.VerifyAsync(context, file, VerifyLevels.Rehearse)).Rehearsal!.Rows);
    }

    private async Task<(PostgreSqlTestDatabase Database, string File)> FilledAsync()
    {
        var database = (PostgreSqlTestDatabase)Create<ShopModel.Context>(ShopModel.Fill);
        return (database, await BackUpAsync<ShopModel.Context>(database));
    }

    private async Task VerifyAsync(PostgreSqlTestDatabase database, string file)
    {
        await using var context = database.Open<ShopModel.Context>();
        await Backups.VerifyAsync(context, file, VerifyLevels.Rehearse);
    }

    /// <summary>A database like one for a rehearsal.</summary>
    private static string New(string? of)
    {
        var name = new PostgreSqlScratchName(Guid.NewGuid()).ToString();
        Execute($"CREATE DATABASE {name} OWNER \"{TestServer.Creator.Name}\"");
        if (of is not null)
        {
            Execute($"COMMENT ON DATABASE {name} IS '{PostgreSqlScratchName.Comment(of)}'");
        }

        return name;
    }

    private static string[] Exist(params string[] names)
    {
        using var connection = new NpgsqlConnection(TestServer.Server.ConnectionString);
        connection.Open();
        var there = PostgreSqlDump.Query(connection, "SELECT datname::text FROM pg_database");
        return [.. names.Where(there.Contains)];
    }

    private static void Execute(string sql) => PostgreSqlDump.Execute(TestServer.Server.ConnectionString, sql);
}
