using Greenhouse.EfBackup.Migrations;
using Greenhouse.EfBackup.Protocol;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Xunit;

namespace Greenhouse.EfBackup.Specification;

/// <summary>Applying migrations: what they endanger is said, a snapshot is taken, and they all succeed or leave nothing.</summary>
public abstract class MigrateSpecification<TFixture> : Specification<TFixture>
    where TFixture : DatabaseFixture, new()
{
    private const string Rows = """
        INSERT INTO "Customers" ("Id", "Name", "Code") VALUES (1, 'Ada Lovelace', 'A1'), (2, 'Alan Turing', 'A2'), (3, 'Grace Hopper', NULL);
        INSERT INTO "Orders" ("Id", "CustomerId", "Total") VALUES (10, 1, 1500), (11, 1, 20);
        INSERT INTO "Notes" ("Id", "Text") VALUES (1, 'goes with its table');
        """;

    // The fourth migration wants codes to be unique, and fails at its second statement.
    private const string SameCodes = """INSERT INTO "Customers" ("Id", "Name", "Code") VALUES (4, 'Katherine Johnson', 'A1')""";

    [Fact]
    public async Task A_dry_run_says_what_is_pending_and_what_it_endangers_and_changes_nothing()
    {
        var database = AtFirst(Rows);
        var (before, schema) = (database.Dump(), database.Schema());

        var result = await MigrateAsync(database, new MigrateOptions(DryRun: true), _ => Assert.Fail("A dry run asks nothing."));

        Assert.Equal((SchemaChain.First, SchemaChain.Fourth), (result.From, result.To));
        Assert.Equal([SchemaChain.Second, SchemaChain.Third, SchemaChain.Fourth], result.Migrations);
        Assert.Equal(
            [
                $"{SchemaChain.Third} drops table Notes: 1 rows",
                $"{SchemaChain.Third} runs SQL, which can do anything: UPDATE \"Customers\"",
                $"{SchemaChain.Third} drops column Name of Customers: 3 values",
                $"{SchemaChain.Fourth} wants Code of Customers to be unique: 2 values",
            ],
            result.Hazards.Select(hazard => $"{hazard.Migration} {hazard}".Split(" SET ")[0]));
        Assert.Empty(Backups.Files);
        Assert.Equal(schema, database.Schema());
        before.AssertSame(database.Dump());
    }

    [Fact]
    public async Task Migrations_are_applied_after_a_snapshot_that_leads_back()
    {
        var database = AtFirst(Rows);
        var (before, other) = (database.Dump(), AtFirst(Rows));
        Migrate(other, SchemaChain.Fourth);

        var result = await MigrateAsync(database, new MigrateOptions());

        Assert.Equal(other.Schema(), database.Schema());
        other.Dump().AssertSame(database.Dump());
        Assert.Equal([new MigratedTable("Customers", 3, 3), new MigratedTable("Notes", 1, null), new MigratedTable("Orders", 2, 2)], result.Tables);
        var metadata = Backups.Check(result.Snapshot!).Metadata;
        Assert.Equal(("before-migration", SchemaChain.Second), (metadata.Reason, metadata.Before));
        Assert.StartsWith($"before-{SchemaChain.Second}-", Path.GetFileName(result.Snapshot), StringComparison.Ordinal);
        await using var context = database.Open<SchemaChain.Context>();
        await Backups.RestoreSchemaAsync(context, result.Snapshot!, SchemaMode.Backup);
        Assert.Equal(before.Rows, database.Dump().Rows);
        Assert.Equal(before.Tables["Notes"], database.Dump().Tables["Notes"]);
    }

    [Fact]
    public async Task With_nothing_pending_nothing_happens()
    {
        var database = Fixture.CreateDatabase();
        Migrate(database, SchemaChain.Fourth);
        database.Execute("""INSERT INTO "Customers" ("Id", "Level") VALUES (1, 1)""");

        var result = await MigrateAsync(database, new MigrateOptions(), _ => Assert.Fail("Nothing is to be asked."));

        Assert.Empty(result.Migrations);
        Assert.Null(result.Snapshot);
        Assert.Empty(Backups.Files);
    }

    [Fact]
    public async Task Rows_of_others_are_no_reason_for_a_snapshot()
    {
        var database = Fixture.CreateDatabase();
        database.Execute("CREATE TABLE outside (id INTEGER PRIMARY KEY); INSERT INTO outside VALUES (1)");

        var result = await MigrateAsync(database, new MigrateOptions(SchemaChain.First));

        Assert.Null(result.Snapshot);
        Assert.Equal(SchemaChain.First, result.To);
        Assert.Single(database.Dump().Tables["outside"]);
    }

    [Theory]
    [InlineData(SchemaChain.Third)]
    [InlineData("Third")]
    public async Task A_target_is_named_by_its_id_or_its_name(string target)
    {
        var database = AtFirst(Rows);

        var result = await MigrateAsync(database, new MigrateOptions(target));

        Assert.Equal(SchemaChain.Third, result.To);
        Assert.Equal("EFB1713", (await Assert.ThrowsAsync<EfBackupException>(() => MigrateAsync(database, new MigrateOptions("Fifth")))).Code);
    }

    [Fact]
    public async Task Only_what_can_lose_something_is_asked_for()
    {
        var database = AtFirst(Rows);

        await MigrateAsync(database, new MigrateOptions("Second"), question => Assert.Fail(question));
        var (before, schema) = (database.Dump(), database.Schema());
        await Assert.ThrowsAsync<InvalidOperationException>(() => MigrateAsync(database, new MigrateOptions("Third"), question => throw new InvalidOperationException(question)));

        Assert.Equal(schema, database.Schema());
        before.AssertSame(database.Dump());
    }

    [Fact]
    public async Task A_migration_that_rows_make_fail_takes_those_before_it_along_and_nothing_is_changed()
    {
        var database = AtFirst(Rows + SameCodes);
        var (before, schema) = (database.Dump(), database.Schema());

        var refused = await RefusedAsync("EFB1711", () => MigrateAsync(database, new MigrateOptions()));

        Assert.Contains("schema and data are as they were before", refused.Help, StringComparison.Ordinal);
        Assert.Equal(schema, database.Schema());
        before.AssertSame(database.Dump());
        Assert.Single(Backups.Files);
    }

    [Fact]
    public async Task Without_rollback_what_was_applied_before_the_failure_stays()
    {
        var database = AtFirst(Rows + SameCodes);

        var refused = await RefusedAsync("EFB1711", () => MigrateAsync(database, new MigrateOptions(Rollback: false)));

        Assert.Contains("dotnet ef-backup undo", refused.Help, StringComparison.Ordinal);
        var applied = database.Dump().Tables["__EFMigrationsHistory"].Count;
#if EFCORE9_OR_GREATER && !EFCORE10_OR_GREATER
        // Of all versions this one has a transaction around all migrations, where no step of theirs is kept out of it.
        Assert.Contains(applied, new[] { 1, 3 });
#else
        Assert.Equal(3, applied);
#endif
    }

    [Fact]
    public async Task An_interruption_leaves_everything_as_it_was()
    {
        var database = AtFirst(Rows);
        var (before, schema) = (database.Dump(), database.Schema());
        using var interruption = new CancellationTokenSource();
        // Between the snapshot and the migrations.
        Backups.Listener = said => _ = said is NoteEvent note && note.Message.StartsWith("3 migrations", StringComparison.Ordinal) ? Interrupt() : 0;

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => MigrateAsync(database, new MigrateOptions(), cancellation: interruption.Token));

        Assert.Equal(schema, database.Schema());
        before.AssertSame(database.Dump());

        int Interrupt()
        {
            interruption.Cancel();
            return 0;
        }
    }

    [Fact]
    public async Task Migrations_are_taken_back_to_a_target_that_is_older()
    {
        var database = Fixture.CreateDatabase();
        Migrate(database, SchemaChain.Fourth);
        database.Execute("""INSERT INTO "Customers" ("Id", "First", "Last", "Level") VALUES (1, 'Ada', 'Lovelace', 1)""");

        var result = await MigrateAsync(database, new MigrateOptions("Second"));

        Assert.Equal([SchemaChain.Fourth, SchemaChain.Third], result.Migrations);
        Assert.Contains(result.Hazards, hazard => hazard is { Column: "First", Values: 1, Loses: true });
        Assert.Equal(2, database.Dump().Tables["__EFMigrationsHistory"].Count);
        Assert.Single(database.Dump().Tables["Customers"]);
    }

    [Fact]
    public async Task What_is_renamed_before_it_is_dropped_is_at_stake_by_its_older_name()
    {
        var database = Fixture.CreateDatabase();
        await using (var first = database.Open<RenameChain.Context>())
        {
            await first.GetService<IMigrator>().MigrateAsync(RenameChain.First);
        }

        database.Execute("""INSERT INTO "Old" ("Id", "Text") VALUES (1, 'one'), (2, NULL); INSERT INTO "Other" ("Id") VALUES (1)""");
        await using var context = database.Open<RenameChain.Context>();

        var asked = await Assert.ThrowsAsync<InvalidOperationException>(() => Backups.MigrateAsync(context, new MigrateOptions(), question => throw new InvalidOperationException(question)));

        Assert.Contains("lose data", asked.Message, StringComparison.Ordinal);
        await using var again = database.Open<RenameChain.Context>();
        var result = await Backups.MigrateAsync(again, new MigrateOptions(DryRun: true));
        Assert.Equal(["drops column Body of New: 1 values", "drops table New: 2 rows", "drops table New: 1 rows"], result.Hazards.Select(hazard => hazard.ToString()));
    }

    [Fact]
    public async Task What_is_written_while_the_user_is_asked_is_in_the_snapshot()
    {
        var database = AtFirst(Rows);

        var result = await MigrateAsync(database, new MigrateOptions("Third"), _ => database.Execute(SameCodes));

        Assert.Equal(4, Backups.Check(result.Snapshot!).Metadata.Statistics["Customers"]);
        Assert.Contains(new MigratedTable("Customers", 4, 4), result.Tables);
    }

    [Fact]
    public async Task Somebody_who_migrates_while_the_user_is_asked_is_noticed()
    {
        var database = AtFirst(Rows);

        await RefusedAsync("EFB1202", () => MigrateAsync(database, new MigrateOptions(), _ => Migrate(database, SchemaChain.Second)));

        Assert.Equal(2, database.Dump().Tables["__EFMigrationsHistory"].Count);
        Assert.Empty(Backups.Files);
    }

    private TestDatabase AtFirst(string rows)
    {
        var database = Fixture.CreateDatabase();
        Migrate(database, SchemaChain.First);
        database.Execute(rows);
        return database;
    }

    private static void Migrate(TestDatabase database, string migration)
    {
        using var context = database.Open<SchemaChain.Context>();
        context.GetService<IMigrator>().Migrate(migration);
    }

    private async Task<MigrateResult> MigrateAsync(TestDatabase database, MigrateOptions options, Action<string>? confirm = null, CancellationToken cancellation = default)
    {
        await using var context = database.Open<SchemaChain.Context>();
        return await Backups.MigrateAsync(context, options, confirm, cancellation: cancellation);
    }
}
