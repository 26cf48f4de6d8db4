using Greenhouse.EfBackup.Migrations;
using Greenhouse.EfBackup.Specification;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Npgsql;
using Xunit;

namespace Greenhouse.EfBackup.PostgreSql.Tests;

/// <summary>The snapshot before migrations, and its lock, with the ways that a context can get its connections by.</summary>
public sealed class BeforeMigrationConnectionTests : Specification<PostgreSqlFixture>
{
    private string[] Snapshots => Directory.Exists(Backups.Folder) ? Directory.GetFiles(Backups.Folder, "before-*") : [];

    [Fact]
    public async Task A_missing_database_has_nothing_to_lose()
    {
        var missing = new NpgsqlConnectionStringBuilder(Fixture.CreateDatabase().ConnectionString) { Database = "efbackup_is_not_there" };
        await using var context = new ChainModel.Context(Configure(new DbContextOptionsBuilder<ChainModel.Context>().UseNpgsql(missing.ConnectionString)));

        Assert.Null(await PendingMigrations.FindAsync(context, null, CancellationToken.None));
    }

    [Fact]
    public async Task A_data_source_is_enough()
    {
        var database = AtSecondStep();
        await using var source = NpgsqlDataSource.Create(database.ConnectionString);
        await using var context = new ChainModel.Context(Configure(new DbContextOptionsBuilder<ChainModel.Context>().UseNpgsql(source)));

        await context.Database.MigrateAsync();

        Assert.Single(Snapshots);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_pool_of_one_connection_is_enough_also_where_that_is_open_already(bool open)
    {
        var database = AtSecondStep();
        var connectionString = new NpgsqlConnectionStringBuilder(database.ConnectionString) { MaxPoolSize = 1, Timeout = 5 }.ConnectionString;
        await using (var context = new ChainModel.Context(Configure(new DbContextOptionsBuilder<ChainModel.Context>().UseNpgsql(connectionString))))
        {
            if (open)
            {
                await context.Database.OpenConnectionAsync();
            }

            await context.Database.MigrateAsync();
            Assert.Equal(ChainModel.All, await context.Database.GetAppliedMigrationsAsync());
        }

        Assert.Single(Snapshots);
        await using var connection = new NpgsqlConnection(connectionString);
        NpgsqlConnection.ClearPool(connection);
    }

    [Fact]
    public async Task Afterwards_no_session_holds_the_lock()
    {
        var database = AtSecondStep();
        await using var context = new ChainModel.Context(Configure(new DbContextOptionsBuilder<ChainModel.Context>().UseNpgsql(database.ConnectionString)));

        await context.Database.MigrateAsync();

        Assert.Single(Snapshots);
        Assert.Equal(["0"], database.Query("SELECT count(*)::text FROM pg_locks WHERE locktype = 'advisory' AND database = (SELECT oid FROM pg_database WHERE datname = current_database())"));
    }

    private PostgreSqlTestDatabase AtSecondStep()
    {
        var database = Fixture.CreateDatabase();
        using var context = database.Open<ChainModel.Context>();
        context.GetService<IMigrator>().Migrate(ChainModel.Added);
        database.Execute(ChainModel.Rows(2));
        return database;
    }

    private DbContextOptions<ChainModel.Context> Configure(DbContextOptionsBuilder<ChainModel.Context> options)
        => options.UseEfBackup(settings => settings.Folder = Backups.Folder).HasNoSnapshot().Options;
}
