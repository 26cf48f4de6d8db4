using System.Transactions;
using Greenhouse.EfBackup.Databases;
using Greenhouse.EfBackup.Migrations;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Xunit;

namespace Greenhouse.EfBackup.Specification;

/// <summary>The migrator that takes the snapshot, among others: transactions, connections, threads, and processes that migrate at the same time.</summary>
public abstract class SnapshotMigratorSpecification<TFixture> : MigratedChain<TFixture>
    where TFixture : DatabaseFixture, new()
{
    [Fact]
    public async Task In_a_transaction_it_is_refused()
    {
        var database = AtStep(2);
        await using var context = Open(database);
        await using (await context.Database.BeginTransactionAsync())
        {
            Assert.Contains("transaction", (await RefusedAsync("EFB1701", () => context.Database.MigrateAsync())).Message, StringComparison.Ordinal);
        }

        using (new TransactionScope())
        {
            Assert.Contains("transaction", Assert.Throws<EfBackupException>(() => context.Database.Migrate()).Message, StringComparison.Ordinal);
        }

        Assert.Empty(Snapshots());
        Assert.Equal(ChainModel.All[..2], await AppliedAsync(database));
    }

    [Fact]
    public async Task The_contexts_connection_is_given_back_as_it_was()
    {
        var database = AtStep(2);
        await using var context = Open(database);
        var connection = context.Database.GetDbConnection();
        var (text, state) = (connection.ConnectionString, connection.State);
        var pending = (await PendingMigrations.FindAsync(context, null, CancellationToken.None))!;

        await new SnapshotBeforeMigration(context, LogTalk.Instance).TakeAsync(pending, isInTransaction: false, CancellationToken.None);

        Assert.Single(Snapshots());
        Assert.Equal((Stripped(text), state), (Stripped(connection.ConnectionString), connection.State));

        await context.Database.OpenConnectionAsync();
        await new SnapshotBeforeMigration(context, LogTalk.Instance).TakeAsync(pending, isInTransaction: false, CancellationToken.None);

        Assert.Equal(2, Snapshots().Length);
        Assert.Equal(System.Data.ConnectionState.Open, connection.State);
        Assert.Equal(3, await context.Database.SqlQueryRaw<int>("SELECT 1 UNION ALL SELECT 2 UNION ALL SELECT 3").CountAsync());
    }

    [Fact]
    public async Task Several_that_start_at_once_take_one_snapshot_and_all_come_through()
    {
        var database = AtStep(2);

        await using var other = Open(database);
        Task all;
        await using (await SupportedDatabases.LockAsync(other, ProcessLock.Migration, TimeSpan.FromSeconds(1), CancellationToken.None))
        {
            all = Task.WhenAll(Enumerable.Range(0, 4).Select(number => Task.Factory.StartNew(
                () =>
                {
                    using var context = Open(database);
                    if (number % 2 == 0)
                    {
                        context.Database.Migrate();
                    }
                    else
                    {
                        context.Database.MigrateAsync().GetAwaiter().GetResult();
                    }
                },
                CancellationToken.None,
                TaskCreationOptions.LongRunning,
                TaskScheduler.Default)));
            // Time enough for all of them to have found migrations pending.
            await Task.Delay(TimeSpan.FromSeconds(1.5));
            Assert.Empty(Snapshots());
            Assert.Equal(ChainModel.All[..2], await AppliedAsync(database));
        }

        await all;
        Assert.Single(Snapshots());
        Assert.Equal(ChainModel.All, await AppliedAsync(database));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task The_verb_that_migrates_has_its_own_snapshot_and_takes_no_second_one(bool rollback)
    {
        var database = AtStep(5);
        await using var context = Open(database);

        await Backups.MigrateAsync(context, new MigrateOptions(Rollback: rollback));

        Assert.Equal(ChainModel.Retyped, Backups.Check(Assert.Single(Snapshots())).Metadata.Before);
        Assert.Equal(ChainModel.All, await AppliedAsync(database));
    }

    [Fact]
    public async Task Who_waits_too_long_is_told_and_migrates_nothing()
    {
        var database = AtStep(2);
        await using var other = Open(database);
        await using (await SupportedDatabases.LockAsync(other, ProcessLock.Migration, TimeSpan.FromSeconds(1), CancellationToken.None))
        {
            await using var context = Open(database);
            var migrator = Assert.IsType<SnapshotMigrator>(context.GetService<IMigrator>());
            migrator.WaitsFor = TimeSpan.FromMilliseconds(300);

            var refused = await RefusedAsync("EFB1702", () => migrator.MigrateAsync());

            Assert.Contains("EFBACKUP_BEFORE_MIGRATION=false", refused.Message, StringComparison.Ordinal);
            Assert.Empty(Snapshots());
        }

        Assert.Equal(ChainModel.All[..2], await AppliedAsync(database));
        await MigrateAsync(database);
        Assert.Single(Snapshots());
    }

    [Fact]
    public async Task A_synchronization_context_that_nobody_serves_stops_nothing()
    {
        var database = AtStep(2);
        await using var context = Open(database);
        var thread = new Thread(() =>
        {
            SynchronizationContext.SetSynchronizationContext(new Unserved());
            context.Database.Migrate();
        });
        thread.IsBackground = true;
        thread.Start();

        Assert.True(thread.Join(TimeSpan.FromSeconds(60)), "It waits for ever.");
        Assert.Single(Snapshots());
    }

    [Fact]
    public void The_rest_of_the_migrator_is_as_ever()
    {
        var database = AtStep(2);
        using var context = Open(database);
        using var plain = database.Open<ChainModel.Context>();

        Assert.Equal(plain.GetService<IMigrator>().GenerateScript(), context.GetService<IMigrator>().GenerateScript());
        Assert.Equal(plain.Database.HasPendingModelChanges(), context.Database.HasPendingModelChanges());
        Assert.Empty(Snapshots());
    }

    /// <summary>A connection string without what a driver no longer shows of it once it was open.</summary>
    protected virtual string Stripped(string connectionString) => connectionString;

    private sealed class Unserved : SynchronizationContext
    {
        public override void Post(SendOrPostCallback d, object? state)
        {
        }
    }
}
