#if EFCORE9_OR_GREATER
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.Extensions.Logging;
using Xunit;
using Chain = Greenhouse.EfBackup.Specification.ChainModel;

namespace Greenhouse.EfBackup.Specification;

/// <summary>A seed where EF Core makes or migrates a database.</summary>
public abstract class SeedingSpecification<TFixture> : Specification<TFixture>
    where TFixture : DatabaseFixture, new()
{
    private const string Seed = """{ "Plants": [{ "Id": 50, "Title": "Fern", "Height": "tall" }], "Remarks": [{ "Id": 1, "PlantId": 50, "Text": "green" }] }""";

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_migrated_database_has_the_rows_and_migrating_again_writes_none(bool async)
    {
        var database = Fixture.CreateDatabase();

        await MigrateAsync(database, Seed, async);
        var before = database.Dump();
        await MigrateAsync(database, Seed, async);

        before.AssertSame(database.Dump());
        Assert.Equal("Fern tall green", await ReadAsync(database));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_database_that_is_made_without_migrations_has_the_rows(bool async)
    {
        var database = Fixture.CreateDatabase();
        await using (var context = Open(database, Seed))
        {
            _ = async ? await context.Database.EnsureCreatedAsync() : context.Database.EnsureCreated();
        }

        Assert.Equal("Fern tall green", await ReadAsync(database));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_seed_that_fails_stops_the_migration_with_its_code_and_leaves_no_row(bool async)
    {
        var database = Fixture.CreateDatabase();
        await MigrateAsync(database, "{}", async);
        var before = database.Dump();

        var refused = await RefusedAsync("EFB1835", () => MigrateAsync(database, Seed.Replace("\"PlantId\": 50", "\"PlantId\": 51", StringComparison.Ordinal), async));

        Assert.Contains("row 1 of Remarks", refused.Message, StringComparison.Ordinal);
        before.AssertSame(database.Dump());
        // No lock is left that it would wait for.
        await MigrateAsync(database, Seed, async).WaitAsync(TimeSpan.FromSeconds(60));
        Assert.Equal("Fern tall green", await ReadAsync(database));
    }

    [Fact]
    public async Task Where_migrations_are_pending_it_waits_for_them()
    {
        var database = Fixture.CreateDatabase();
        using var log = new KeptEvents();

        // The column of the titles has another name there.
        await MigrateAsync(database, Seed, async: true, Chain.Added, log);
        Assert.DoesNotContain(log.Said, said => said.Contains("SeedApplied", StringComparison.Ordinal));
        await MigrateAsync(database, Seed, async: true, log: log);

        Assert.Equal("Fern tall green", await ReadAsync(database));
        Assert.Contains("Information 15 SeedApplied", log.Said);
    }

    [Fact]
    public async Task What_the_application_seeds_itself_comes_first_and_two_seeds_come_in_turn()
    {
        var database = Fixture.CreateDatabase();
        var options = Configured(database);
        options.UseSeeding((context, _) => context.Database.ExecuteSqlRaw("""INSERT INTO "Plants" ("Id", "Title", "Height") VALUES (50, 'old', 'low')"""));
        options.UseBackupSeeding(FileOf("first.json", Seed)).UseBackupSeeding(FileOf("second.json", """{ "Plants": [{ "Id": 50, "Title": "Fern 2" }] }"""));
        await using (var context = new Chain.Context(options.Options))
        {
            context.Database.EnsureCreated();
        }

        Assert.Equal("Fern 2 tall green", await ReadAsync(database));
    }

    [Fact]
    public async Task A_relative_path_is_one_beside_the_application()
    {
        var database = Create<Chain.Context>();
        var name = $"seed-{Guid.NewGuid():N}.json";
        var beside = Path.Combine(AppContext.BaseDirectory, name);
        await File.WriteAllTextAsync(beside, Seed);
        try
        {
            await using var context = database.Open<Chain.Context>();
            Assert.Equal((beside, 2L), await context.Database.SeedAsync(name) is var seeded ? (seeded.File, seeded.Inserted) : default);
            var missing = await RefusedAsync("EFB1831", () => context.Database.SeedAsync("no-" + name));
            Assert.Contains(Path.Combine(AppContext.BaseDirectory, "no-" + name), missing.Message, StringComparison.Ordinal);
        }
        finally
        {
            File.Delete(beside);
        }
    }

    private Task MigrateAsync(TestDatabase database, string seed, bool async, string? target = null, ILoggerProvider? log = null)
        => Task.Run(async () =>
        {
            await using var context = Open(database, seed, log);
            if (async)
            {
                await context.GetService<IMigrator>().MigrateAsync(target);
            }
            else
            {
                context.GetService<IMigrator>().Migrate(target);
            }
        });

    private static async Task<string> ReadAsync(TestDatabase database)
    {
        await using var context = database.Open<Chain.Context>();
        return string.Join(", ", await context.Database.SqlQueryRaw<string>("""SELECT p."Title" || ' ' || p."Height" || ' ' || r."Text" AS "Value" FROM "Plants" p JOIN "Remarks" r ON r."PlantId" = p."Id" """).ToListAsync());
    }

    private Chain.Context Open(TestDatabase database, string seed, ILoggerProvider? log = null)
    {
        var options = Configured(database).UseBackupSeeding(FileOf("seed.json", seed));
        return new Chain.Context((log is null ? options : options.UseLoggerFactory(LoggerFactory.Create(builder => builder.AddProvider(log)))).Options);
    }

    private static DbContextOptionsBuilder<Chain.Context> Configured(TestDatabase database)
    {
        var options = new DbContextOptionsBuilder<Chain.Context>();
        database.Configure(options);
        options.HasNoSnapshot();
        return options;
    }

    private string FileOf(string name, string json)
    {
        var file = Path.Combine(Fixture.Folder, name);
        File.WriteAllText(file, json);
        return file;
    }
}
#endif
