using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Greenhouse.EfBackup.Specification.RandomDatabases;

/// <summary>The application of a random database: maps its tables and the columns that a model can, or none at all.</summary>
internal sealed class RandomContext(DbContextOptions<RandomContext> options, RandomDatabase random) : DbContext(options)
{
    private RandomDatabase Random => random;

    protected override void OnConfiguring(DbContextOptionsBuilder optionsBuilder) => optionsBuilder.ReplaceService<IModelCacheKeyFactory, KeyFactory>();

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        foreach (var (table, number) in random.IsMapped ? random.Tables.Select((table, number) => (table, number)) : [])
        {
            modelBuilder.SharedTypeEntity<Row>($"E{number}", entity => Map(entity, table));
        }
    }

    private static void Map(EntityTypeBuilder<Row> entity, RandomTable table)
    {
        entity.ToTable(table.Name);
        var document = table.Columns.FirstOrDefault(column => column.Type.IsDocument);
        foreach (var (column, number) in table.Columns.Select((column, number) => (column, number)).Where(pair => pair.column.Type is { IsDocument: false, Clr: not null }))
        {
            var clr = column.Type.Clr!;
            entity.Property(column.Nullable && clr.IsValueType ? typeof(Nullable<>).MakeGenericType(clr) : clr, $"P{number}")
                .HasColumnName(column.Name).HasColumnType(column.Type.Store).IsRequired(!column.Nullable);
        }

        if (table.Key.Count > 0 && table.Columns.Take(table.Key.Count).All(column => column.Type.Clr is not null))
        {
            entity.HasKey([.. Enumerable.Range(0, table.Key.Count).Select(number => $"P{number}")]);
        }
        else
        {
            entity.HasNoKey();
        }

        if (document is null)
        {
            entity.Ignore(row => row.Document);
        }
        else
        {
            entity.OwnsOne(row => row.Document, owned => owned.ToJson(document.Name));
        }
    }

    internal sealed class Row
    {
        public Document? Document { get; set; }
    }

    internal sealed class Document
    {
        public string? Text { get; set; }
    }

    /// <summary>A model a database.</summary>
    private sealed class KeyFactory : IModelCacheKeyFactory
    {
        public object Create(DbContext context, bool designTime) => (context.GetType(), ((RandomContext)context).Random, designTime);
    }
}
