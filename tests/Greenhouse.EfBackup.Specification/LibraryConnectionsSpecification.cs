using System.Data;
using Microsoft.EntityFrameworkCore;
using Xunit;
using Shop = Greenhouse.EfBackup.Specification.ShopModel;

namespace Greenhouse.EfBackup.Specification;

/// <summary>The library beside what the application does with its own connection and thread.</summary>
public abstract class LibraryConnectionsSpecification<TFixture> : Specification<TFixture>
    where TFixture : DatabaseFixture, new()
{
    [Fact]
    public async Task A_transaction_that_is_under_way_is_refused_and_goes_on()
    {
        var database = Create<Shop.Context>(Shop.Fill);
        var file = await BackUpAsync<Shop.Context>(database);
        await using var context = database.Open<Shop.Context>();
        await using (var transaction = await context.Database.BeginTransactionAsync())
        {
            context.Add(new Shop.Customer { Id = 77, Name = "kept" });
            await context.SaveChangesAsync();

            var refused = await RefusedAsync("EFB1216", () => context.Database.BackupAsync(Backups.Folder));
            await RefusedAsync("EFB1216", () => context.Database.RestoreAsync(file));

            Assert.Contains("transaction of Context", refused.Message, StringComparison.Ordinal);
            await transaction.CommitAsync();
        }

        Assert.Equal(6, await context.Customers.CountAsync());
        Assert.Equal([file], Backups.Files);
    }

    [Fact]
    public async Task A_transaction_that_only_the_connection_knows_is_refused_and_goes_on()
    {
        var database = Create<Shop.Context>(Shop.Fill);
        await using var context = database.Open<Shop.Context>();
        await context.Database.OpenConnectionAsync();
        await using (var transaction = await context.Database.GetDbConnection().BeginTransactionAsync())
        {
            await using var command = context.Database.GetDbConnection().CreateCommand();
            command.Transaction = transaction;
            command.CommandText = """DELETE FROM "Orders" WHERE "Id" = 1""";
            await command.ExecuteNonQueryAsync();

            await RefusedAsync("EFB1216", () => context.Database.BackupAsync(Backups.Folder));

            await transaction.CommitAsync();
        }

        Assert.Equal(19, await context.Orders.CountAsync());
        Assert.Empty(Backups.Files);
    }

    [Fact]
    public async Task A_connection_that_is_open_is_used_and_stays_open()
    {
        var database = Create<Shop.Context>(Shop.Fill);
        var before = database.Dump();
        await using var context = database.Open<Shop.Context>();
        await context.Database.OpenConnectionAsync();

        await context.Database.BackupAsync(Backups.Folder);
        database.Damage();
        await context.Database.RestoreAsync(Backups.Folder);
        var refused = await RefusedAsync("EFB1216", () => context.Database.VerifyAsync(Backups.Folder, new EfBackupVerifyOptions { Level = EfBackupVerifyLevel.Rehearse }));

        before.AssertSame(database.Dump());
        Assert.Contains("is open", refused.Message, StringComparison.Ordinal);
        Assert.Equal(ConnectionState.Open, context.Database.GetDbConnection().State);
    }

    [Fact]
    public void Whoever_blocks_a_synchronization_context_does_not_wait_for_ever()
    {
        var database = Create<Shop.Context>(Shop.Fill);
        using var context = database.Open<Shop.Context>();
        var before = SynchronizationContext.Current;
        SynchronizationContext.SetSynchronizationContext(new Unserved());
        try
        {
            var made = Blocked(context.Database.BackupAsync(Backups.Folder));

            Assert.Equal(25, made.Rows);
            Assert.Equal(25, Blocked(context.Database.RestoreAsync(made.File!)).Rows);
        }
        finally
        {
            SynchronizationContext.SetSynchronizationContext(before);
        }
    }

    /// <summary>As applications do it that can't wait in another way.</summary>
    private static T Blocked<T>(Task<T> work) => work.GetAwaiter().GetResult();

    private sealed class Unserved : SynchronizationContext
    {
        public override void Post(SendOrPostCallback d, object? state)
        {
        }
    }
}
