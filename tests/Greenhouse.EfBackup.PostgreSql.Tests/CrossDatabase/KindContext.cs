using Microsoft.EntityFrameworkCore;

namespace Greenhouse.EfBackup.PostgreSql.Tests.CrossDatabase;

/// <summary>One table with a value of one type, which says what its column means.</summary>
internal sealed class KindContext<T>(DbContextOptions<KindContext<T>> options) : DbContext(options)
{
    protected override void OnModelCreating(ModelBuilder modelBuilder)
        => modelBuilder.Entity<Kinded>(row =>
        {
            row.ToTable("kinds");
            row.Property(r => r.Id).HasColumnName("id");
            row.Property(r => r.Value).HasColumnName("value");
        });

    internal sealed class Kinded
    {
        public int Id { get; set; }

        public T? Value { get; set; }
    }
}

/// <summary>The same with a document.</summary>
internal sealed class DocumentContext(DbContextOptions<DocumentContext> options) : DbContext(options)
{
    protected override void OnModelCreating(ModelBuilder modelBuilder)
        => modelBuilder.Entity<Kinded>(row =>
        {
            row.ToTable("kinds");
            row.Property(r => r.Id).HasColumnName("id");
            row.OwnsOne(r => r.Value, value => value.ToJson("value"));
        });

    internal sealed class Kinded
    {
        public int Id { get; set; }

        public Document? Value { get; set; }
    }

    internal sealed class Document
    {
        public int A { get; set; }
    }
}
