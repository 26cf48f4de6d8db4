using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Greenhouse.EfBackup.Specification;

/// <summary>Owned types and collections, table splitting, entity splitting, shadow properties and keys.</summary>
public abstract class OwnershipSpecification<TFixture> : Specification<TFixture>
    where TFixture : DatabaseFixture, new()
{
    [Fact]
    public async Task Owned_types_and_collections_come_back()
    {
        var trip = await RoundTripAsync<OwnershipModel.Context>(context => context.AddRange(
            Awkward.Texts.Select(text => new OwnershipModel.Order
            {
                Billing = new() { Street = text },
                Shipping = text.Length > 3 ? new() { Street = text } : null,
                Lines = [.. Awkward.Texts.Take(3).Select((line, index) => new OwnershipModel.Line { Number = index, Text = line })],
            })));

        await using var context = trip.Target.Open<OwnershipModel.Context>();
        var orders = await context.Orders.OrderBy(order => order.Id).ToListAsync();

        Assert.Equal(Awkward.Texts, orders.Select(order => order.Billing.Street));
        Assert.All(orders, order => Assert.Equal(Awkward.Texts.Take(3), order.Lines.Select(line => line.Text)));
    }

    [Fact]
    public async Task Two_entities_in_one_table_come_back_once()
    {
        var trip = await RoundTripAsync<OwnershipModel.Context>(context => context.Add(new OwnershipModel.Item { Name = "pot", Details = new() { Long = "clay" } }));

        var items = trip.Check.Metadata.Tables.Single(table => table.Key == "Items");

        Assert.Equal(["Item", "ItemDetails"], items.Entities.Order());
        Assert.Equal(1, trip.Check.Metadata.Statistics["Items"]);
    }

    [Fact]
    public async Task One_entity_in_two_tables_comes_back_whole()
    {
        var trip = await RoundTripAsync<OwnershipModel.Context>(context => context.AddRange(Awkward.Texts.Select(text => new OwnershipModel.Customer { Name = text, Phone = text })));

        await using var context = trip.Target.Open<OwnershipModel.Context>();
        var customers = await context.Set<OwnershipModel.Customer>().OrderBy(row => row.Id).ToListAsync();

        Assert.Equal(Awkward.Texts, customers.Select(row => row.Phone));
        Assert.Equal(Awkward.Texts.Length, trip.Check.Metadata.Statistics["Phones"]);
    }

    [Fact]
    public async Task Shadow_properties_and_keys_come_back()
    {
        var trip = await RoundTripAsync<OwnershipModel.Context>(context =>
        {
            var parent = context.Add(new OwnershipModel.Shadowed());
            parent.Property("Secret").CurrentValue = Awkward.Texts[6];
            parent.Property("Tenant").CurrentValue = 7;
        });

        await using var context = trip.Target.Open<OwnershipModel.Context>();

        Assert.Equal(Awkward.Texts[6], await context.Set<OwnershipModel.Shadowed>().Select(row => EF.Property<string>(row, "Secret")).SingleAsync());
        Assert.Equal(["Tenant", "Number"], trip.Check.Metadata.Tables.Single(table => table.Key == "Shadowed").PrimaryKey);
    }
}

internal static class OwnershipModel
{
    internal sealed class Context(DbContextOptions<Context> options) : DbContext(options)
    {
        public DbSet<Order> Orders => Set<Order>();

        protected override void OnModelCreating(ModelBuilder modelBuilder)
        {
            modelBuilder.Entity<Order>(order =>
            {
                order.OwnsOne(row => row.Billing);
                order.Navigation(row => row.Billing).IsRequired();
                order.OwnsOne(row => row.Shipping);
                order.OwnsMany(row => row.Lines, line =>
                {
                    line.Property(row => row.Number).ValueGeneratedNever();
                    line.HasKey("OrderId", nameof(Line.Number));
                });
            });
            modelBuilder.Entity<Item>().ToTable("Items").HasOne(row => row.Details).WithOne().HasForeignKey<ItemDetails>(row => row.Id);
            modelBuilder.Entity<ItemDetails>().ToTable("Items");
            modelBuilder.Entity<Customer>().ToTable("Customers").SplitToTable("Phones", table => table.Property(row => row.Phone));
            modelBuilder.Entity<Shadowed>(shadowed =>
            {
                shadowed.ToTable("Shadowed").Property<int>("Tenant").ValueGeneratedNever();
                shadowed.Property<int>("Number").ValueGeneratedNever();
                shadowed.Property<string>("Secret");
                shadowed.HasKey("Tenant", "Number");
            });
        }
    }

    internal sealed class Order
    {
        public int Id { get; set; }

        public Address Billing { get; set; } = new();

        public Address? Shipping { get; set; }

        public List<Line> Lines { get; set; } = [];
    }

    internal sealed class Address
    {
        public string Street { get; set; } = "";
    }

    internal sealed class Line
    {
        public int Number { get; set; }

        public string Text { get; set; } = "";
    }

    internal sealed class Item
    {
        public int Id { get; set; }

        public string? Name { get; set; }

        public ItemDetails? Details { get; set; }
    }

    internal sealed class ItemDetails
    {
        public int Id { get; set; }

        public string? Long { get; set; }
    }

    internal sealed class Customer
    {
        public int Id { get; set; }

        public string Name { get; set; } = "";

        public string Phone { get; set; } = "";
    }

    internal sealed class Shadowed
    {
        public string? Visible { get; set; } = "visible";
    }
}
