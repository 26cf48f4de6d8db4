using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Greenhouse.EfBackup.Specification;

/// <summary>Values longer than any buffer, rows wider than any table should be, tables longer than a chunk.</summary>
public abstract class SizesSpecification<TFixture> : Specification<TFixture>
    where TFixture : DatabaseFixture, new()
{
    [Fact]
    public Task Ten_megabytes_of_text_and_of_bytes_come_back()
        => RoundTripAsync<SizesModel.Large>(context =>
        {
            var bytes = new byte[10 << 20];
            new Random(1).NextBytes(bytes);
            context.AddRange(
                new SizesModel.Document { Text = string.Concat(Enumerable.Repeat("0123456789\"\\\n\u0001ü🌱", 600_000)), Bytes = [] },
                new SizesModel.Document { Text = new string('\u0001', 2 << 20), Bytes = bytes },
                new SizesModel.Document { Text = "small", Bytes = [1] });
        });

    [Fact]
    public Task Five_hundred_columns_come_back()
        => RoundTripAsync<SizesModel.Wide>(context =>
        {
            // By SQL: to track an entity of five hundred properties, EF Core has types compiled for a minute.
            var columns = Enumerable.Range(0, SizesModel.Columns);
            var insert = $"INSERT INTO \"Wide\" (\"Id\", {string.Join(", ", columns.Select(column => $"\"Column{column}\""))}) VALUES ({{0}}, {string.Join(", ", columns.Select(column => $"{{{column + 1}}}"))})";
            for (var row = 0; row < 20; row++)
            {
                context.Database.ExecuteSqlRaw(insert, [row + 1, .. columns.Select(column => (object)(column % 7 == row % 7 ? null : Awkward.Texts[column % 30])!)]);
            }
        });

    [Fact]
    public async Task Many_rows_come_back_in_the_order_of_their_key()
    {
        var trip = await RoundTripAsync<SizesModel.Large>(context => context.AddRange(
            Enumerable.Range(0, 20_000).Select(number => new SizesModel.Entry { Id = (number * 7919L) % 20_011, Text = Awkward.Texts[number % 30], Word = $"{number:x}" })));

        var ids = File.ReadLines(trip.File).Where(line => line.StartsWith("{\"Id\":", StringComparison.Ordinal)).Select(line => long.Parse(line[6..line.IndexOf(',', StringComparison.Ordinal)])).ToArray();

        Assert.Equal(20_000, ids.Length);
        Assert.Equal(ids.Order(), ids);
    }
}

internal static class SizesModel
{
    public const int Columns = 500;

    internal sealed class Large(DbContextOptions<Large> options) : DbContext(options)
    {
        protected override void OnModelCreating(ModelBuilder modelBuilder)
        {
            modelBuilder.Entity<Document>().ToTable("Documents");
            modelBuilder.Entity<Entry>().ToTable("Entries").Property(row => row.Id).ValueGeneratedNever();
            modelBuilder.Entity<Entry>().HasIndex(row => row.Word).IsUnique();
            modelBuilder.Entity<Entry>().HasIndex(row => new { row.Text, row.Id }).IsDescending(true, false);
        }
    }

    internal sealed class Wide(DbContextOptions<Wide> options) : DbContext(options)
    {
        protected override void OnModelCreating(ModelBuilder modelBuilder)
            => modelBuilder.SharedTypeEntity<Dictionary<string, object?>>("Wide", entity =>
            {
                entity.IndexerProperty<int>("Id");
                for (var column = 0; column < Columns; column++)
                {
                    entity.IndexerProperty<string?>($"Column{column}");
                }
            });
    }

    internal sealed class Document
    {
        public int Id { get; set; }

        public string Text { get; set; } = "";

        public byte[] Bytes { get; set; } = [];
    }

    internal sealed class Entry
    {
        public long Id { get; set; }

        public string? Text { get; set; }

        public string Word { get; set; } = "";
    }
}
