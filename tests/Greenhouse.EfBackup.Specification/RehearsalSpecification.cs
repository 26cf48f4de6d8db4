using Greenhouse.EfBackup.Protocol;
using Greenhouse.EfBackup.Schema;
using Greenhouse.EfBackup.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Xunit;

namespace Greenhouse.EfBackup.Specification;

/// <summary>Backups held against the application, and restored for a trial: what fits and restores passes, what does not is found, and nothing stays of the trial.</summary>
public abstract class RehearsalSpecification<TFixture> : ScratchSpecification<TFixture>
    where TFixture : DatabaseFixture, new()
{
    [Fact]
    public async Task A_backup_is_restored_into_a_scratch_database_of_which_nothing_stays()
    {
        var database = Migrated(SchemaChain.First);
        var (before, schema) = (database.Dump(), database.Schema());
        var file = await BackUpAsync<SchemaChain.Context>(database);
        await using var context = database.Open<SchemaChain.Context>();

        var found = await Backups.VerifyAsync(context, file, VerifyLevels.Rehearse);

        // Keys: the three primary ones. The foreign key: that of orders.
        Assert.Equal((VerifyLevels.Rehearse, 7L, 3, 1), (found.Level, found.Rows, found.Keys, found.References));
        Assert.Equal((true, SchemaChain.First), (found.Schema!.Fits, found.Schema.Migration));
        Assert.Equal((7L, SchemaChain.First), (found.Rehearsal!.Rows, found.Rehearsal.Migration));
        Assert.Equal(VerifyLevels.Rehearse, Sidecar.Read(file)?.Verified?.Level);
        AssertGone(database);
        before.AssertSame(database.Dump());
        Assert.Equal(schema, database.Schema());
        // The context works on the application's database again.
        Assert.Equal([SchemaChain.First], await context.Database.GetAppliedMigrationsAsync());
    }

    [Fact]
    public async Task The_tables_of_an_application_without_migrations_are_made_by_its_model()
    {
        var database = Create<ShopModel.Context>(ShopModel.Fill);
        var file = await BackUpAsync<ShopModel.Context>(database);

        var found = await VerifyAsync<ShopModel.Context>(database, file, VerifyLevels.Rehearse);

        Assert.Equal((25L, null), (found.Rehearsal!.Rows, found.Rehearsal.Migration));
        AssertGone(database);
    }

    [Fact]
    public async Task Rows_that_migrations_bring_along_give_way_to_those_of_the_backup()
    {
        var database = Fixture.CreateDatabase();
        using (var context = database.Open<SeedChain.Context>())
        {
            context.GetService<IMigrator>().Migrate(SeedChain.First);
        }

        database.Execute("""DELETE FROM "Nodes" WHERE "Id" = 2; INSERT INTO "Nodes" ("Id", "Name", "Size") VALUES (10, 'own', 7)""");
        var file = await BackUpAsync<SeedChain.Context>(database);

        // Of the seeds one is left.
        Assert.Equal(2, (await VerifyAsync<SeedChain.Context>(database, file, VerifyLevels.Rehearse)).Rehearsal!.Rows);
    }

    [Fact]
    public async Task An_older_backup_does_not_fit_the_database_and_is_rehearsed_at_its_own_migration()
    {
        var database = Migrated(SchemaChain.First);
        var file = await BackUpAsync<SchemaChain.Context>(database);
        Migrate(database, SchemaChain.Fourth);

        var refused = await RefusedAsync("EFB1401", () => VerifyAsync<SchemaChain.Context>(database, file, VerifyLevels.Schema));
        var found = await VerifyAsync<SchemaChain.Context>(database, file, VerifyLevels.Rehearse);

        Assert.Contains("table Notes is in the backup and not in the database", refused.Details);
        Assert.Equal((false, SchemaChain.First), (found.Schema!.Fits, found.Schema.Migration));
        Assert.Equal(7, found.Rehearsal!.Rows);
    }

    [Fact]
    public async Task What_fits_is_said_of_the_level_schema_and_nothing_is_changed_by_it()
    {
        var database = Migrated(SchemaChain.Second, rows: false);
        database.Execute("""INSERT INTO "Customers" ("Id", "Name", "Code", "Level") VALUES (1, 'Ada', 'A1', 2)""");
        var before = database.Dump();
        var file = await BackUpAsync<SchemaChain.Context>(database);

        var found = await VerifyAsync<SchemaChain.Context>(database, file, VerifyLevels.Schema);

        Assert.Equal((true, SchemaChain.Second, null), (found.Schema!.Fits, found.Schema.Migration, found.Rehearsal));
        Assert.Equal(VerifyLevels.Schema, Sidecar.Read(file)?.Verified?.Level);
        before.AssertSame(database.Dump());
    }

    [Fact]
    public async Task A_schema_that_somebody_changed_fails_and_takes_the_mark_away()
    {
        var database = Migrated(SchemaChain.First);
        var file = await BackUpAsync<SchemaChain.Context>(database);
        await VerifyAsync<SchemaChain.Context>(database, file, VerifyLevels.Schema);
        database.Execute("""DROP TABLE "Notes" """);

        // The migrations are the same: not even a rehearsal passes over it.
        await RefusedAsync("EFB1401", () => VerifyAsync<SchemaChain.Context>(database, file, VerifyLevels.Rehearse));

        Assert.Null(Sidecar.Read(file)?.Verified);
        AssertGone(database);
    }

    [Fact]
    public async Task A_migration_that_the_code_does_not_have_is_named()
    {
        var database = Migrated(SchemaChain.First);
        database.Execute("""INSERT INTO "__EFMigrationsHistory" ("MigrationId", "ProductVersion") VALUES ('20990101000000_FromTheFuture', '10.0.0')""");
        var file = await BackUpAsync<SchemaChain.Context>(database);

        var refused = await RefusedAsync("EFB1404", () => VerifyAsync<SchemaChain.Context>(database, file, VerifyLevels.Schema));

        Assert.Equal(["20990101000000_FromTheFuture"], refused.Details);
    }

    [Fact]
    public async Task A_row_that_the_schema_of_the_migrations_does_not_take_is_found()
    {
        var database = WithRefusedRow();
        var file = await BackUpAsync<SchemaChain.Context>(database);
        await VerifyAsync<SchemaChain.Context>(database, file, VerifyLevels.Schema);

        var refused = await RefusedAsync("EFB1812", () => VerifyAsync<SchemaChain.Context>(database, file, VerifyLevels.Rehearse));

        Assert.StartsWith($"{file} does not restore into a scratch database: the database refused ", refused.Message, StringComparison.Ordinal);
        Assert.Contains("Orders", refused.Message, StringComparison.Ordinal);
        Assert.EndsWith("(EFB1504)", refused.Message, StringComparison.Ordinal);
        Assert.Null(Sidecar.Read(file)?.Verified);
        AssertGone(database);
        Assert.Equal(3, database.Dump().Tables["Orders"].Count);
    }

    [Fact]
    public async Task A_table_that_nothing_makes_is_no_pass_and_no_failure()
    {
        var database = Migrated(SchemaChain.First);
        database.Execute("""CREATE TABLE outside (id INTEGER PRIMARY KEY); INSERT INTO outside VALUES (1)""");
        var file = await BackUpAsync<SchemaChain.Context>(database, TableSelection.Everything);
        await VerifyAsync<SchemaChain.Context>(database, file, VerifyLevels.File);

        var refused = await RefusedAsync("EFB1811", () => VerifyAsync<SchemaChain.Context>(database, file, VerifyLevels.Rehearse));

        Assert.StartsWith($"{file} is not rehearsed: ", refused.Message, StringComparison.Ordinal);
        Assert.Equal(["table outside is in the backup and not in the database"], refused.Details);
        // What was proved before is as true as it was.
        Assert.Equal(VerifyLevels.File, Sidecar.Read(file)?.Verified?.Level);
        AssertGone(database);
    }

    [Fact]
    public async Task A_backup_that_lacks_what_it_references_is_not_rehearsed()
    {
        var database = Migrated(SchemaChain.First);
        var file = await BackUpAsync<SchemaChain.Context>(database, Backups.Without("Customers"));

        var refused = await RefusedAsync("EFB1811", () => VerifyAsync<SchemaChain.Context>(database, file, VerifyLevels.Rehearse));

        Assert.Contains("Customers", refused.Help, StringComparison.Ordinal);
        AssertGone(database);
    }

    [Theory]
    [InlineData(Stages.Load)]
    [InlineData(Stages.Verify)]
    public async Task Who_interrupts_a_rehearsal_leaves_nothing_of_it(string stage)
    {
        var database = Migrated(SchemaChain.First);
        var before = database.Dump();
        var file = await BackUpAsync<SchemaChain.Context>(database);
        using var interruption = new CancellationTokenSource();
        Backups.Listener = said =>
        {
            if (said is TableEvent table && table.Stage == stage)
            {
                interruption.Cancel();
            }
        };
        await using var context = database.Open<SchemaChain.Context>();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Backups.VerifyAsync(context, file, VerifyLevels.Rehearse, interruption.Token));

        Assert.True(interruption.IsCancellationRequested);
        AssertGone(database);
        before.AssertSame(database.Dump());
        Assert.Equal([SchemaChain.First], await context.Database.GetAppliedMigrationsAsync());
    }

    private protected async Task<VerifyResult> VerifyAsync<TContext>(TestDatabase database, string file, string level)
        where TContext : DbContext
    {
        await using var context = database.Open<TContext>();
        return await Backups.VerifyAsync(context, file, level);
    }
}
