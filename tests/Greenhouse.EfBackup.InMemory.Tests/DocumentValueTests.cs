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

    [Theory]
    [InlineData(EfBackupRestoreMode.Replace)]
    [InlineData(EfBackupRestoreMode.Merge)]
    public async Task Documents_with_lists_of_their_own_take_the_place_of_others(EfBackupRestoreMode mode)
    {
        var memory = Memory<NestedContext>(context => context.AddRange(Nested(1, "old", 2), Nested(2, "same", 3), Nested(3, "old", 0)));
        var source = Sqlite<NestedContext>(context => context.AddRange(Nested(1, "new", 3), Nested(2, "same", 3), Nested(3, "new", 1)));
        await BackUpAsync(source);

        await RestoreAsync(memory, mode);
        await RestoreAsync(memory, mode);

        string[] expected = ["1: new0[new00,new01], new1[new10,new11], new2[new20,new21]", "2: same0[same00,same01], same1[same10,same11], same2[same20,same21]", "3: new0[new00,new01]"];
        Assert.Equal(expected, Shown(memory));
        System.IO.File.Delete(File);
        await BackUpAsync(memory);
        await RestoreAsync(memory, mode);
        Assert.Equal(expected, Shown(memory));
    }

    [Fact]
    public async Task Lists_are_in_order_where_others_have_left_places_in_the_store()
    {
        var memory = Memory<NestedContext>(context => context.AddRange(Nested(1, "a", 5), Nested(2, "b", 1)));
        await BackUpAsync(Sqlite<NestedContext>(context => context.AddRange(Nested(1, "c", 2), Nested(2, "b", 1))));
        await RestoreAsync(memory);
        System.IO.File.Delete(File);
        await BackUpAsync(Sqlite<NestedContext>(context => context.AddRange(Nested(1, "c", 2), Nested(2, "d", 4))));

        await RestoreAsync(memory);

        Assert.Equal(["1: c0[c00,c01], c1[c10,c11]", "2: d0[d00,d01], d1[d10,d11], d2[d20,d21], d3[d30,d31]"], Shown(memory));
    }

    [Fact]
    public async Task A_table_with_a_schema_is_found_in_a_database_without_one_and_back()
    {
        var (source, memory, end) = (Sqlite<SchemaContext>(context => context.Add(new Order { Id = 1, Text = "a" })), Memory<SchemaContext>(), Sqlite<SchemaContext>());
        await BackUpAsync(source);
        await RestoreAsync(memory);
        System.IO.File.Delete(File);
        await BackUpAsync(memory);
        await RestoreAsync(end);

        await using var context = end();
        Assert.Equal("a", (await context.Set<Order>().SingleAsync()).Text);
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

    private static Outer Nested(int id, string name, int count)
        => new() { Id = id, Middles = [.. Enumerable.Range(0, count).Select(i => new Middle { Name = $"{name}{i}", Inners = [new() { Name = $"{name}{i}0" }, new() { Name = $"{name}{i}1" }] })] };

    private static string[] Shown(Func<NestedContext> open)
    {
        using var context = open();
        return [.. context.Set<Outer>().OrderBy(row => row.Id).AsEnumerable().Select(row => $"{row.Id}: {string.Join(", ", row.Middles.Select(middle => $"{middle.Name}[{string.Join(",", middle.Inners.Select(inner => inner.Name))}]"))}")];
    }

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

    private sealed class NestedContext(DbContextOptions<NestedContext> options) : DbContext(options)
    {
        protected override void OnModelCreating(ModelBuilder modelBuilder)
            => modelBuilder.Entity<Outer>(outer =>
            {
                outer.Property(row => row.Id).ValueGeneratedNever();
                outer.OwnsMany(row => row.Middles, middle =>
                {
                    middle.ToJson();
                    middle.OwnsMany(value => value.Inners);
                });
            });
    }

    private sealed class Outer
    {
        public int Id { get; set; }

        public List<Middle> Middles { get; set; } = [];
    }

    private sealed class Middle
    {
        public string Name { get; set; } = "";

        public List<Inner> Inners { get; set; } = [];
    }

    private sealed class Inner
    {
        public string Name { get; set; } = "";
    }

    private sealed class SchemaContext(DbContextOptions<SchemaContext> options) : DbContext(options)
    {
        protected override void OnModelCreating(ModelBuilder modelBuilder) => modelBuilder.Entity<Order>().ToTable("Orders", "shop").Property(row => row.Id).ValueGeneratedNever();
    }

    private sealed class Order
    {
        public int Id { get; set; }

        public string? Text { get; set; }
    }
}
