using Greenhouse.EfBackup.Specification;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Greenhouse.EfBackup.Sqlite.Tests;

/// <summary>What only SQLite's tables have, when they are seeded.</summary>
public sealed class SeedIntoTablesTests : Specification<SqliteFixture>
{
    [Fact]
    public async Task Tables_without_a_model_without_a_key_and_with_other_collations_take_rows()
    {
        var database = Fixture.CreateDatabase();
        database.Execute("""
            CREATE TABLE "no key" (a INTEGER, b TEXT);
            CREATE TABLE folded (name TEXT COLLATE NOCASE PRIMARY KEY, v TEXT) STRICT;
            CREATE TABLE counted (id INTEGER PRIMARY KEY AUTOINCREMENT, v TEXT NOT NULL DEFAULT 'd');
            INSERT INTO folded VALUES ('Rose', 'old');
            """);
        const string Seed = """
            {
              "no key": [{ "a": 1, "b": null }, { "a": 1, "b": "x" }],
              "folded": [{ "name": "rose", "v": "new" }],
              "counted": [{ "id": 9 }, { "v": "e" }]
            }
            """;

        var first = await SeedAsync(database, Seed);
        var second = await SeedAsync(database, Seed);

        Assert.Equal((4L, 1L, 0L, 5L), (first.Inserted, first.Updated, second.Inserted + second.Updated, second.Unchanged));
        Assert.Equal("""
            counted: 9|d
            counted: 10|e
            folded: rose|new
            no key: 1|
            no key: 1|x
            """.ReplaceLineEndings("\n"), Read(database, """SELECT 'counted: ' || id || '|' || v FROM counted UNION ALL SELECT 'folded: ' || name || '|' || v FROM folded UNION ALL SELECT 'no key: ' || a || '|' || coalesce(b, '') FROM "no key" """));
    }

    [Fact]
    public async Task Values_of_other_storage_classes_are_written_and_come_back()
    {
        const string Schema = "CREATE TABLE odd (id INTEGER PRIMARY KEY, v TEXT, n INTEGER)";
        const string Stored = "SELECT id || '|' || typeof(v) || ' ' || hex(v) || '|' || typeof(n) || ' ' || hex(n) FROM odd ORDER BY id";
        var (source, target) = (Fixture.CreateDatabase(), Fixture.CreateDatabase());
        source.Execute($"{Schema}; INSERT INTO odd VALUES (1, CAST(x'ff41' AS TEXT), 'seven'), (2, x'00ff', 1.5)");
        target.Execute(Schema);
        var file = Path.Combine(Fixture.Folder, "written.json");
        await using (var context = new Empty(source.Options<Empty>()))
        {
            await context.Database.WriteSeedAsync(file, new EfBackupCreateOptions { AllTables = true });
        }

        var json = await File.ReadAllTextAsync(file);
        var first = await SeedAsync(target, json);
        var second = await SeedAsync(target, json);

        Assert.Equal((2L, 2L), (first.Inserted, second.Unchanged));
        Assert.Equal("1|text FF41|text 736576656E\n2|blob 00FF|real 312E35", Read(target, Stored));
    }

    [Theory]
    [InlineData("""{ "$blob": "?" }""", "no base64")]
    [InlineData("""{ "$utf8": "?" }""", "no base64")]
    [InlineData("""{ "$integer": "x" }""", "no number")]
    public async Task A_mark_that_does_not_fit_its_value_is_refused_with_the_row(string value, string message)
    {
        var database = Fixture.CreateDatabase();
        database.Execute("CREATE TABLE odd (id INTEGER PRIMARY KEY, v TEXT)");

        var refused = await RefusedAsync("EFB1835", () => SeedAsync(database, $$"""{ "odd": [{ "id": 1, "v": {{value}} }] }"""));

        Assert.Contains("row 1 of odd", refused.Message, StringComparison.Ordinal);
        Assert.Contains(message, refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_database_that_is_missing_is_said_and_not_made()
    {
        var missing = Path.Combine(Fixture.Folder, "missing.db");
        await File.WriteAllTextAsync(Path.Combine(Fixture.Folder, "seed.json"), "{}");
        await using var context = new ShopModel.Context(new DbContextOptionsBuilder<ShopModel.Context>().UseSqlite($"Data Source={missing}").Options);

        await RefusedAsync("EFB1201", () => context.Database.SeedAsync(Path.Combine(Fixture.Folder, "seed.json")));

        Assert.False(File.Exists(missing));
    }

    [Fact]
    public async Task A_transaction_that_EF_does_not_know_is_refused()
    {
        var database = Create<ShopModel.Context>();
        await File.WriteAllTextAsync(Path.Combine(Fixture.Folder, "seed.json"), """{ "Customers": [{ "Id": 1 }] }""");
        await using var context = database.Open<ShopModel.Context>();
        await context.Database.OpenConnectionAsync();
        await using (await context.Database.GetDbConnection().BeginTransactionAsync())
        {
            await RefusedAsync("EFB1216", () => context.Database.SeedAsync(Path.Combine(Fixture.Folder, "seed.json")));
        }

        Assert.Equal(System.Data.ConnectionState.Open, context.Database.GetDbConnection().State);
        Assert.Equal(1, (await context.Database.SeedAsync(Path.Combine(Fixture.Folder, "seed.json"))).Inserted);
    }

    private async Task<EfBackupSeedResult> SeedAsync(TestDatabase database, string json)
    {
        var file = Path.Combine(Fixture.Folder, "seed.json");
        await File.WriteAllTextAsync(file, json);
        await using var context = new Empty(database.Options<Empty>());
        return await context.Database.SeedAsync(file);
    }

    private static string Read(TestDatabase database, string sql)
    {
        using var connection = new Microsoft.Data.Sqlite.SqliteConnection(((SqliteTestDatabase)database).ConnectionString);
        connection.Open();
        return string.Join('\n', Databases.Sqlite.SqliteCatalog.Query(connection, sql, row => row.GetString(0)));
    }

    private sealed class Empty(DbContextOptions<Empty> options) : DbContext(options);
}
