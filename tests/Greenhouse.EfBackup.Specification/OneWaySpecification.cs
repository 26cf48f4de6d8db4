using Greenhouse.EfBackup.Migrations;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Xunit;

namespace Greenhouse.EfBackup.Specification;

/// <summary>The way back past migrations that have none.</summary>
public abstract class OneWaySpecification<TFixture> : Specification<TFixture>
    where TFixture : DatabaseFixture, new()
{
    private const string Rows = """INSERT INTO "Plants" ("Id", "Name", "Beds") VALUES (1, 'tomato', 3), (2, 'basil', 0)""";

    [Theory]
    [InlineData(OneWayChain.First, OneWayChain.Refusing)]
    [InlineData(OneWayChain.First, OneWayChain.Forgetful)]
    [InlineData(OneWayChain.Refusing, OneWayChain.Forgetful)]
    public async Task Schema_and_rows_come_back_where_no_Down_method_leads_there(string saved, string later)
    {
        var database = Fixture.CreateDatabase();
        Migrate(database, saved);
        database.Execute(Rows);
        var (before, schema) = (database.Dump(), database.Schema());
        var file = await BackUpAsync<OneWayChain.Context>(database);
        Migrate(database, later);
        database.Execute("""UPDATE "Plants" SET "Beds" = 7; INSERT INTO "Plants" ("Id", "Name", "Beds", "Height") VALUES (3, 'mint', 1, 2)""");

        await using var context = database.Open<OneWayChain.Context>();
        await Backups.RestoreSchemaAsync(context, file, SchemaMode.Backup);

        Assert.Equal(schema, database.Schema());
        before.AssertSame(database.Dump());
    }

    private static void Migrate(TestDatabase database, string migration)
    {
        using var context = database.Open<OneWayChain.Context>();
        context.GetService<IMigrator>().Migrate(migration);
    }
}
