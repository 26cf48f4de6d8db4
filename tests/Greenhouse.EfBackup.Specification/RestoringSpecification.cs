using Xunit;
using Shop = Greenhouse.EfBackup.Specification.ShopModel;

namespace Greenhouse.EfBackup.Specification;

/// <summary>What a restore does beside the rows: asks, keeps the old ones, says what it would do, and does no more than it was told.</summary>
public abstract class RestoringSpecification<TFixture> : Specification<TFixture>
    where TFixture : DatabaseFixture, new()
{
    [Fact]
    public async Task A_dry_run_says_the_same_and_changes_nothing()
    {
        var (database, file) = await ChangedAsync();
        var changed = database.Dump();

        var dry = await RestoreAsync<Shop.Context>(database, file, Backups.Options(safety: true, dryRun: true));
        var afterDry = database.Dump();
        var wet = await RestoreAsync<Shop.Context>(database, file, Backups.Options(safety: true));

        changed.AssertSame(afterDry);
        Assert.True(dry.DryRun);
        Assert.Null(dry.SafetyBackup);
        Assert.Equal(wet.Tables, dry.Tables);
        Assert.Equal([("Customers", 5, 6), ("Orders", 20, 19)], wet.Tables.Select(table => (table.Table, (int)table.Rows, (int)table.Deleted)).Order());
    }

    [Fact]
    public async Task A_dry_run_of_create_writes_nothing()
    {
        var database = Create<Shop.Context>(Shop.Fill);
        await using var context = database.Open<Shop.Context>();

        var result = await Backups.CreateAsync(context, dryRun: true);

        Assert.Null(result.File);
        Assert.Equal(25, result.Rows);
        Assert.False(Directory.Exists(Backups.Folder));
    }

    [Fact]
    public async Task The_safety_backup_holds_the_old_rows_and_restores_them()
    {
        var (database, file) = await ChangedAsync();
        var changed = database.Dump();

        var result = await RestoreAsync<Shop.Context>(database, file, Backups.Options(safety: true));
        var safety = Backups.Check(result.SafetyBackup!).Metadata;
        await RestoreAsync<Shop.Context>(database, result.SafetyBackup!);

        Assert.Equal("safety", safety.Reason);
        Assert.Equal((6, 19), (safety.Statistics["Customers"], safety.Statistics["Orders"]));
        changed.AssertSame(database.Dump());
    }

    [Fact]
    public async Task The_safety_backup_of_a_partial_restore_holds_the_tables_that_were_replaced()
    {
        var (database, file) = await ChangedAsync();

        var result = await RestoreAsync<Shop.Context>(database, file, Backups.Options(Backups.Only("Orders"), safety: true));

        Assert.Equal(["Orders"], Backups.Check(result.SafetyBackup!).Metadata.Statistics.Keys);
        Assert.Equal(["Customers"], result.Untouched);
        Assert.Equal((6, 20), (database.Dump().Tables["Customers"].Count, database.Dump().Tables["Orders"].Count));
    }

    [Fact]
    public async Task Declining_changes_nothing_and_leaves_no_file()
    {
        var (database, file) = await ChangedAsync();
        var changed = database.Dump();
        await using var context = database.Open<Shop.Context>();
        string? asked = null;

        await Assert.ThrowsAsync<InvalidOperationException>(() => Backups.RestoreAsync(context, file, Backups.Options(safety: true), question =>
        {
            asked = question;
            throw new InvalidOperationException("no");
        }));

        Assert.StartsWith("Replace 25 rows of 2 tables in ", asked, StringComparison.Ordinal);
        Assert.Equal([file], Backups.Files);
        changed.AssertSame(database.Dump());
    }

    [Fact]
    public async Task Included_tables_are_restored_and_others_stay()
    {
        var (database, file) = await ChangedAsync();
        database.Execute("""UPDATE "Customers" SET "Name" = 'kept' WHERE "Id" = 1""");
        var customers = database.Dump().Tables["Customers"];

        await RestoreAsync<Shop.Context>(database, file, Backups.Options(Backups.Without("Customers")));

        Assert.Equal(customers, database.Dump().Tables["Customers"]);
        Assert.Equal(20, database.Dump().Tables["Orders"].Count);
    }

    [Fact]
    public async Task Reading_back_is_said_in_the_result()
    {
        var (database, file) = await ChangedAsync();

        var with = await RestoreAsync<Shop.Context>(database, file, Backups.Options(readBack: true));
        var without = await RestoreAsync<Shop.Context>(database, file, Backups.Options(readBack: false));

        Assert.Equal((true, false), (with.Verified, without.Verified));
    }

    /// <summary>A database with the shop's rows, its backup, and one order less and one customer more since.</summary>
    private async Task<(TestDatabase Database, string File)> ChangedAsync()
    {
        var database = Create<Shop.Context>(Shop.Fill);
        var file = await BackUpAsync<Shop.Context>(database);
        database.Execute("""
            DELETE FROM "Orders" WHERE "Id" = 4;
            UPDATE "Orders" SET "Text" = 'changed' WHERE "Id" = 5;
            INSERT INTO "Customers" ("Id", "Name") VALUES (6, 'new');
            """);
        return (database, file);
    }
}
