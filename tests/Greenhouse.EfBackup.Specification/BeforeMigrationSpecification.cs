using Greenhouse.EfBackup.Migrations;
using Greenhouse.EfBackup.Protocol;
using Greenhouse.EfBackup.Storage;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Greenhouse.EfBackup.Specification;

/// <summary>UseEfBackup: a snapshot before migrations, where there is something to migrate and something to lose.</summary>
public abstract class BeforeMigrationSpecification<TFixture> : MigratedChain<TFixture>
    where TFixture : DatabaseFixture, new()
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Pending_migrations_and_rows_make_a_snapshot_of_the_database_as_it_was(bool synchronously)
    {
        var database = AtStep(2);
        var plain = Backups.Check(await BackUpAsync<ChainModel.Context>(database));
        var log = new Lines();
        await using var context = Open(database, log);

        if (synchronously)
        {
            context.Database.Migrate();
        }
        else
        {
            await context.Database.MigrateAsync();
        }

        var snapshot = Backups.Check(Assert.Single(Snapshots()));
        Assert.Equal((Reasons.Migration, ChainModel.RenamedColumn), (snapshot.Metadata.Reason, snapshot.Metadata.Before));
        Assert.Equal(ChainModel.All[..2], snapshot.Metadata.Migrations);
        Assert.Equal(plain.Tables, snapshot.Tables);
        Assert.Equal(ChainModel.All, await context.Database.GetAppliedMigrationsAsync());
        Assert.Contains(log.Said, line => line.StartsWith("Information 3 rows of 3 tables saved to ", StringComparison.Ordinal) && line.EndsWith(" before RenamedColumn", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Nothing_pending_or_nothing_to_lose_makes_none()
    {
        var database = Fixture.CreateDatabase();
        await MigrateAsync(database);
        await MigrateAsync(database);
        database.Execute(ChainModel.Rows(ChainModel.All.Length));
        await MigrateAsync(database);
        var empty = Fixture.CreateDatabase();
        await MigrateAsync(empty, ChainModel.Added);
        await MigrateAsync(empty);

        Assert.Empty(Snapshots());
        Assert.Equal(ChainModel.All, await AppliedAsync(empty));
    }

    [Fact]
    public async Task With_nothing_pending_the_history_is_all_that_is_asked_for()
    {
        var database = AtStep(ChainModel.All.Length);
        var log = new Lines();
        await using var context = Open(database, log);

        Assert.False((await PendingMigrations.FindAsync(context, null, CancellationToken.None))!.Any);

        // Whether it is there, and what it says.
        Assert.InRange(log.Said.Count(line => line.Contains("Executed DbCommand", StringComparison.Ordinal)), 1, 2);
    }

    [Fact]
    public async Task Without_a_history_all_is_pending_and_what_is_there_is_saved()
    {
        var database = AtStep(ChainModel.All.Length);
        database.Execute("""DROP TABLE "__EFMigrationsHistory" """);

        // EF finds that the tables are there already.
        await Assert.ThrowsAnyAsync<System.Data.Common.DbException>(() => MigrateAsync(database));

        Assert.Equal(ChainModel.Start, Backups.Check(Assert.Single(Snapshots())).Metadata.Before);
    }

    [Fact]
    public async Task A_target_is_followed_and_one_that_is_there_already_makes_no_snapshot()
    {
        var database = AtStep(2);

        await MigrateAsync(database, "Added");
        Assert.Empty(Snapshots());
        await MigrateAsync(database, "RenamedTable");

        Assert.Equal(ChainModel.RenamedColumn, Backups.Check(Assert.Single(Snapshots())).Metadata.Before);
        Assert.Equal(ChainModel.All[..4], await AppliedAsync(database));
    }

    [Fact]
    public async Task Taking_migrations_back_makes_a_snapshot_that_is_none_from_before_them()
    {
        var database = AtStep(3);

        await MigrateAsync(database, ChainModel.Start);

        var file = Assert.Single(Snapshots());
        Assert.Equal(ChainModel.RenamedColumn, Backups.Check(file).Metadata.Before);
        Assert.Equal(file, new BackupFolder(Backups.Folder).ResolveBefore(null, null, null));
        Assert.Equal("EFB1302", Assert.Throws<EfBackupException>(() => new BackupFolder(Backups.Folder).ResolveBefore("RenamedColumn", null, null)).Code);
        Assert.Equal([ChainModel.Start], await AppliedAsync(database));
    }

    [Fact]
    public async Task A_target_that_there_is_not_is_what_EF_says_it_is()
    {
        var database = AtStep(2);

        await Assert.ThrowsAsync<InvalidOperationException>(() => MigrateAsync(database, "NoSuchMigration"));

        Assert.Empty(Snapshots());
    }

    [Fact]
    public async Task A_snapshot_that_fails_stops_the_migration_and_names_the_way_without_it()
    {
        var database = AtStep(2);
        await File.WriteAllTextAsync(Backups.Folder, "no folder");

        var refused = await RefusedAsync("EFB1701", () => MigrateAsync(database));

        Assert.StartsWith("EFB1701: the snapshot before RenamedColumn failed, and nothing was migrated: ", refused.Message, StringComparison.Ordinal);
        Assert.Contains("is a file and not a folder", refused.Message, StringComparison.Ordinal);
        Assert.Contains("EFBACKUP_BEFORE_MIGRATION=false", refused.Message, StringComparison.Ordinal);
        Assert.Equal(ChainModel.All[..2], await AppliedAsync(database));
        await using var context = Open(database);
        Assert.Equal("EFB1701", Assert.Throws<EfBackupException>(() => context.Database.Migrate()).Code);
    }

    [Fact]
    public async Task Rows_that_lead_nowhere_stop_the_migration_and_are_named()
    {
        var database = AtStep(2);
        database.ExecuteUnchecked("""INSERT INTO "Notes" ("Id", "PlantId", "Text") VALUES (77, 4711, NULL)""");

        var refused = await RefusedAsync("EFB1701", () => MigrateAsync(database));

        Assert.Contains("4711", refused.Message, StringComparison.Ordinal);
        Assert.Empty(Snapshots());
        Assert.Equal(ChainModel.All[..2], await AppliedAsync(database));
    }

    [Fact]
    public async Task It_can_be_turned_off_and_compressed()
    {
        var database = AtStep(2);

        await MigrateAsync(database, ChainModel.RenamedColumn, options => options.BeforeMigration = false);
        Assert.Empty(Snapshots());
        await MigrateAsync(database, configure: options => options.Compression = EfBackupCompression.Brotli);

        Assert.EndsWith(".json.br", Assert.Single(Snapshots()), StringComparison.Ordinal);
        Assert.Equal(ChainModel.RenamedTable, Backups.Check(Snapshots()[0]).Metadata.Before);
    }

    [Fact]
    public async Task It_is_encrypted_where_that_is_wanted_and_without_a_passphrase_nothing_is_migrated()
    {
        var database = AtStep(2);

        var refusal = await Assert.ThrowsAsync<EfBackupException>(() => MigrateAsync(database, configure: options => options.Encrypt = true));
        Assert.Equal("EFB1703", refusal.Code);
        Assert.Contains("EFBACKUP_PASSPHRASE", refusal.Message, StringComparison.Ordinal);
        Assert.Equal(ChainModel.All[..2], await AppliedAsync(database));
        await MigrateAsync(database, configure: options => (options.Encrypt, options.Passphrase) = (true, "correct horse"));

        var snapshot = Assert.Single(Snapshots(), file => !file.EndsWith(".info", StringComparison.Ordinal));
        Assert.Equal(3, Backups.Check(snapshot, new Storage.Encryption.Passphrase("correct horse")).Metadata.Statistics.Values.Sum());
        Assert.Equal(ChainModel.All, await AppliedAsync(database));
    }

    [Fact]
    public async Task Older_snapshots_go_as_the_rules_say_and_other_backups_stay()
    {
        var database = AtStep(2);
        var manual = await BackUpAsync<ChainModel.Context>(database);
        var log = new Lines();

        await MigrateAsync(database, ChainModel.RenamedColumn, options => options.Retention = new() { KeepLast = 1 });
        Assert.Single(Snapshots());
        await using (var context = Open(database, log, options => options.Retention = new() { KeepLast = 1 }))
        {
            await context.Database.MigrateAsync();
        }

        Assert.Equal(ChainModel.RenamedTable, Backups.Check(Assert.Single(Snapshots())).Metadata.Before);
        Assert.True(File.Exists(manual));
        Assert.Contains("Information 1 older snapshot removed", log.Said);
    }
}
