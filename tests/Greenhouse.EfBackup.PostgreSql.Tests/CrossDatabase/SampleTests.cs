using Greenhouse.EfBackup.Specification;
using Greenhouse.Model;
using Greenhouse.Seeding;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Xunit;

namespace Greenhouse.EfBackup.PostgreSql.Tests.CrossDatabase;

/// <summary>The sample, made by the migrations of each kind of database, from one into the other.</summary>
public sealed class SampleTests : CrossDatabaseTest
{
    private const string SqliteMigrations = "Greenhouse";
    private const string PostgreSqlMigrations = "Greenhouse.PostgreSql";

    [Fact]
    public async Task The_sample_made_on_SQLite_is_the_same_on_PostgreSQL_and_comes_back_as_it_was()
    {
        var source = Migrated(EmptySqlite(), SqliteMigrations, seeded: true);
        var (middle, end) = (Migrated(EmptyPostgreSql(), PostgreSqlMigrations), Migrated(EmptySqlite(), SqliteMigrations));

        var there = await MoveAsync<GreenhouseContext>(source, middle);
        var back = await MoveAsync<GreenhouseContext>(middle, end);

        Assert.Equal(Entities(source), Entities(middle));
        source.Dump().AssertSame(end.Dump());
        AssertWhole(there, back);
    }

    [Fact]
    public async Task The_sample_made_on_PostgreSQL_is_the_same_on_SQLite_and_comes_back_as_it_was()
    {
        var source = Migrated(EmptyPostgreSql(), PostgreSqlMigrations, seeded: true);
        var (middle, end) = (Migrated(EmptySqlite(), SqliteMigrations), Migrated(EmptyPostgreSql(), PostgreSqlMigrations));
        var schema = end.Schema();

        var there = await MoveAsync<GreenhouseContext>(source, middle);
        var back = await MoveAsync<GreenhouseContext>(middle, end);

        Assert.Equal(Entities(source), Entities(middle));
        source.Dump().AssertSame(end.Dump());
        Assert.Equal(schema, end.Schema());
        AssertWhole(there, back);
    }

    [Fact]
    public async Task Rows_that_were_there_are_replaced_and_saved_first_in_their_own_kind()
    {
        var source = Migrated(EmptySqlite(), SqliteMigrations, seeded: true);
        var target = Migrated(EmptyPostgreSql(), PostgreSqlMigrations, seeded: true);
        target.Execute("DELETE FROM verification_tokens; UPDATE users SET name = 'changed'");
        var changed = target.Dump();
        var file = await BackUpAsync<GreenhouseContext>(source);

        string safety;
        await using (var context = target.Open<GreenhouseContext>())
        {
            safety = (await Backups.RestoreAsync(context, file, Backups.Options(safety: true))).SafetyBackup!;
        }

        Assert.Equal(Entities(source), Entities(target));
        await RestoreAsync<GreenhouseContext>(target, safety);
        changed.AssertSame(target.Dump());
    }

    [Fact]
    public async Task The_next_rows_get_the_next_ids_on_either_kind()
    {
        var sqlite = Migrated(EmptySqlite(), SqliteMigrations, seeded: true);
        var postgreSql = Migrated(EmptyPostgreSql(), PostgreSqlMigrations);
        await MoveAsync<GreenhouseContext>(sqlite, postgreSql);

        Assert.Equal((Id: 6, Count: 6), AddUser(sqlite));
        Assert.Equal((Id: 6, Count: 6), AddUser(postgreSql));
        await MoveAsync<GreenhouseContext>(postgreSql, sqlite);
        Assert.Equal((Id: 7, Count: 7), AddUser(sqlite));
    }

    private static void AssertWhole(params Protocol.RestoreResult[] results)
        => Assert.All(results, result =>
        {
            Assert.True(result.Verified);
            // What the sample's README says it holds.
            Assert.Equal((5, 10, 25), (Rows(result, "users"), Rows(result, "customers"), Rows(result, "tunnels")));
            Assert.Equal((100, 50, 75), (Rows(result, "schedules"), Rows(result, "items"), Rows(result, "tasks")));
        });

    private static long Rows(Protocol.RestoreResult result, string table) => result.Tables.Single(rows => rows.Table == table).Rows;

    private static TDatabase Migrated<TDatabase>(TDatabase database, string migrations, bool seeded = false)
        where TDatabase : TestDatabase
    {
        var options = new DbContextOptionsBuilder<GreenhouseContext>();
        database.Configure(options);
        var relational = RelationalOptionsExtension.Extract(options.Options);
        ((IDbContextOptionsBuilderInfrastructure)options).AddOrUpdateExtension(relational.WithMigrationsAssembly(migrations));
        using var context = new GreenhouseContext(options.Options);
        context.Database.Migrate();
        Assert.Equal(seeded, seeded && SampleData.Seed(context));
        return database;
    }

    private static IReadOnlyList<string> Entities(TestDatabase database)
    {
        using var context = database.Open<GreenhouseContext>();
        return EntityText.Of(context);
    }

    private static (int Id, int Count) AddUser(TestDatabase database)
    {
        using var context = database.Open<GreenhouseContext>();
        var user = new User { Email = $"new{context.Users.Count()}@greenhouse.example", Name = "New", CreatedAt = DateTimeOffset.UnixEpoch };
        context.Add(user);
        context.SaveChanges();
        return (user.Id, context.Users.Count());
    }
}
