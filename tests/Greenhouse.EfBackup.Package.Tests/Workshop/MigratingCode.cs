namespace Greenhouse.EfBackup.Package.Tests.Workshop;

/// <summary>An application with migrations, whose database is at the first of them.</summary>
internal static class MigratingCode
{
    public const string First = "20240101000000_Start";
    public const string Last = "20240301000000_AddTunnels";

    /// <summary>What makes a shop's database one of this application.</summary>
    public const string History = $"""
        CREATE TABLE "__EFMigrationsHistory" ("MigrationId" text NOT NULL CONSTRAINT "PK___EFMigrationsHistory" PRIMARY KEY, "ProductVersion" text NOT NULL);
        INSERT INTO "__EFMigrationsHistory" VALUES ('{First}', '8.0.0');
        """;

    private const string Code = $$"""
        using Greenhouse.EfBackup;
        using Microsoft.EntityFrameworkCore;
        using Microsoft.EntityFrameworkCore.Design;
        using Microsoft.EntityFrameworkCore.Infrastructure;
        using Microsoft.EntityFrameworkCore.Migrations;
        using Microsoft.EntityFrameworkCore.Migrations.Design;

        public sealed class Customer
        {
            public int Id { get; set; }
            public required string Name { get; set; }
            public string? Email { get; set; }
        }

        public sealed class Order
        {
            public int Id { get; set; }
            public int CustomerId { get; set; }
            public Customer? Customer { get; set; }
            public decimal Total { get; set; }
            public string? Note { get; set; }
        }

        public sealed class Tunnel
        {
            public int Id { get; set; }
        }

        public sealed class ShopContext(DbContextOptions<ShopContext> options) : DbContext(options)
        {
            public DbSet<Customer> Customers => Set<Customer>();
            public DbSet<Order> Orders => Set<Order>();
            public DbSet<Tunnel> Tunnels => Set<Tunnel>();
        }

        [DbContext(typeof(ShopContext))]
        [Migration("{{First}}")]
        public sealed class Start : Migration
        {
            protected override void Up(MigrationBuilder migrationBuilder)
            {
                migrationBuilder.CreateTable("Customers", table => new { Id = table.Column<int>(), Name = table.Column<string>() }, constraints: table => table.PrimaryKey("PK_Customers", row => row.Id));
                migrationBuilder.CreateTable("Orders", table => new { Id = table.Column<int>(), CustomerId = table.Column<int>(), Total = table.Column<decimal>(), Note = table.Column<string>(nullable: true) },
                    constraints: table => { table.PrimaryKey("PK_Orders", row => row.Id); table.ForeignKey("FK_Orders_Customers_CustomerId", row => row.CustomerId, "Customers", "Id", onDelete: ReferentialAction.Cascade); });
                migrationBuilder.CreateIndex("IX_Orders_CustomerId", "Orders", "CustomerId");
            }
        }

        [DbContext(typeof(ShopContext))]
        [Migration("20240201000000_AddEmail")]
        public sealed class AddEmail : Migration
        {
            protected override void Up(MigrationBuilder migrationBuilder)
            {
                if (Environment.GetEnvironmentVariable("SHOP_HANGS") == "true")
                {
                    Thread.Sleep(Timeout.Infinite);
                }

                migrationBuilder.AddColumn<string>("Email", "Customers", nullable: true);
            }

            protected override void Down(MigrationBuilder migrationBuilder) => migrationBuilder.DropColumn("Email", "Customers");
        }

        [DbContext(typeof(ShopContext))]
        [Migration("{{Last}}")]
        public sealed class AddTunnels : Migration
        {
            protected override void Up(MigrationBuilder migrationBuilder)
            {
                migrationBuilder.CreateTable("Tunnels", table => new { Id = table.Column<int>() }, constraints: table => table.PrimaryKey("PK_Tunnels", row => row.Id));
                if (Environment.GetEnvironmentVariable("SHOP_HANGS") == "in SQL")
                {
                    migrationBuilder.Sql("WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n");
                }
            }

            protected override void Down(MigrationBuilder migrationBuilder) => migrationBuilder.DropTable("Tunnels");
        }

        public sealed class ShopContextFactory : IDesignTimeDbContextFactory<ShopContext>
        {
            public ShopContext CreateDbContext(string[] args) => new(Options(Environment.GetEnvironmentVariable("SHOP_USES_EFBACKUP") == "true").Options);

            public static DbContextOptionsBuilder<ShopContext> Options(bool usesEfBackup)
            {
                var options = new DbContextOptionsBuilder<ShopContext>();
                options.UseTheDatabase(Environment.GetEnvironmentVariable("SHOP_CONNECTION") ?? "Data Source=nowhere/nowhere.db");
        #if NET9_0_OR_GREATER
                options.ConfigureWarnings(w => w.Ignore(Microsoft.EntityFrameworkCore.Diagnostics.RelationalEventId.PendingModelChangesWarning));
        #endif
        #if HOOKED
                if (usesEfBackup)
                {
                    options.UseEfBackup();
                }
        #endif
                return options;
            }
        }

        public static class Program
        {
            public static int Main(string[] args)
            {
                if (args[0] == "bundle")
                {
                    return MigrationsBundle.Execute(null, typeof(Program).Assembly, typeof(Program).Assembly, args[1..]);
                }

                using var context = new ShopContext(ShopContextFactory.Options(usesEfBackup: true).Options);
                context.Database.Migrate();
                Console.WriteLine("migrated");
                return 0;
            }
        }

        """;

    public static string Sqlite => Code.Replace("UseTheDatabase", "UseSqlite", StringComparison.Ordinal);

    public static string PostgreSql => Code.Replace("UseTheDatabase", "UseNpgsql", StringComparison.Ordinal);

    /// <summary>A library, which no program is in.</summary>
    public static string Library => Sqlite[..Sqlite.IndexOf("public static class Program", StringComparison.Ordinal)].Replace("using Microsoft.EntityFrameworkCore.Migrations.Design;", "", StringComparison.Ordinal);

    /// <summary>Where the library is no part of the application.</summary>
    public static string Unhooked => Sqlite.Replace("using Greenhouse.EfBackup;", "", StringComparison.Ordinal);
}
