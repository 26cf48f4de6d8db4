namespace Greenhouse.EfBackup.Package.Tests.Workshop;

/// <summary>The code that the applications are put together from.</summary>
internal static class AppCode
{
    public const string Usings = """
        using Microsoft.EntityFrameworkCore;
        using Microsoft.EntityFrameworkCore.Design;
        using Microsoft.Extensions.DependencyInjection;

        """;

    public const string Context = """
        public sealed class Customer
        {
            public int Id { get; set; }
            public required string Name { get; set; }
        }

        public sealed class Order
        {
            public int Id { get; set; }
            public int CustomerId { get; set; }
            public Customer? Customer { get; set; }
            public decimal Total { get; set; }
            public string? Note { get; set; }
        }

        public sealed class ShopContext(DbContextOptions<ShopContext> options) : DbContext(options)
        {
            public DbSet<Customer> Customers => Set<Customer>();
            public DbSet<Order> Orders => Set<Order>();
        }

        """;

    /// <summary>Does what the application's arguments say.</summary>
    public const string Factory = """
        public sealed class ShopContextFactory : IDesignTimeDbContextFactory<ShopContext>
        {
            public ShopContext CreateDbContext(string[] args)
            {
                if (args.Contains("throw"))
                {
                    throw new InvalidOperationException("the shop is closed today");
                }

                if (args.Contains("print"))
                {
                    Console.WriteLine("{\"event\":\"a line of the application\"}");
                    Console.Write("a piece without its end");
                }

                var file = args.FirstOrDefault(a => a.StartsWith("database=", StringComparison.Ordinal))?["database=".Length..] ?? "shop.db";
                return new ShopContext(new DbContextOptionsBuilder<ShopContext>().UseSqlite("Data Source=" + file).Options);
            }
        }

        """;

    /// <summary>An application whose connection string, password included, comes from its own settings.</summary>
    public const string PostgreSqlFactory = """
        public sealed class ShopContextFactory : IDesignTimeDbContextFactory<ShopContext>
        {
            public ShopContext CreateDbContext(string[] args)
                => new(new DbContextOptionsBuilder<ShopContext>().UseNpgsql(Environment.GetEnvironmentVariable("SHOP_CONNECTION") ?? "Host=nowhere.invalid").Options);
        }

        """;

    public const string Memory = """
        public sealed class MemoryContext : DbContext
        {
            public DbSet<Customer> Customers => Set<Customer>();
            protected override void OnConfiguring(DbContextOptionsBuilder options) => options.UseInMemoryDatabase("memory");
        }

        """;

    public const string Main = """
        internal static class Program
        {
            private static void Main() => Console.WriteLine("started");
        }

        """;

    public const string Hosted = """
        public static class Program
        {
            public static void Main(string[] args)
            {
                Console.WriteLine("the application starts");
                Console.Write("and says more");
                var builder = WebApplication.CreateBuilder(args);
                builder.Services.AddDbContext<ShopContext>(options => options.UseSqlite("Data Source=shop.db"));
                var app = builder.Build();
                File.WriteAllText("ran-too-far", "");
                app.Run();
            }
        }

        """;
}
