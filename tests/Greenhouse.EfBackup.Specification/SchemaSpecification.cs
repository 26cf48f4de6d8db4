using Greenhouse.EfBackup.Migrations;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Xunit;

namespace Greenhouse.EfBackup.Specification;

/// <summary>Schema and rows together: back to a migration, forward through migrations, all of it or nothing.</summary>
public abstract class SchemaSpecification<TFixture> : Specification<TFixture>
    where TFixture : DatabaseFixture, new()
{
    private const string Rows = """
        INSERT INTO "Customers" ("Id", "Name", "Code") VALUES (1, 'Ada Lovelace', 'A1'), (2, 'Alan Turing', 'A2'), (3, 'Grace Hopper', NULL);
        INSERT INTO "Orders" ("Id", "CustomerId", "Total") VALUES (10, 1, 1500), (11, 1, 20), (12, 3, 0);
        INSERT INTO "Notes" ("Id", "Text") VALUES (1, 'kept until the third migration');
        """;

    [Theory]
    [InlineData(SchemaChain.Second)]
    [InlineData(SchemaChain.Third)]
    [InlineData(SchemaChain.Fourth)]
    public async Task Schema_and_rows_come_back_exactly_from_any_later_migration(string later)
    {
        var database = Migrated(SchemaChain.First);
        database.Execute(Rows);
        var (before, schema) = (database.Dump(), database.Schema());
        var file = await BackUpAsync<SchemaChain.Context>(database);
        Migrate(database, later);
        Assert.NotEqual(schema, database.Schema());

        var result = await RestoreSchemaAsync(database, file, SchemaMode.Backup);

        Assert.Equal(SchemaChain.First, result.Migration);
        Assert.Equal(Unordered(schema), Unordered(database.Schema()));
        Assert.Equal(Unordered(before), Unordered(database.Dump()));
    }

    [Fact]
    public async Task The_rows_that_go_are_in_the_safety_backup()
    {
        var database = Migrated(SchemaChain.First);
        database.Execute(Rows);
        var file = await BackUpAsync<SchemaChain.Context>(database);
        Migrate(database, SchemaChain.Fourth);
        database.Execute("""UPDATE "Customers" SET "First" = 'written since' WHERE "Id" = 1""");
        var later = database.Dump();

        var result = await RestoreSchemaAsync(database, file, SchemaMode.Backup, safety: true);
        await RestoreSchemaAsync(database, result.SafetyBackup!, SchemaMode.Backup);

        later.AssertSame(database.Dump());
    }

    [Fact]
    public async Task An_old_backup_goes_through_the_real_migrations_its_rows_in_place()
    {
        var database = Migrated(SchemaChain.First);
        database.Execute(Rows);
        var file = await BackUpAsync<SchemaChain.Context>(database);
        Migrate(database, SchemaChain.Fourth);
        var (migrated, schema) = (database.Dump(), database.Schema());
        database.Execute("""DELETE FROM "Orders"; DELETE FROM "Customers";""");

        var result = await RestoreSchemaAsync(database, file, SchemaMode.Migrate);

        Assert.Equal(SchemaChain.Fourth, result.Migration);
        Assert.Equal(schema, database.Schema());
        migrated.AssertSame(database.Dump());
    }

    [Theory]
    [InlineData(SchemaMode.Backup, SchemaChain.First)]
    [InlineData(SchemaMode.Migrate, SchemaChain.Fourth)]
    public async Task An_empty_database_gets_schema_and_rows(object mode, string expected)
    {
        var source = Migrated(SchemaChain.First);
        source.Execute(Rows);
        var file = await BackUpAsync<SchemaChain.Context>(source);
        Migrate(source, expected);
        var target = Fixture.CreateDatabase();

        await RestoreSchemaAsync(target, file, (SchemaMode)mode);

        Assert.Equal(source.Schema(), target.Schema());
        source.Dump().AssertSame(target.Dump());
    }

    [Fact]
    public async Task A_backup_that_is_newer_than_the_code_is_refused_by_name()
    {
        var database = Migrated(SchemaChain.First);
        database.Execute(Rows);
        database.Execute("""INSERT INTO "__EFMigrationsHistory" ("MigrationId", "ProductVersion") VALUES ('20990101000000_Later', '10.0.0')""");
        var file = await BackUpAsync<SchemaChain.Context>(database);
        var before = database.Dump();

        var refused = await RefusedAsync("EFB1404", () => RestoreSchemaAsync(database, file, SchemaMode.Backup));

        Assert.Contains("20990101000000_Later", refused.Message, StringComparison.Ordinal);
        before.AssertSame(database.Dump());
    }

    [Fact]
    public async Task A_database_that_another_version_of_the_code_has_migrated_is_refused_by_name()
    {
        var database = Migrated(SchemaChain.First);
        database.Execute(Rows);
        var file = await BackUpAsync<SchemaChain.Context>(database);
        database.Execute("""INSERT INTO "__EFMigrationsHistory" ("MigrationId", "ProductVersion") VALUES ('20990101000000_Later', '10.0.0')""");

        var refused = await RefusedAsync("EFB1404", () => RestoreSchemaAsync(database, file, SchemaMode.Backup));

        Assert.Equal(["20990101000000_Later"], refused.Details);
    }

    [Fact]
    public async Task A_migration_that_fails_on_the_rows_of_the_backup_leaves_everything_as_it_was()
    {
        var source = Migrated(SchemaChain.First);
        source.Execute("""INSERT INTO "Customers" ("Id", "Name", "Code") VALUES (1, 'One', 'same'), (2, 'Two', 'same')""");
        var file = await BackUpAsync<SchemaChain.Context>(source);
        var target = Migrated(SchemaChain.Second);
        target.Execute("""INSERT INTO "Customers" ("Id", "Name", "Code", "Level") VALUES (7, 'Seven', 'x', 3)""");
        var (before, schema) = (target.Dump(), target.Schema());

        // The fourth wants codes to be unique.
        var refused = await RefusedAsync("EFB1711", () => RestoreSchemaAsync(target, file, SchemaMode.Migrate));

        Assert.Contains(SchemaChain.Fourth, refused.Message, StringComparison.Ordinal);
        Assert.Equal(schema, target.Schema());
        before.AssertSame(target.Dump());
    }

    [Fact]
    public async Task What_the_user_declines_does_not_happen()
    {
        var database = Migrated(SchemaChain.First);
        database.Execute(Rows);
        var file = await BackUpAsync<SchemaChain.Context>(database);
        Migrate(database, SchemaChain.Fourth);
        var (before, schema) = (database.Dump(), database.Schema());

        await Assert.ThrowsAsync<InvalidOperationException>(() => RestoreSchemaAsync(database, file, SchemaMode.Backup, confirm: question => throw new InvalidOperationException(question)));

        Assert.Equal(schema, database.Schema());
        before.AssertSame(database.Dump());
    }

    [Fact]
    public async Task A_table_outside_of_the_model_stays_and_one_that_references_is_named()
    {
        var database = Migrated(SchemaChain.First);
        database.Execute(Rows);
        database.Execute("""CREATE TABLE outside (id INTEGER PRIMARY KEY, note TEXT); INSERT INTO outside VALUES (1, 'ours')""");
        var file = await BackUpAsync<SchemaChain.Context>(database);
        Migrate(database, SchemaChain.Third);

        await RestoreSchemaAsync(database, file, SchemaMode.Backup);
        Assert.Single(database.Dump().Tables["outside"]);

        database.Execute("""CREATE TABLE pointing (id INTEGER PRIMARY KEY, customer INTEGER REFERENCES "Customers" ("Id")); INSERT INTO pointing VALUES (1, 1)""");
        var refused = await RefusedAsync("EFB1402", () => RestoreSchemaAsync(database, file, SchemaMode.Backup));
        Assert.Contains("pointing", refused.Details.Single(), StringComparison.Ordinal);
    }

    /// <summary>A column that comes back to a table that was altered comes back as its last one.</summary>
    private static IEnumerable<string> Unordered(IReadOnlyList<string> schema) => schema.Select(line => line.TrimEnd(',')).Order(StringComparer.Ordinal);

    private static IEnumerable<string> Unordered(Dump dump) => dump.Lines.Select(line => string.Join(' ', line.Split(" | ").SelectMany(part => part.Split('\t')).Order(StringComparer.Ordinal)));

    private TestDatabase Migrated(string migration)
    {
        var database = Fixture.CreateDatabase();
        Migrate(database, migration);
        return database;
    }

    private static void Migrate(TestDatabase database, string migration)
    {
        using var context = database.Open<SchemaChain.Context>();
        context.GetService<IMigrator>().Migrate(migration);
    }

    private async Task<Protocol.RestoreResult> RestoreSchemaAsync(TestDatabase database, string file, SchemaMode mode, bool safety = false, Action<string>? confirm = null)
    {
        await using var context = database.Open<SchemaChain.Context>();
        return await Backups.RestoreSchemaAsync(context, file, mode, Backups.Options(safety: safety), confirm);
    }
}
