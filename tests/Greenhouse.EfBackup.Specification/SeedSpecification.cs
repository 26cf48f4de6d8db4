using Greenhouse.EfBackup.Migrations;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Xunit;

namespace Greenhouse.EfBackup.Specification;

/// <summary>Rows that migrations bring themselves, counters, generated columns and a history table of another name, on the way back and forward.</summary>
public abstract class SeedSpecification<TFixture> : Specification<TFixture>
    where TFixture : DatabaseFixture, new()
{
    private const string Rows = """
        INSERT INTO "Nodes" ("Id", "Name", "Size") VALUES (10, 'own', 7), (11, 'below', 8), (12, 'last', 9);
        UPDATE "Nodes" SET "ParentId" = 11 WHERE "Id" = 10;
        UPDATE "Nodes" SET "ParentId" = 10 WHERE "Id" = 11;
        DELETE FROM "Nodes" WHERE "Id" = 12;
        """;

    [Theory]
    [InlineData(null)]
    [InlineData("meta")]
    public async Task The_way_back_has_the_rows_of_the_backup_and_no_seeds(string? schema)
    {
        var database = AtFirst(schema);
        var (before, structure) = (database.Dump(), database.Schema());
        var file = await RunAsync(database, schema, async context => (await Backups.CreateAsync(context)).File!);
        Migrate(database, schema, SeedChain.Second);
        database.Execute("""INSERT INTO "Nodes" ("Id", "Name", "Size") VALUES (90, 'later', 9)""");

        await RunAsync(database, schema, context => Backups.RestoreSchemaAsync(context, file, SchemaMode.Backup));

        before.AssertSame(database.Dump());
        Assert.Equal(structure, database.Schema());
        Migrate(database, schema, SeedChain.Second);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("meta")]
    public async Task The_way_forward_is_that_of_the_migrations(string? schema)
    {
        var (database, other) = (AtFirst(schema), AtFirst(schema));
        var file = await RunAsync(database, schema, async context => (await Backups.CreateAsync(context)).File!);
        Migrate(other, schema, SeedChain.Second);

        await RunAsync(database, schema, context => Backups.RestoreSchemaAsync(context, file, SchemaMode.Migrate));

        other.Dump().AssertSame(database.Dump());
        Assert.Equal(other.Schema(), database.Schema());
    }

    [Theory]
    [InlineData(null)]
    [InlineData("meta")]
    public async Task An_empty_database_is_brought_to_the_backup(string? schema)
    {
        var (source, target) = (AtFirst(schema), Fixture.CreateDatabase());
        var file = await RunAsync(source, schema, async context => (await Backups.CreateAsync(context)).File!);

        await RunAsync(target, schema, context => Backups.RestoreSchemaAsync(context, file, SchemaMode.Backup));

        source.Dump().AssertSame(target.Dump());
        Assert.Equal(source.Schema(), target.Schema());
    }

    [Fact]
    public async Task A_migration_without_a_way_back_is_said()
    {
        var database = AtFirst(null);
        var before = database.Dump();

        await RefusedAsync("EFB1711", () => RunAsync(database, null, context => Backups.MigrateAsync(context, new MigrateOptions("0"))));

        before.AssertSame(database.Dump());
    }

    [Theory]
    [InlineData("safety")]
    [InlineData("load")]
    [InlineData("note")]
    public async Task An_interruption_at_any_stage_leaves_everything_as_it_was(string stage)
    {
        var database = AtFirst(null);
        var file = await RunAsync(database, null, async context => (await Backups.CreateAsync(context)).File!);
        Migrate(database, null, SeedChain.Second);
        var (before, structure) = (database.Dump(), database.Schema());
        using var interruption = new CancellationTokenSource();
        Backups.Listener = said =>
        {
            if ((said is Protocol.TableEvent table && table.Stage == stage) || (stage == "note" && said is Protocol.NoteEvent))
            {
                interruption.Cancel();
            }
        };

        await RunAsync(database, null, async context =>
        {
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Backups.RestoreSchemaAsync(context, file, SchemaMode.Migrate, Backups.Options(safety: true), cancellation: interruption.Token));
            return 0;
        });

        before.AssertSame(database.Dump());
        Assert.Equal(structure, database.Schema());
    }

    private TestDatabase AtFirst(string? schema)
    {
        var database = Fixture.CreateDatabase();
        Migrate(database, schema, SeedChain.First);
        database.Execute(Rows);
        return database;
    }

    private static void Migrate(TestDatabase database, string? schema, string migration)
    {
        using var context = Open(database, schema);
        context.GetService<IMigrator>().Migrate(migration);
    }

    private static async Task<T> RunAsync<T>(TestDatabase database, string? schema, Func<DbContext, Task<T>> action)
    {
        await using var context = Open(database, schema);
        return await action(context);
    }

    private static SeedChain.Context Open(TestDatabase database, string? schema)
    {
        var options = new DbContextOptionsBuilder<SeedChain.Context>();
        database.Configure(options);
        // As the provider's own type: options are found by it.
        dynamic extension = RelationalOptionsExtension.Extract(options.Options).WithMigrationsHistoryTableName("History of Migrations").WithMigrationsHistoryTableSchema(schema);
        ((IDbContextOptionsBuilderInfrastructure)options).AddOrUpdateExtension(extension);
        return new SeedChain.Context(options.Options);
    }
}
