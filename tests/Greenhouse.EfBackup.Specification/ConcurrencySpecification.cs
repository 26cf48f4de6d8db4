using Greenhouse.EfBackup.Protocol;
using Greenhouse.EfBackup.Pruning;
using Greenhouse.EfBackup.Storage;
using Xunit;
using Shop = Greenhouse.EfBackup.Specification.ShopModel;

namespace Greenhouse.EfBackup.Specification;

/// <summary>Others write meanwhile; the user interrupts.</summary>
public abstract class ConcurrencySpecification<TFixture> : Specification<TFixture>
    where TFixture : DatabaseFixture, new()
{
    private const string Write = """INSERT INTO "Customers" ("Id", "Name") VALUES (100, 'meanwhile'); INSERT INTO "Orders" ("Id", "CustomerId") VALUES (100, 100)""";

    [Fact]
    public async Task What_others_write_while_a_backup_is_taken_is_not_in_it()
    {
        var database = Create<Shop.Context>(Shop.Fill);
        var before = database.Dump();
        var written = false;
        Backups.Listener = said => written |= said is TableEvent { Stage: Stages.Read, Index: 1 } && database.TryExecute(Write);

        var file = await BackUpAsync<Shop.Context>(database);
        Backups.Listener = _ => { };

        Assert.Equal(written, database.Dump().Rows > before.Rows);
        await RestoreAsync<Shop.Context>(database, file);
        before.AssertSame(database.Dump());
    }

    /// <summary>Both backups are of one moment, as far as they know.</summary>
    [Fact]
    public async Task Two_backups_and_a_prune_at_once_get_along()
    {
        var database = Create<Shop.Context>(Shop.Fill);
        for (var round = 0; round < 5; round++)
        {
            var backups = new[] { new Backups(Fixture.Folder), new Backups(Fixture.Folder) };
            await using var first = database.Open<Shop.Context>();
            await using var second = database.Open<Shop.Context>();

            await Task.WhenAll(Task.Run(() => backups[0].CreateAsync(first)), Task.Run(() => backups[1].CreateAsync(second)), Task.Run(Prune));

            Assert.All(Backups.Files, file => Assert.Equal(25, Backups.Check(file).Tables.Sum(table => table.Rows)));
            Assert.InRange(Backups.Files.Count, 1, 1 + (2 * (round + 1)));
        }

        Prune();
        Assert.Single(Backups.Files);

        void Prune()
        {
            var folder = new BackupFolder(Backups.Folder);
            var plan = new PrunePlanner(folder, new RetentionPolicy { KeepLast = 1 }, _ => null, passphrase: null, Progress.None, TimeProvider.System).Plan(sound: null, CancellationToken.None);
            new Pruner(folder, Progress.None, TimeProvider.System).CarryOut(plan, CancellationToken.None);
        }
    }

    [Theory]
    [InlineData(Stages.Safety)]
    [InlineData(Stages.Clear)]
    [InlineData(Stages.Load)]
    [InlineData(Stages.Verify)]
    public async Task A_writer_during_a_restore_waits_or_fails_and_nothing_is_mixed(string stage)
    {
        var database = Create<Shop.Context>(Shop.Fill);
        var before = database.Dump();
        var file = await BackUpAsync<Shop.Context>(database);
        database.Execute("""DELETE FROM "Orders" WHERE "Id" < 10""");
        var attempts = new List<bool>();
        Backups.Listener = said =>
        {
            if (said is TableEvent table && table.Stage == stage)
            {
                attempts.Add(database.TryExecute(Write));
            }
        };

        await RestoreAsync<Shop.Context>(database, file, Backups.Options(safety: true));

        Assert.Equal([false, false], attempts);
        before.AssertSame(database.Dump());
    }

    [Fact]
    public async Task A_cancelled_backup_leaves_no_file()
    {
        var database = Create<Shop.Context>(Shop.Fill);
        await using var context = database.Open<Shop.Context>();
        using var cancellation = new CancellationTokenSource();
        Backups.Listener = said => CancelAt(said, Stages.Read, cancellation);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Backups.CreateAsync(context, cancellation: cancellation.Token));

        Assert.Empty(Backups.Files);
    }

    [Theory]
    [InlineData(Stages.Safety)]
    [InlineData(Stages.Clear)]
    [InlineData(Stages.Load)]
    [InlineData(Stages.Verify)]
    public async Task A_cancelled_restore_leaves_the_old_rows_and_a_usable_database(string stage)
    {
        var database = Create<Shop.Context>(Shop.Fill);
        var file = await BackUpAsync<Shop.Context>(database);
        database.Execute("""DELETE FROM "Orders" WHERE "Id" < 10""");
        var before = database.Dump();
        await using var context = database.Open<Shop.Context>();
        using var cancellation = new CancellationTokenSource();
        Backups.Listener = said => CancelAt(said, stage, cancellation);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Backups.RestoreAsync(context, file, Backups.Options(safety: true), cancellation: cancellation.Token));

        before.AssertSame(database.Dump());
        Assert.DoesNotContain(Backups.Files, name => name.EndsWith(".tmp", StringComparison.Ordinal));
        Assert.True(database.TryExecute(Write));
    }

    private static void CancelAt(BackupEvent said, string stage, CancellationTokenSource cancellation)
    {
        if (said is TableEvent table && table.Stage == stage)
        {
            cancellation.Cancel();
        }
    }
}
