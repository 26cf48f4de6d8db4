using Greenhouse.EfBackup.Specification;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Greenhouse.EfBackup.InMemory.Tests;

/// <summary>Values inside of JSON that SQLite's provider spells in its own way.</summary>
public sealed class DocumentValueTests : EntityTest
{
    [Fact]
    public async Task Documents_go_from_SQLite_into_memory_and_back_byte_for_byte()
    {
        var (source, memory, target) = (Sqlite<LeavesModel.Context>(LeavesModel.Fill), Memory<LeavesModel.Context>(), Sqlite<LeavesModel.Context>());
        await BackUpAsync(source);
        await RestoreAsync(memory);
        Assert.Equal(Shown(source), Shown(memory));

        System.IO.File.Delete(File);
        await BackUpAsync(memory);
        await RestoreAsync(target);
        const string Contents = """SELECT "Content" AS "Value" FROM "Holders" ORDER BY "Id" """;
        Assert.Equal(Texts(source, Contents), Texts(target, Contents));
    }

    [Fact]
    public async Task Documents_that_are_there_are_unchanged_for_a_merge()
    {
        var (source, memory) = (Sqlite<LeavesModel.Context>(LeavesModel.Fill), Memory<LeavesModel.Context>());
        await BackUpAsync(source);
        await RestoreAsync(memory);

        var merged = await RestoreAsync(memory, EfBackupRestoreMode.Merge);

        Assert.Equal((0, 0, 4), (merged.Tables[0].Inserted, merged.Tables[0].Updated, merged.Tables[0].Unchanged));
    }

    [Fact]
    public async Task Lists_go_from_SQLite_into_memory_and_back_byte_for_byte()
    {
        var (source, memory, target) = (Sqlite<ListContext>(Fill), Memory<ListContext>(), Sqlite<ListContext>());
        await BackUpAsync(source);
        await RestoreAsync(memory);

        await using (var context = memory())
        {
            var row = await context.Rows.SingleAsync(row => row.Id == 1);
            Assert.Equal([1.50m, -2], row.Numbers);
            Assert.Equal([new DateTime(2024, 1, 31, 10, 0, 0, 123), default], row.Moments);
            Assert.Equal([new byte[] { 0xAB, 0xCD }, []], row.Blobs);
            Assert.Equal([new Money(3.25m)], row.Prices);
            Assert.Equal([new Guid("0A1b2c3d-4e5f-6789-abcd-ef0123456789"), null], row.Ids);
        }

        System.IO.File.Delete(File);
        await BackUpAsync(memory);
        await RestoreAsync(target);
        const string Lists = """SELECT "Numbers" || "Moments" || "Blobs" || "Prices" || "Ids" AS "Value" FROM "Rows" ORDER BY "Id" """;
        Assert.Equal(Texts(source, Lists), Texts(target, Lists));
    }

    private static void Fill(ListContext context)
        => context.AddRange(
            new Row
            {
                Id = 1,
                Numbers = [1.50m, -2],
                Moments = [new DateTime(2024, 1, 31, 10, 0, 0, 123), default],
                Blobs = [[0xAB, 0xCD], []],
                Prices = [new Money(3.25m)],
                Ids = [new Guid("0A1b2c3d-4e5f-6789-abcd-ef0123456789"), null],
            },
            new Row { Id = 2 });

    private static string[] Shown(Func<LeavesModel.Context> open)
    {
        using var context = open();
        return LeavesModel.Shown(context);
    }

    private static string[] Texts<TContext>(Func<TContext> open, string sql)
        where TContext : DbContext
    {
        using var context = open();
        return [.. context.Database.SqlQueryRaw<string>(sql)];
    }

    private readonly record struct Money(decimal Amount);

    private sealed class ListContext(DbContextOptions<ListContext> options) : DbContext(options)
    {
        public DbSet<Row> Rows => Set<Row>();

        protected override void OnModelCreating(ModelBuilder modelBuilder)
        {
            modelBuilder.Entity<Row>().Property(row => row.Id).ValueGeneratedNever();
            modelBuilder.Entity<Row>().PrimitiveCollection(row => row.Prices).ElementType().HasConversion<MoneyConverter>();
        }
    }

    private sealed class MoneyConverter() : Microsoft.EntityFrameworkCore.Storage.ValueConversion.ValueConverter<Money, decimal>(money => money.Amount, amount => new Money(amount));

    private sealed class Row
    {
        public int Id { get; set; }

        public List<decimal> Numbers { get; set; } = [];

        public List<DateTime> Moments { get; set; } = [];

        public List<byte[]> Blobs { get; set; } = [];

        public List<Money> Prices { get; set; } = [];

        public List<Guid?> Ids { get; set; } = [];
    }
}
