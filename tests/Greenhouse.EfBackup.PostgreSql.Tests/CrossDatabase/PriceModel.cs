using Microsoft.EntityFrameworkCore;

namespace Greenhouse.EfBackup.PostgreSql.Tests.CrossDatabase;

/// <summary>Decimals of any number of digits.</summary>
internal sealed class PriceContext(DbContextOptions<PriceContext> options) : DbContext(options)
{
    public DbSet<Priced> Prices => Set<Priced>();

    internal sealed class Priced
    {
        public int Id { get; set; }

        public decimal? Price { get; set; }
    }
}

/// <summary>The same table, its decimals whole numbers.</summary>
internal sealed class WholePriceContext(DbContextOptions<WholePriceContext> options) : DbContext(options)
{
    public DbSet<Priced> Prices => Set<Priced>();

    internal sealed class Priced
    {
        public int Id { get; set; }

        public long? Price { get; set; }
    }
}
