using Greenhouse.EfBackup.Migrations;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Xunit;

namespace Greenhouse.EfBackup.Specification;

/// <summary>Schema and rows where a team has merged branches, tables are left out or not the application's, and the code is ahead of its migrations.</summary>
public abstract class BranchSpecification<TFixture> : Specification<TFixture>
    where TFixture : DatabaseFixture, new()
{
    private const string Rows = """
        INSERT INTO "Parents" ("Id", "Name") VALUES (1, 'kept'), (2, 'gone');
        INSERT INTO "Children" ("Id", "ParentId") VALUES (10, 1), (20, 2);
        """;

    [Fact]
    public async Task Exactly_the_migrations_that_were_applied_come_back_and_no_older_one_of_a_branch()
    {
        var database = WithoutBranch();
        var (before, schema) = (database.Dump(), database.Schema());
        var file = await BackUpAsync<BranchChain.Context>(database);
        Migrate(database, BranchChain.Fourth);

        await RestoreSchemaAsync(database, file, SchemaMode.Backup);

        before.AssertSame(database.Dump());
        Assert.Equal(schema, database.Schema());
    }

    [Fact]
    public async Task A_migration_of_a_branch_changes_the_rows_of_an_older_backup_and_deleted_rows_take_those_that_reference_them_along()
    {
        var database = WithoutBranch();
        var file = await BackUpAsync<BranchChain.Context>(database);

        await RestoreSchemaAsync(database, file, SchemaMode.Migrate);

        // As EF does it.
        var other = WithoutBranch();
        Migrate(other, BranchChain.Fourth);
        Assert.Single(other.Dump().Tables["Children"]);
        other.Dump().AssertSame(database.Dump());
        Assert.Equal(other.Schema(), database.Schema());
    }

    [Fact]
    public async Task Views_come_back_as_they_were_and_those_of_later_migrations_go()
    {
        var database = At(BranchChain.Branch);
        database.Execute("""CREATE VIEW by_hand AS SELECT "Id" FROM "Children" """);
        var schema = database.Schema();
        var file = await BackUpAsync<BranchChain.Context>(database);
        Migrate(database, BranchChain.Fourth);

        await RestoreSchemaAsync(database, file, SchemaMode.Backup);

        Assert.Equal(schema, database.Schema());
    }

#if EFCORE9_OR_GREATER
    [Fact]
    public async Task A_model_that_is_ahead_of_its_migrations_and_seeds_rows_is_no_hindrance()
    {
        var database = At(BranchChain.Third);
        var before = database.Dump();
        var file = await BackUpAsync<BranchChain.Context>(database);
        var options = new DbContextOptionsBuilder<BranchChain.Context>();
        database.Configure(options);
        options.UseSeeding((context, _) => context.Set<BranchChain.Parent>().Load()).UseAsyncSeeding((context, _, cancellation) => context.Set<BranchChain.Parent>().LoadAsync(cancellation));

        await using var context = new BranchChain.Context(options.Options);
        await Backups.RestoreSchemaAsync(context, file, SchemaMode.Backup, Backups.Options());

        before.AssertSame(database.Dump());
    }
#endif

    [Fact]
    public async Task A_backup_that_leaves_a_table_out_does_not_empty_it()
    {
        var database = At(BranchChain.Third);
        database.Execute("""INSERT INTO "Extras" VALUES (1)""");
        await using var context = database.Open<BranchChain.Context>();
        var file = (await Backups.CreateAsync(context, Backups.Without("Extras"))).File!;
        var before = database.Dump();

        var refused = await RefusedAsync("EFB1401", () => RestoreSchemaAsync(database, file, SchemaMode.Backup));

        Assert.Contains("Extras", refused.Details.Single(), StringComparison.Ordinal);
        before.AssertSame(database.Dump());
    }

    [Fact]
    public async Task Rows_of_a_table_that_is_not_the_applications_are_in_the_safety_backup_where_the_backup_replaces_them()
    {
        var database = At(BranchChain.Third);
        database.Execute("""CREATE TABLE outside (id INTEGER PRIMARY KEY, note TEXT); INSERT INTO outside VALUES (1, 'then')""");
        await using var context = database.Open<BranchChain.Context>();
        var file = (await Backups.CreateAsync(context, Schema.TableSelection.Everything)).File!;
        database.Execute("INSERT INTO outside VALUES (2, 'written since')");
        var later = database.Dump();

        var result = await RestoreSchemaAsync(database, file, SchemaMode.Backup, safety: true);
        Assert.Single(database.Dump().Tables["outside"]);
        await RestoreSchemaAsync(database, result.SafetyBackup!, SchemaMode.Backup);

        later.AssertSame(database.Dump());
    }

    [Fact]
    public async Task A_migration_is_not_taken_for_one_whose_name_ends_like_it()
    {
        var database = At(BranchChain.Branch);

        Assert.Equal(BranchChain.Fourth, (await MigrateAsync(database, new MigrateOptions("Extras", DryRun: true))).To);
        Assert.Equal(BranchChain.Third, (await MigrateAsync(database, new MigrateOptions("add_extras", DryRun: true))).To);
    }

    private TestDatabase At(string migration)
    {
        var database = Fixture.CreateDatabase();
        Migrate(database, migration);
        database.Execute(Rows);
        return database;
    }

    /// <summary>The third was applied before the branch was merged.</summary>
    private TestDatabase WithoutBranch()
    {
        var database = At(BranchChain.Third);
        database.Execute($"""DELETE FROM "__EFMigrationsHistory" WHERE "MigrationId" = '{BranchChain.Branch}'""");
        return database;
    }

    private static void Migrate(TestDatabase database, string migration)
    {
        var options = new DbContextOptionsBuilder<BranchChain.Context>();
        database.Configure(options);
        options.HasNoSnapshot();
        using var context = new BranchChain.Context(options.Options);
        context.GetService<IMigrator>().Migrate(migration);
    }

    private async Task<Protocol.MigrateResult> MigrateAsync(TestDatabase database, MigrateOptions options)
    {
        await using var context = database.Open<BranchChain.Context>();
        return await Backups.MigrateAsync(context, options);
    }

    private async Task<Protocol.RestoreResult> RestoreSchemaAsync(TestDatabase database, string file, SchemaMode mode, bool safety = false)
    {
        var options = new DbContextOptionsBuilder<BranchChain.Context>();
        database.Configure(options);
        options.HasNoSnapshot();
        await using var context = new BranchChain.Context(options.Options);
        return await Backups.RestoreSchemaAsync(context, file, mode, Backups.Options(safety: safety));
    }
}
