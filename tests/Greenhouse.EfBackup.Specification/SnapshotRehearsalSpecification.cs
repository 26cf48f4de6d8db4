using Greenhouse.EfBackup.Migrations;
using Greenhouse.EfBackup.Protocol;
using Greenhouse.EfBackup.Storage;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Greenhouse.EfBackup.Specification;

/// <summary>The snapshot from before migrations, restored for a trial: they follow where it passes, and nothing is migrated where it fails.</summary>
public abstract class SnapshotRehearsalSpecification<TFixture> : ScratchSpecification<TFixture>
    where TFixture : DatabaseFixture, new()
{
    [Fact]
    public async Task A_snapshot_that_has_to_be_rehearsed_is_and_the_migrations_follow()
    {
        var database = Migrated(SchemaChain.First);
        await using var context = Hooked(database);

        await context.Database.MigrateAsync();

        Assert.Equal(VerifyLevels.Rehearse, Sidecar.Read(Snapshots().Single())?.Verified?.Level);
        Assert.Equal([SchemaChain.First, SchemaChain.Second, SchemaChain.Third, SchemaChain.Fourth], await context.Database.GetAppliedMigrationsAsync());
        AssertGone(database);
    }

    [Fact]
    public async Task A_snapshot_that_fails_its_rehearsal_stops_the_migrations()
    {
        var database = WithRefusedRow();
        await using var context = Hooked(database);

        var stopped = await RefusedAsync("EFB1701", () => context.Database.MigrateAsync());

        Assert.Contains("does not restore into a scratch database", stopped.Message, StringComparison.Ordinal);
        Assert.Contains("EFBACKUP_BEFORE_MIGRATION=false", stopped.Message, StringComparison.Ordinal);
        Assert.Equal([SchemaChain.First], await context.Database.GetAppliedMigrationsAsync());
        Assert.Single(Snapshots());
        AssertGone(database);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task The_verb_that_migrates_has_its_snapshot_rehearsed_first(bool rollback)
    {
        var (good, bad) = (Migrated(SchemaChain.First), WithRefusedRow());
        await using var context = good.Open<SchemaChain.Context>();
        await using var refusing = bad.Open<SchemaChain.Context>();

        var done = await Backups.MigrateAsync(context, new MigrateOptions(Rollback: rollback, Target: SchemaChain.Second), verify: Rehearse(good));
        var refused = await RefusedAsync("EFB1812", () => Backups.MigrateAsync(refusing, new MigrateOptions(Rollback: rollback, Target: SchemaChain.Second), verify: Rehearse(bad)));

        Assert.Equal(7, done.Verification!.Rehearsal!.Rows);
        Assert.Equal([SchemaChain.First, SchemaChain.Second], await context.Database.GetAppliedMigrationsAsync());
        Assert.Equal([SchemaChain.First], await refusing.Database.GetAppliedMigrationsAsync());
        Assert.Contains("EFB1504", refused.Message, StringComparison.Ordinal);
        AssertGone(good);
        AssertGone(bad);
    }

    private Func<string, CancellationToken, Task<VerifyResult>> Rehearse(TestDatabase database)
        => async (file, cancellation) =>
        {
            await using var context = database.Open<SchemaChain.Context>();
            return await Backups.VerifySnapshotAsync(context, file, VerifyLevels.Rehearse, cancellation);
        };

    private SchemaChain.Context Hooked(TestDatabase database)
    {
        var options = new DbContextOptionsBuilder<SchemaChain.Context>();
        database.Configure(options);
        options.UseEfBackup(settings => (settings.Folder, settings.RequireRehearsal) = (Backups.Folder, true));
        options.HasNoSnapshot();
        return new SchemaChain.Context(options.Options);
    }

    private string[] Snapshots() => Directory.GetFiles(Backups.Folder, "before-*.json");
}
