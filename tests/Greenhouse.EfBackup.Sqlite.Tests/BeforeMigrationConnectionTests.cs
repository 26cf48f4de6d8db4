using Greenhouse.EfBackup.Databases;
using Greenhouse.EfBackup.Migrations;
using Greenhouse.EfBackup.Specification;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.EntityFrameworkCore.Storage;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Greenhouse.EfBackup.Sqlite.Tests;

/// <summary>The snapshot before migrations where the database is no ordinary file, and how it is put into a context.</summary>
public sealed class BeforeMigrationConnectionTests : Specification<SqliteFixture>
{
    private string[] Snapshots => Directory.Exists(Backups.Folder) ? Directory.GetFiles(Backups.Folder, "before-*") : [];

    [Fact]
    public async Task A_missing_file_is_made_by_the_migrations_and_nothing_else()
    {
        var file = Path.Combine(Fixture.Folder, "new.db");
        await using var context = Open($"Data Source={file};Pooling=False");

        Assert.Null(await PendingMigrations.FindAsync(context, null, CancellationToken.None));
        Assert.False(File.Exists(file));
        await context.Database.MigrateAsync();

        Assert.True(File.Exists(file));
        Assert.Empty(Snapshots);
    }

    [Fact]
    public async Task A_database_in_memory_is_saved_through_its_open_connection_and_needs_no_lock()
    {
        using var connection = new SqliteConnection("Data Source=:memory:");
        connection.Open();
        await using var context = new ChainModel.Context(Configure(new DbContextOptionsBuilder<ChainModel.Context>().UseSqlite(connection)).Options);
        await context.GetService<IMigrator>().MigrateAsync(ChainModel.Added);
        SqliteDump.Execute(connection, ChainModel.Rows(2) + "PRAGMA cache_size = -4711;");

        await context.Database.MigrateAsync();

        Assert.Equal(3, Backups.Check(Assert.Single(Snapshots)).Metadata.Statistics.Values.Sum());
        Assert.Equal(ChainModel.All, await context.Database.GetAppliedMigrationsAsync());
        Assert.Equal(System.Data.ConnectionState.Open, connection.State);
        Assert.Equal(["-4711"], SqliteDump.Query(connection, "SELECT cache_size || '' FROM pragma_cache_size"));
        Assert.Null(await SupportedDatabases.LockAsync(context, ProcessLock.Migration, TimeSpan.Zero, CancellationToken.None));
    }

    [Theory]
    [InlineData("Data Source=shared-a;Mode=Memory;Cache=Shared")]
    [InlineData("Data Source=file:shared-b?mode=memory&cache=shared")]
    public async Task A_shared_database_in_memory_is_saved_and_leaves_no_file(string connectionString)
    {
        using var keeper = new SqliteConnection(connectionString);
        keeper.Open();
        await using var context = Open(connectionString);
        await context.GetService<IMigrator>().MigrateAsync(ChainModel.Added);
        SqliteDump.Execute(keeper, ChainModel.Rows(2));

        await context.Database.MigrateAsync();

        Assert.Single(Snapshots);
        Assert.Empty(Directory.GetFiles(Environment.CurrentDirectory, $"*{ProcessLock.Migration.Suffix}"));
    }

    [Fact]
    public async Task A_pooled_connection_string_is_given_back_to_the_letter_also_by_a_snapshot_that_failed()
    {
        var database = (SqliteTestDatabase)Fixture.CreateDatabase();
        var text = $"data source={database.File};  pooling=true;default timeout=7";
        await using (var plain = database.Open<ChainModel.Context>())
        {
            await plain.GetService<IMigrator>().MigrateAsync(ChainModel.Added);
        }

        database.Execute(ChainModel.Rows(2));
        await using var context = Open(text);
        var connection = context.Database.GetDbConnection();
        await File.WriteAllTextAsync(Backups.Folder, "no folder");

        await RefusedAsync("EFB1701", () => context.Database.MigrateAsync());
        Assert.Equal((text, System.Data.ConnectionState.Closed), (connection.ConnectionString, connection.State));
        File.Delete(Backups.Folder);
        await context.Database.MigrateAsync();

        Assert.Equal((text, System.Data.ConnectionState.Closed), (connection.ConnectionString, connection.State));
        Assert.Single(Snapshots);
        SqliteConnection.ClearAllPools();
    }

