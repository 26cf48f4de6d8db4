using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Greenhouse.EfBackup.Specification;

/// <summary>Names that need quoting wherever they go.</summary>
public abstract class NamesSpecification<TFixture> : Specification<TFixture>
    where TFixture : DatabaseFixture, new()
{
    [Fact]
    public async Task Names_that_need_quoting_come_back()
    {
        var trip = await RoundTripAsync<NamesModel.Context>(Fill);

        Assert.Equal(NamesModel.Tables.Order(StringComparer.Ordinal), trip.Check.Metadata.Statistics.Keys.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_table_is_chosen_by_its_name_in_any_case_and_by_its_entity()
    {
        var database = Create<NamesModel.Context>(Fill);

        var byName = Backups.Check(await BackUpAsync<NamesModel.Context>(database, Backups.Only("ORDER", "two words")));
        var byEntity = Backups.Check(await BackUpAsync<NamesModel.Context>(database, Backups.Only("Entity00")));

        Assert.Equal(["order", "two words"], byName.Metadata.Statistics.Keys.Order(StringComparer.Ordinal));
        Assert.Equal([NamesModel.Tables[0]], byEntity.Metadata.Statistics.Keys);
    }

    internal static void Fill(NamesModel.Context context)
    {
        foreach (var (name, index) in NamesModel.Tables.Select((name, index) => (name, index)))
        {
            context.Set<Dictionary<string, object>>($"Entity{index:00}").Add(NamesModel.Columns.ToDictionary(column => column, column => (object)$"{name}.{column}"));
        }
    }
}

internal static class NamesModel
{
    public static readonly string[] Tables =
    [
        "order", "two words", "MiXeD", "quo\"te", "apos'trophe", "select", "Überäcker", "日本", "🌱", "semi;colon", "dash--dash", "[brackets]", "back`tick", "dot.ted", "tab\tbed", "$dollar", "100%", "a\\b", "{0}", "@p0", "data", "metadata",
    ];

    public static readonly string[] Columns = ["group", "white space", "MiXeD", "quo\"te", "apos'trophe", "Größe", "列", "🌿", "semi;colon", "a\\b", "$text", "dot.ted", "[x]", "{0}", "@p1", "new\nline"];

    internal sealed class Context(DbContextOptions<Context> options) : DbContext(options)
    {
        protected override void OnModelCreating(ModelBuilder modelBuilder)
        {
            foreach (var (name, index) in Tables.Select((name, index) => (name, index)))
            {
                modelBuilder.SharedTypeEntity<Dictionary<string, object>>($"Entity{index:00}", entity =>
                {
                    entity.ToTable(name);
                    entity.IndexerProperty<int>("Id");
                    foreach (var column in Columns)
                    {
                        entity.IndexerProperty<string>(column);
                    }

                    entity.HasIndex(Columns[3]);
                });
            }
        }
    }
}
