using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Greenhouse.EfBackup.Specification;

/// <summary>A hierarchy in one table, in a table a type, in a table a concrete type.</summary>
public abstract class InheritanceSpecification<TFixture> : Specification<TFixture>
    where TFixture : DatabaseFixture, new()
{
    [Fact]
    public async Task One_table_for_all_types_comes_back()
    {
        var trip = await RoundTripAsync<InheritanceModel.OneTable>(Fill);

        Assert.Equal(["Plants"], trip.Check.Metadata.Tables.Select(table => table.Key));
        Assert.Equal(["Flower", "Plant", "Tree"], trip.Check.Metadata.Tables[0].Entities.Order());
    }

    [Fact]
    public async Task A_table_for_each_type_comes_back()
    {
        var trip = await RoundTripAsync<InheritanceModel.TablePerType>(Fill);

        Assert.Equal("Plants", trip.Check.Metadata.Tables[0].Key);
        Assert.Equal(["Flowers", "Plants", "Trees"], trip.Check.Metadata.Tables.Select(table => table.Key).Order());
    }

    [Fact]
    public async Task A_table_for_each_concrete_type_comes_back()
    {
        var trip = await RoundTripAsync<InheritanceModel.TablePerConcreteType>(Fill);

        Assert.Equal(["Flowers", "Plants", "Trees"], trip.Check.Metadata.Tables.Select(table => table.Key).Order());
    }

    [Fact]
    public async Task The_entities_read_back_are_those_that_were_saved()
    {
        var trip = await RoundTripAsync<InheritanceModel.TablePerType>(Fill);

        await using var context = trip.Target.Open<InheritanceModel.TablePerType>();
        var plants = await context.Set<InheritanceModel.Plant>().OrderBy(plant => plant.Id).ToListAsync();

        Assert.Equal(Awkward.Texts, plants.OfType<InheritanceModel.Flower>().Select(flower => flower.Color));
        Assert.Equal([7.25], plants.OfType<InheritanceModel.Tree>().Select(tree => tree.Height));
    }

    private static void Fill(DbContext context)
    {
        var id = 0;
        context.AddRange(Awkward.Texts.Select(text => new InheritanceModel.Flower { Id = ++id, Name = text, Color = text }));
        context.Add(new InheritanceModel.Tree { Id = ++id, Height = 7.25, UnderId = null });
        context.SaveChanges();
        context.Add(new InheritanceModel.Plant { Id = ++id, Name = "moss" });
    }
}

internal static class InheritanceModel
{
    internal abstract class Base(DbContextOptions options) : DbContext(options)
    {
        protected override void OnModelCreating(ModelBuilder modelBuilder)
        {
            modelBuilder.Entity<Plant>().ToTable("Plants").Property(row => row.Id).ValueGeneratedNever();
            modelBuilder.Entity<Flower>();
            modelBuilder.Entity<Tree>();
        }
    }

    internal sealed class OneTable(DbContextOptions<OneTable> options) : Base(options);

    internal sealed class TablePerType(DbContextOptions<TablePerType> options) : Base(options)
    {
        protected override void OnModelCreating(ModelBuilder modelBuilder)
        {
            base.OnModelCreating(modelBuilder);
            modelBuilder.Entity<Flower>().ToTable("Flowers");
            modelBuilder.Entity<Tree>().ToTable("Trees").HasOne<Tree>().WithMany().HasForeignKey(row => row.UnderId);
        }
    }

    internal sealed class TablePerConcreteType(DbContextOptions<TablePerConcreteType> options) : Base(options)
    {
        protected override void OnModelCreating(ModelBuilder modelBuilder)
        {
            base.OnModelCreating(modelBuilder);
            modelBuilder.Entity<Plant>().UseTpcMappingStrategy();
            modelBuilder.Entity<Flower>().ToTable("Flowers");
            modelBuilder.Entity<Tree>().ToTable("Trees");
        }
    }

    internal class Plant
    {
        public int Id { get; set; }

        public string? Name { get; set; }
    }

    internal sealed class Flower : Plant
    {
        public string Color { get; set; } = "";
    }

    internal sealed class Tree : Plant
    {
        public double Height { get; set; }

        public int? UnderId { get; set; }
    }
}