    [Fact]
    public async Task The_lock_is_an_empty_file_beside_the_database_that_stays_and_holds_nobody_up()
    {
        var database = (SqliteTestDatabase)Fixture.CreateDatabase();
        await File.WriteAllTextAsync(database.File + ProcessLock.Migration.Suffix, "");
        await using var context = Open(database.ConnectionString);

        await using (await SupportedDatabases.LockAsync(context, ProcessLock.Migration, TimeSpan.Zero, CancellationToken.None))
        {
            await RefusedAsync("EFB1702", () => SupportedDatabases.LockAsync(context, ProcessLock.Migration, TimeSpan.Zero, CancellationToken.None));
        }

        await (await SupportedDatabases.LockAsync(context, ProcessLock.Migration, TimeSpan.Zero, CancellationToken.None))!.DisposeAsync();
        Assert.Equal(0, new FileInfo(database.File + ProcessLock.Migration.Suffix).Length);
    }

    [Fact]
    public async Task A_provider_that_is_not_served_is_not_migrated_without_being_told()
    {
        var database = (SqliteTestDatabase)Fixture.CreateDatabase();
        await using (var plain = database.Open<ChainModel.Context>())
        {
            await plain.GetService<IMigrator>().MigrateAsync(ChainModel.Added);
        }

        database.Execute(ChainModel.Rows(2));
        await using var context = new ChainModel.Context(
            Configure(new DbContextOptionsBuilder<ChainModel.Context>().UseSqlite(database.ConnectionString).ReplaceService<IDatabaseProvider, OtherProvider>()).Options);

        var refused = await RefusedAsync("EFB1701", () => context.Database.MigrateAsync());

        Assert.Contains("the database provider Some.Other is not supported", refused.Message, StringComparison.Ordinal);
        Assert.Contains("EFBACKUP_BEFORE_MIGRATION=false", refused.Message, StringComparison.Ordinal);
        Assert.Equal(ChainModel.All[..2], await context.Database.GetAppliedMigrationsAsync());
    }

    [Fact]
    public void It_comes_after_the_provider_or_says_so()
    {
        var wrong = new DbContextOptionsBuilder<ChainModel.Context>().UseEfBackup().UseSqlite("Data Source=:memory:").Options;

        var refused = Assert.Throws<InvalidOperationException>(() => new ChainModel.Context(wrong));

        Assert.Contains("UseSqlite", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Services_that_are_given_are_refused_for_they_would_be_without_it()
    {
        using var services = new ServiceCollection().AddEntityFrameworkSqlite().BuildServiceProvider();
        var wrong = Configure(new DbContextOptionsBuilder<ChainModel.Context>().UseSqlite("Data Source=:memory:").UseInternalServiceProvider(services)).Options;

        Assert.Contains("UseInternalServiceProvider", Assert.Throws<InvalidOperationException>(() => new ChainModel.Context(wrong)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Settings_make_no_services_of_their_own_and_the_last_ones_count()
    {
        var file = Path.Combine(Fixture.Folder, "x.db");
        using var one = new ChainModel.Context(new DbContextOptionsBuilder<ChainModel.Context>().UseSqlite($"Data Source={file}").UseEfBackup(options => options.Folder = "one").Options);
        using var two = new ChainModel.Context(new DbContextOptionsBuilder<ChainModel.Context>().UseSqlite($"Data Source={file}").UseEfBackup().UseEfBackup(options => options.Folder = "two").Options);
        using var none = new ChainModel.Context(new DbContextOptionsBuilder<ChainModel.Context>().UseSqlite($"Data Source={file}").Options);

        Assert.Same(one.GetService<IModelSource>(), two.GetService<IModelSource>());
        Assert.Equal(Path.GetFullPath("two"), HookSettings.Of(two, two.GetService<IDbContextOptions>().FindExtension<EfBackupOptionsExtension>()!.Options).Folder);
        var migrator = Assert.IsType<SnapshotMigrator>(two.GetService<IMigrator>());
        Assert.IsNotType<SnapshotMigrator>(migrator.Inner);
        Assert.IsNotType<SnapshotMigrator>(none.GetService<IMigrator>());
        Assert.Throws<ArgumentException>(() => new EfBackupOptions { Passphrase = "" });
    }

    private static DbContextOptionsBuilder<ChainModel.Context> Configure(DbContextOptionsBuilder<ChainModel.Context> options, string? folder = null)
        => options.UseEfBackup(settings => settings.Folder = folder).HasNoSnapshot();

    private DbContextOptionsBuilder<ChainModel.Context> Configure(DbContextOptionsBuilder<ChainModel.Context> options) => Configure(options, Backups.Folder);

    private ChainModel.Context Open(string connectionString) => new(Configure(new DbContextOptionsBuilder<ChainModel.Context>().UseSqlite(connectionString)).Options);

    private sealed class OtherProvider : IDatabaseProvider
    {
        public string Name => "Some.Other";

        public string? Version => null;

        public bool IsConfigured(IDbContextOptions options) => true;
    }
}
