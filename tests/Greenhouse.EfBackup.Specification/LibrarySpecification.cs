using Greenhouse.EfBackup.Databases;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Xunit;
using Shop = Greenhouse.EfBackup.Specification.ShopModel;

namespace Greenhouse.EfBackup.Specification;

/// <summary>The library as applications call it.</summary>
public abstract class LibrarySpecification<TFixture> : Specification<TFixture>
    where TFixture : DatabaseFixture, new()
{
    [Fact]
    public async Task A_backup_in_a_folder_is_restored_from_there_and_both_say_what_they_did()
    {
        var database = Create<Shop.Context>(Shop.Fill);
        var before = database.Dump();
        await using var context = database.Open<Shop.Context>();
        var progress = new Heard();

        var made = await context.Database.BackupAsync(Backups.Folder, new EfBackupCreateOptions { Description = "before the fair" }, progress);
        database.Execute("""DELETE FROM "Orders" WHERE "Id" > 12""");
        var restored = await context.Database.RestoreAsync(Backups.Folder);

        before.AssertSame(database.Dump());
        Assert.Equal([("Customers", 5L), ("Orders", 20L)], made.Tables.Select(table => (table.Name, table.Rows)));
        Assert.Equal((25L, new FileInfo(made.File!).Length, Backups.Folder), (made.Rows, made.Bytes, Path.GetDirectoryName(made.File)));
        Assert.Equal("before the fair", Backups.Check(made.File!).Metadata.Description);
        Assert.Equal([new EfBackupProgress(EfBackupStage.Read, "Customers", 5, 5), new EfBackupProgress(EfBackupStage.Read, "Orders", 20, 20)], progress.Tables.Distinct());
        Assert.Equal([new EfBackupTable("Customers", 5, 5), new EfBackupTable("Orders", 20, 12)], restored.Tables);
        Assert.Equal((made.File, Backups.Folder), (restored.File, Path.GetDirectoryName(restored.SafetyBackup)));
        Assert.True(made.Duration > TimeSpan.Zero && restored.Duration > TimeSpan.Zero);
    }

    [Fact]
    public async Task A_file_is_packed_as_its_name_says_and_none_is_overwritten()
    {
        var database = Create<Shop.Context>(Shop.Fill);
        await using var context = database.Open<Shop.Context>();
        var path = Path.Combine(Fixture.Folder, "shop.json.gz");

        var made = await context.Database.BackupAsync(path);
        var written = await File.ReadAllBytesAsync(path);
        var refused = await RefusedAsync("EFB1603", () => context.Database.BackupAsync(path));

        Assert.Equal(path, made.File);
        Assert.Equal([0x1F, 0x8B], written[..2]);
        Assert.Contains("already", refused.Message, StringComparison.Ordinal);
        Assert.Equal(written, await File.ReadAllBytesAsync(path));
        Assert.Equal(25, Backups.Check(path).Metadata.Statistics.Values.Sum());
    }

    [Fact]
    public async Task What_can_not_be_is_said_before_anything_is_opened()
    {
        await using var context = Create<Shop.Context>().Open<Shop.Context>();
        var file = Path.Combine(Fixture.Folder, "shop.json");
        var keep = new EfBackupCreateOptions { Retention = new EfBackupRetention { KeepLast = 1 } };
        using var readable = new MemoryStream([], writable: false);

        await Assert.ThrowsAsync<ArgumentException>(() => context.Database.BackupAsync(file, new EfBackupCreateOptions { Compression = EfBackupCompression.Brotli }));
        await Assert.ThrowsAsync<ArgumentException>(() => context.Database.BackupAsync(file, new EfBackupCreateOptions { Passphrase = "secret" }));
        await Assert.ThrowsAsync<ArgumentException>(() => context.Database.BackupAsync(file + ".age"));
        await Assert.ThrowsAsync<ArgumentException>(() => context.Database.BackupAsync(file, keep));
        await Assert.ThrowsAsync<ArgumentException>(() => context.Database.BackupAsync(Stream.Null, keep));
        await Assert.ThrowsAsync<ArgumentException>(() => context.Database.BackupAsync(Stream.Null, new EfBackupCreateOptions { Verify = EfBackupVerifyLevel.File }));
        await Assert.ThrowsAsync<ArgumentException>(() => context.Database.BackupAsync(readable));
        Assert.Empty(Directory.GetFiles(Fixture.Folder, "shop*"));
    }

    [Fact]
    public async Task Some_rows_are_taken_masked_and_merged()
    {
        var database = Create<Shop.Context>(Shop.Fill);
        await using var context = database.Open<Shop.Context>();

        var made = await context.Database.BackupAsync(Backups.Folder, new EfBackupCreateOptions
        {
            Where = ["Orders=\"Id\" = 10"],
            WithRelated = true,
            Mask = true,
            Masks = [new EfBackupMask("Customers", "Name", "constant:nobody")],
        });
        database.Execute("""DELETE FROM "Orders" WHERE "Id" = 10""");
        var restored = await context.Database.RestoreAsync(made.File!, new EfBackupRestoreOptions { Mode = EfBackupRestoreMode.Merge });

        // Order 10 is of customer 1.
        Assert.Equal((true, 2L), (made.Partial, made.Rows));
        Assert.Equal(["Customers.Name (constant:nobody)"], made.Masked);
        Assert.Equal([("Customers", 0L, 1L, 0L), ("Orders", 1L, 0L, 0L)], restored.Tables.Select(table => (table.Name, table.Inserted!.Value, table.Updated!.Value, table.Unchanged!.Value)));
        Assert.Equal("nobody", (await context.Customers.SingleAsync(row => row.Id == 1)).Name);
        Assert.Equal((5, 20), (await context.Customers.CountAsync(), await context.Orders.CountAsync()));
    }

    [Fact]
    public async Task A_mode_that_keeps_rows_and_the_way_to_another_schema_do_not_go_together()
    {
        var database = Create<Shop.Context>(Shop.Fill);
        var before = database.Dump();
        await using var context = database.Open<Shop.Context>();
        var made = await context.Database.BackupAsync(Backups.Folder);

        await RefusedAsync("EFB1001", () => context.Database.RestoreAsync(made.File!, new EfBackupRestoreOptions { Mode = EfBackupRestoreMode.Insert, Schema = EfBackupSchema.Migrate }));

        before.AssertSame(database.Dump());
    }

    [Fact]
    public async Task What_is_cancelled_leaves_nothing_behind()
    {
        var database = Create<Shop.Context>(Shop.Fill);
        var file = await BackUpAsync<Shop.Context>(database);
        var before = database.Dump();
        await using var context = database.Open<Shop.Context>();
        using var backup = new CancellationTokenSource();
        using var restore = new CancellationTokenSource();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => context.Database.BackupAsync(Path.Combine(Fixture.Folder, "other"), null, new Heard(_ => backup.Cancel()), backup.Token));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => context.Database.RestoreAsync(file, new EfBackupRestoreOptions { SafetyBackup = false }, new Heard(said => { if (said.Stage == EfBackupStage.Load) { restore.Cancel(); } }), restore.Token));

        before.AssertSame(database.Dump());
        Assert.Equal([".gitignore"], Directory.GetFiles(Path.Combine(Fixture.Folder, "other")).Select(Path.GetFileName));
    }

    [Fact]
    public async Task The_log_has_every_event_with_its_id_and_the_result_the_warnings()
    {
        var database = Create<Shop.Context>(Shop.Fill);
        using var log = new KeptEvents();
        var options = new DbContextOptionsBuilder<Shop.Context>().UseLoggerFactory(LoggerFactory.Create(builder => builder.AddProvider(log)));
        database.Configure(options);
        await using var context = new Shop.Context(options.Options);

        var made = await context.Database.BackupAsync(Backups.Folder, new EfBackupCreateOptions { Exclude = ["Orders"] });
        await context.Database.VerifyAsync(made.File!);
        await RefusedAsync("EFB1402", () => context.Database.RestoreAsync(made.File!));
        database.Execute("""DELETE FROM "Orders" """);
        await context.Database.RestoreAsync(made.File!);

        Assert.Equal(["EFB1209"], made.Warnings.Select(warning => warning.Code));
        Assert.Equal(["Orders"], made.LeftOut);
        Assert.Equal(
            ["Warning 2 WarningRaised", "Information 10 BackupTaken", "Information 13 BackupVerified", "Error 14 OperationFailed", "Information 12 BackupRestored"], log.Said);
    }

    [Fact]
    public async Task Of_several_that_are_told_the_same_time_one_takes_the_backup_and_old_ones_go()
    {
        var database = Create<Shop.Context>(Shop.Fill);
        await using var context = database.Open<Shop.Context>();
        var due = DateTimeOffset.UtcNow.AddMinutes(-1);
        var options = new EfBackupCreateOptions { UnlessNewerThan = due, Retention = new EfBackupRetention { KeepLast = 1 } };

        var first = await context.Database.BackupAsync(Backups.Folder, options);
        var second = await context.Database.BackupAsync(Backups.Folder, options);
        await using (await SupportedDatabases.LockAsync(context, ProcessLock.Backup, TimeSpan.Zero, CancellationToken.None))
        {
            var busy = await context.Database.BackupAsync(Backups.Folder, options with { UnlessNewerThan = due.AddDays(1) });
            Assert.Equal((true, null), (busy.Skipped, busy.File));
        }

        var third = await context.Database.BackupAsync(Backups.Folder, options with { UnlessNewerThan = due.AddDays(1) });

        Assert.Equal((false, true, false), (first.Skipped, second.Skipped, third.Skipped));
        Assert.Equal(first.File, second.File);
        Assert.Equal([Path.GetFileName(first.File!)], third.Removed);
        Assert.Equal([third.File!], Backups.Files);
    }

    [Fact]
    public async Task A_newer_backup_of_some_rows_stands_in_for_no_whole_one()
    {
        var database = Create<Shop.Context>(Shop.Fill);
        await using var context = database.Open<Shop.Context>();

        var partial = await context.Database.BackupAsync(Backups.Folder, new EfBackupCreateOptions { Limit = 1, Exclude = ["Orders"] });
        var whole = await context.Database.BackupAsync(Backups.Folder, new EfBackupCreateOptions { UnlessNewerThan = DateTimeOffset.UnixEpoch });

        Assert.Equal((true, 1L), (partial.Partial, partial.Rows));
        Assert.Equal((false, 25L), (whole.Skipped, whole.Rows));
    }

    [Fact]
    public async Task A_backup_is_verified_against_the_database_and_a_dry_run_changes_nothing()
    {
        var database = Create<Shop.Context>(Shop.Fill);
        await using var context = database.Open<Shop.Context>();
        var planned = await context.Database.BackupAsync(Backups.Folder, new EfBackupCreateOptions { DryRun = true });
        Assert.Empty(Backups.Files);
        var made = await context.Database.BackupAsync(Backups.Folder);
        database.Damage();
        var damaged = database.Dump();

        var found = await context.Database.VerifyAsync(Backups.Folder, new EfBackupVerifyOptions { Level = EfBackupVerifyLevel.Schema });
        await using var stream = File.OpenRead(made.File!);
        var streamed = await context.Database.VerifyAsync(stream);
        var restored = await context.Database.RestoreAsync(made.File!, new EfBackupRestoreOptions { DryRun = true });

        Assert.Equal((null, 25L), (planned.File, planned.Rows));
        Assert.Equal((EfBackupVerifyLevel.Schema, true, 2, 1), (found.Level, found.Fits, found.Keys, found.References));
        Assert.Equal((EfBackupVerifyLevel.File, null, null, 25L), (streamed.Level, streamed.Fits, streamed.File, streamed.Rows));
        Assert.Equal((25L, null), (restored.Rows, restored.SafetyBackup));
        damaged.AssertSame(database.Dump());
    }

    /// <summary>Hears at once, where <see cref="Progress{T}"/> would some time later.</summary>
    private sealed class Heard(Action<EfBackupProgress>? also = null) : IProgress<EfBackupProgress>
    {
        public List<EfBackupProgress> Tables { get; } = [];

        public void Report(EfBackupProgress value)
        {
            if (value.Done == value.Total)
            {
                Tables.Add(value);
            }

            also?.Invoke(value);
        }
    }
}
