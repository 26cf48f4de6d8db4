using Greenhouse.EfBackup.Protocol;
using Greenhouse.EfBackup.Specification;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Greenhouse.EfBackup.PostgreSql.Tests.CrossDatabase;

/// <summary>From PostgreSQL into a context in memory, and back.</summary>
public sealed class InMemoryTests : CrossDatabaseTest
{
    [Fact]
    public async Task Every_kind_of_value_comes_back_byte_for_byte()
    {
        var source = PostgreSql<Values.Context>(Values.Fill);
        var (memory, end) = (Memory<Values.Context>(), PostgreSql<Values.Context>());

        await RestoreAsync(memory, await BackUpAsync<Values.Context>(source));
        await using (var context = memory())
        {
            var first = await context.Rows.OrderBy(row => row.Id).FirstAsync();
            Assert.Equal((new DateTime(2024, 1, 31, 10, 0, 0, 123), 12.50m, new DateOnly(2024, 2, 29)), (first.Instant, first.Price, first.Day));
        }

        await RestoreAsync<Values.Context>(end, await BackUpAsync(memory));
        Assert.Equal(source.Dump().Tables, end.Dump().Tables);
    }

    [Fact]
    public async Task Arrays_are_lists_in_memory_and_come_back()
    {
        var source = PostgreSql<ListsModel.Context>(ListsModel.Fill);
        var (memory, end) = (Memory<ListsModel.Context>(), PostgreSql<ListsModel.Context>());

        await RestoreAsync(memory, await BackUpAsync<ListsModel.Context>(source));
        await using (var there = source.Open<ListsModel.Context>())
        await using (var here = memory())
        {
            Assert.Equal(ListsModel.Shown(there), ListsModel.Shown(here));
        }

        await RestoreAsync<ListsModel.Context>(end, await BackUpAsync(memory));
        Assert.Equal(source.Dump().Tables, end.Dump().Tables);
    }

    [Fact]
    public async Task Documents_are_read_in_memory_and_come_back()
    {
        var source = PostgreSql<LeavesModel.Context>(LeavesModel.Fill);
        var (memory, end) = (Memory<LeavesModel.Context>(), PostgreSql<LeavesModel.Context>());

        await RestoreAsync(memory, await BackUpAsync<LeavesModel.Context>(source));
        await using (var there = source.Open<LeavesModel.Context>())
        await using (var here = memory())
        {
            Assert.Equal(LeavesModel.Shown(there), LeavesModel.Shown(here));
        }

        await RestoreAsync<LeavesModel.Context>(end, await BackUpAsync(memory));
        Assert.Equal(source.Dump().Tables, end.Dump().Tables);
    }

    private static Func<TContext> Memory<TContext>()
        where TContext : DbContext
    {
        var options = new DbContextOptionsBuilder<TContext>().UseInMemoryDatabase(Guid.NewGuid().ToString()).Options;
        return () => (TContext)Activator.CreateInstance(typeof(TContext), options)!;
    }

    private async Task<RestoreResult> RestoreAsync<TContext>(Func<TContext> memory, string file)
        where TContext : DbContext
    {
        await using var context = memory();
        return await Backups.RestoreAsync(context, file, Backups.Options(readBack: false));
    }

    private async Task<string> BackUpAsync<TContext>(Func<TContext> memory)
        where TContext : DbContext
    {
        await using var context = memory();
        return (await Backups.CreateAsync(context)).File!;
    }

    private static class Values
    {
        public static void Fill(Context context)
            => context.AddRange(
                new Row
                {
                    Id = 1,
                    Flag = true,
                    Number = long.MinValue,
                    Price = 12.50m,
                    Real = 0.1,
                    Single = 1e-7f,
                    Text = "a \"b\" \n 日本",
                    Key = Guid.Parse("0f8fad5b-d9cb-469f-a165-70867728950e"),
                    Day = new DateOnly(2024, 2, 29),
                    Time = new TimeOnly(23, 59, 59, 999),
                    Instant = new DateTime(2024, 1, 31, 10, 0, 0, 123, DateTimeKind.Utc),
                    Span = TimeSpan.FromMinutes(-61),
                    Bytes = [0, 255],
                    Color = ConsoleColor.Red,
                    Place = new Place { City = "Bern", Zip = 3000 },
                },
                new Row { Id = 2, Day = new DateOnly(1999, 12, 31), Text = null, Bytes = null, Price = -0.01m, Real = double.NaN, Instant = DateTime.UnixEpoch });

        internal sealed class Context(DbContextOptions<Context> options) : DbContext(options)
        {
            public DbSet<Row> Rows => Set<Row>();

            protected override void OnModelCreating(ModelBuilder modelBuilder)
                => modelBuilder.Entity<Row>(row =>
                {
                    row.Property(value => value.Id).ValueGeneratedNever();
                    row.Property(value => value.Price).HasPrecision(18, 2);
                    row.Property(value => value.Color).HasConversion<string>();
                    row.OwnsOne(value => value.Place);
                });
        }

        internal sealed class Row
        {
            public int Id { get; set; }

            public bool Flag { get; set; }

            public long Number { get; set; }

            public decimal Price { get; set; }

            public double Real { get; set; }

            public float Single { get; set; }

            public string? Text { get; set; }

            public Guid Key { get; set; }

            public DateOnly Day { get; set; }

            public TimeOnly Time { get; set; }

            public DateTime Instant { get; set; }

            public TimeSpan Span { get; set; }

            public byte[]? Bytes { get; set; }

            public ConsoleColor? Color { get; set; }

            public Place? Place { get; set; }
        }

        internal sealed class Place
        {
            public string City { get; set; } = "";

            public int? Zip { get; set; }
        }
    }
}
