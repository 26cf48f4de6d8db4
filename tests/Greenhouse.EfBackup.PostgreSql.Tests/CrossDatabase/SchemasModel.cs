using System.ComponentModel.DataAnnotations.Schema;
using System.Net;
using Microsoft.EntityFrameworkCore;

namespace Greenhouse.EfBackup.PostgreSql.Tests.CrossDatabase;

/// <summary>What EF Core maps so differently that values do not go from one kind of database into the other.</summary>
internal static class SchemasModel
{
    internal sealed class Context(DbContextOptions<Context> options) : DbContext(options)
    {
        protected override void OnModelCreating(ModelBuilder modelBuilder)
        {
            modelBuilder.Entity<Listed>();
            modelBuilder.Entity<Mixed>(mixed =>
            {
                mixed.Property(row => row.Day).HasConversion(Database.IsNpgsql() ? typeof(string) : typeof(int));
                mixed.Property(row => row.Version).IsRowVersion();
            });
        }
    }

    internal sealed class Listed
    {
        public int Id { get; set; }

        public List<IPAddress> Addresses { get; set; } = [];
    }

    internal sealed class Mixed
    {
        public int Id { get; set; }

        public DayOfWeek Day { get; set; }

        /// <summary>A column of its own in SQLite, the system's xmin in PostgreSQL.</summary>
        public uint Version { get; set; }
    }

    /// <summary>The same table, in a schema where there are schemas.</summary>
    internal sealed class InSchema(DbContextOptions<InSchema> options) : DbContext(options)
    {
        public DbSet<Order> Orders => Set<Order>();

        protected override void OnModelCreating(ModelBuilder modelBuilder) => modelBuilder.HasDefaultSchema("shop");
    }

    /// <summary>Two tables of one name, which a schema tells apart.</summary>
    internal sealed class TwoSchemas(DbContextOptions<TwoSchemas> options) : DbContext(options)
    {
        public DbSet<Order> Orders => Set<Order>();

        public DbSet<OldOrder> OldOrders => Set<OldOrder>();

        protected override void OnModelCreating(ModelBuilder modelBuilder) => modelBuilder.Entity<OldOrder>().ToTable("Orders", "old");
    }

    internal sealed class Order
    {
        public int Id { get; set; }

        public string? Note { get; set; }
    }

    internal sealed class OldOrder
    {
        [DatabaseGenerated(DatabaseGeneratedOption.None)]
        public int Id { get; set; }

        public string? Note { get; set; }
    }
}
