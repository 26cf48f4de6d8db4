using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Xunit;

namespace Greenhouse.EfBackup.Specification;

/// <summary>A database that is migrations behind its code is backed up exactly as it is.</summary>
public abstract class OlderSchemaSpecification<TFixture> : Specification<TFixture>
    where TFixture : DatabaseFixture, new()
{
    [Fact]
    public async Task At_each_of_seven_steps_the_newest_code_backs_up_and_restores_what_is_there()
    {
        var database = Fixture.CreateDatabase();
        for (var step = 1; step <= ChainModel.All.Length; step++)
        {
            await using (var context = database.Open<ChainModel.Context>())
            {
                await context.GetService<IMigrator>().MigrateAsync(ChainModel.All[step - 1]);
            }

            database.Execute(ChainModel.Rows(step));
            var (before, schema) = (database.Dump(), database.Schema());

            var file = await BackUpAsync<ChainModel.Context>(database);
            database.Damage();
            before.AssertDiffers(database.Dump());
            await RestoreAsync<ChainModel.Context>(database, file);

            before.AssertSame(database.Dump());
            Assert.Equal(schema, database.Schema());
            var metadata = Backups.Check(file).Metadata;
            Assert.Equal(ChainModel.All[..step], metadata.Migrations);
            Assert.Empty(metadata.LeftOut);
            Assert.Equal(
                ChainModel.Columns(step).OrderBy(table => table.Key).Select(table => $"{table.Key}: {string.Join(", ", table.Value)}"),
                metadata.Tables.OrderBy(table => table.Key).Select(table => $"{table.Key}: {string.Join(", ", table.Columns.Select(column => column.Name).Order(StringComparer.Ordinal))}"));
            Assert.All(metadata.Statistics, table => Assert.Equal(before.Tables[table.Key].Count, table.Value));
        }
    }

    [Fact]
    public async Task A_column_has_the_kind_that_it_had_then()
    {
        var database = Fixture.CreateDatabase();
        await using (var context = database.Open<ChainModel.Context>())
        {
            await context.GetService<IMigrator>().MigrateAsync(ChainModel.Added);
        }

        database.Execute(ChainModel.Rows(2));

        var plants = Backups.Check(await BackUpAsync<ChainModel.Context>(database)).Metadata.Tables.Single(table => table.Key == "Plants");

        Assert.Equal("Integer", plants.Columns.Single(column => column.Name == "Height").Kind.ToString());
        Assert.Equal("Boolean", plants.Columns.Single(column => column.Name == "Wet").Kind.ToString());
    }
}
