using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Greenhouse.EfBackup.Specification;

/// <summary>Computed columns and defaults.</summary>
public abstract class GeneratedValuesSpecification<TFixture> : Specification<TFixture>
    where TFixture : DatabaseFixture, new()
{
    [Fact]
    public async Task Computed_columns_are_computed_again_and_not_in_the_rows()
    {
        var trip = await RoundTripAsync<GeneratedModel.Context>(Fill);

        await using var context = trip.Target.Open<GeneratedModel.Context>();
        var line = trip.Check.Metadata.Tables.Single(table => table.Key == "Lines");

        Assert.Equal([6, 20], await context.Lines.OrderBy(row => row.Id).Select(row => row.Stored).ToListAsync());
        Assert.Equal(["Total", "Stored"], line.Columns.Where(column => column.Generated).Select(column => column.Name).OrderDescending());
        Assert.DoesNotContain("\"Total\":", string.Concat(File.ReadLines(trip.File).Where(text => text.StartsWith("{\"Id\":", StringComparison.Ordinal))), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_null_where_the_column_has_a_default_stays_null()
    {
        var trip = await RoundTripAsync<GeneratedModel.Context>(Fill);

        await using var context = trip.Target.Open<GeneratedModel.Context>();

        Assert.Equal([null, "given"], await context.Lines.OrderBy(row => row.Id).Select(row => row.WithDefault).ToListAsync());
    }

    private static void Fill(GeneratedModel.Context context)
    {
        context.AddRange(new GeneratedModel.Line { Price = 2, Quantity = 3, WithDefault = "x" }, new GeneratedModel.Line { Price = 4, Quantity = 5, WithDefault = "given" });
        context.SaveChanges();
        context.Lines.Where(line => line.Price == 2).ExecuteUpdate(set => set.SetProperty(line => line.WithDefault, (string?)null));
    }
}

internal static class GeneratedModel
{
    internal sealed class Context(DbContextOptions<Context> options) : DbContext(options)
    {
        public DbSet<Line> Lines => Set<Line>();

        protected override void OnModelCreating(ModelBuilder modelBuilder)
            => modelBuilder.Entity<Line>(line =>
            {
                line.Property(row => row.Total).HasComputedColumnSql("\"Price\" + \"Quantity\"", stored: true);
                line.Property(row => row.Stored).HasComputedColumnSql("\"Price\" * \"Quantity\"", stored: true);
                line.Property(row => row.WithDefault).HasDefaultValue("the default");
                line.Property(row => row.Number).HasDefaultValueSql("42");
                line.Property(row => row.Concurrency).IsConcurrencyToken();
            });
    }

    internal sealed class Line
    {
        public int Id { get; set; }

        public int Price { get; set; }

        public int Quantity { get; set; }

        public int Total { get; private set; }

        public int Stored { get; private set; }

        public string? WithDefault { get; set; }

        public int Number { get; set; }

        public Guid Concurrency { get; set; } = Awkward.Guids[2];
    }
}
