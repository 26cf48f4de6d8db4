using Microsoft.EntityFrameworkCore;

namespace Greenhouse.EfBackup.Specification;

/// <summary>Customers, their orders, and nothing strange: for suites about what a restore does and not about what it restores.</summary>
internal static class ShopModel
{
    public const int Customers = 5;

    public static void Fill(Context context)
    {
        context.AddRange(Enumerable.Range(1, Customers).Select(id => new Customer { Id = id, Name = $"customer {id}" }));
        context.AddRange(Enumerable.Range(1, 20).Select(id => new Order { Id = id, CustomerId = (id % Customers) + 1, Text = Awkward.Texts[id] }));
    }

    internal sealed class Context(DbContextOptions<Context> options) : DbContext(options)
    {
        public DbSet<Customer> Customers => Set<Customer>();

        public DbSet<Order> Orders => Set<Order>();

        protected override void OnModelCreating(ModelBuilder modelBuilder)
        {
            modelBuilder.Entity<Order>().HasOne<Customer>().WithMany().HasForeignKey(row => row.CustomerId);
            modelBuilder.Entity<Customer>().Property(row => row.Id).ValueGeneratedNever();
            modelBuilder.Entity<Order>().Property(row => row.Id).ValueGeneratedNever();
        }
    }

    internal sealed class Customer
    {
        public int Id { get; set; }

        public string? Name { get; set; }
    }

    internal sealed class Order
    {
        public int Id { get; set; }

        public int CustomerId { get; set; }

        public string? Text { get; set; }
    }
}
