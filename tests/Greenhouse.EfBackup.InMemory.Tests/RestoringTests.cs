using Microsoft.EntityFrameworkCore;
using Xunit;
using Shop = Greenhouse.EfBackup.Specification.ShopModel;

namespace Greenhouse.EfBackup.InMemory.Tests;

/// <summary>Rows of entities that are backed up, replaced and merged.</summary>
public sealed class RestoringTests : EntityTest
{
    [Fact]
    public async Task Five_thousand_rows_go_from_SQLite_into_memory_and_back()
    {
        void Many(Shop.Context context)
        {
            Shop.Fill(context);
            context.AddRange(Enumerable.Range(21, 4980).Select(id => new Shop.Order { Id = id, CustomerId = (id % 5) + 1, Text = $"order {id}" }));
        }

        var (source, memory, target) = (Sqlite<Shop.Context>(Many), Memory<Shop.Context>(), Sqlite<Shop.Context>());
        await BackUpAsync(source);
        var restored = await RestoreAsync(memory);
        Assert.Equal(5005, restored.Rows);
        Assert.Equal(Orders(source), Orders(memory));

        System.IO.File.Delete(File);
        await BackUpAsync(memory);
        await RestoreAsync(target);
        Assert.Equal(Orders(source), Orders(target));
    }

    [Fact]
    public async Task Replacing_leaves_only_what_the_backup_holds_and_the_next_key_follows()
    {
        var source = Memory<Counted.Context>(context => context.AddRange(new Counted.Row { Id = 3, Text = "three" }, new Counted.Row { Id = 41, Text = "last" }));
        var target = Memory<Counted.Context>(context => context.AddRange(new Counted.Row { Id = 3, Text = "other" }, new Counted.Row { Id = 4, Text = "goes" }));
        await BackUpAsync(source);

        await RestoreAsync(target);

        await using var context = target();
        Assert.Equal([(3, "three"), (41, "last")], (await context.Rows.OrderBy(row => row.Id).ToListAsync()).Select(row => (row.Id, row.Text)));
        var next = context.Add(new Counted.Row { Text = "new" }).Entity;
        await context.SaveChangesAsync();
        Assert.Equal(42, next.Id);
    }

    [Fact]
    public async Task A_row_whose_key_is_nothing_comes_back()
    {
        var source = Sqlite<Counted.Context>(context => context.Database.ExecuteSqlRaw("INSERT INTO Rows (Id, Text) VALUES (0, 'zero'), (1, 'one')"));
        var target = Memory<Counted.Context>();
        await BackUpAsync(source);

        await RestoreAsync(target);

        await using var context = target();
        Assert.Equal([0, 1], await context.Rows.Select(row => row.Id).OrderBy(id => id).ToListAsync());
    }

    [Fact]
    public async Task Merging_inserts_updates_and_leaves_as_it_says()
    {
        var database = Memory<Shop.Context>(Shop.Fill);
        await BackUpAsync(database);
        await ChangeAsync(database);

        var merged = await RestoreAsync(database, EfBackupRestoreMode.Merge);

        var orders = merged.Tables.Single(table => table.Name == "Orders");
        Assert.Equal((1L, 1L, 18L), (orders.Inserted, orders.Updated, orders.Unchanged));
        Assert.DoesNotContain(Orders(database), line => line.EndsWith("changed", StringComparison.Ordinal));
        await using var context = database();
        Assert.Equal((20, 6), (await context.Orders.CountAsync(), await context.Customers.CountAsync()));
    }

    [Fact]
    public async Task Inserting_leaves_what_is_there()
    {
        var database = Memory<Shop.Context>(Shop.Fill);
        await BackUpAsync(database);
        await ChangeAsync(database);

        var merged = await RestoreAsync(database, EfBackupRestoreMode.Insert);

        var orders = merged.Tables.Single(table => table.Name == "Orders");
        Assert.Equal((1L, 0L, 19L), (orders.Inserted, orders.Updated, orders.Unchanged));
        Assert.Single(Orders(database), line => line.EndsWith("changed", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_unique_value_that_another_row_has_is_an_error_that_names_both()
    {
        var source = Memory<Counted.Context>(context => context.Add(new Counted.Row { Id = 1, Text = "same" }));
        var target = Memory<Counted.Context>(context => context.Add(new Counted.Row { Id = 2, Text = "same" }));
        await BackUpAsync(source);

        var refused = await RefusedAsync("EFB1510", () => RestoreAsync(target, EfBackupRestoreMode.Merge));

        Assert.Contains("row Id=1", refused.Message, StringComparison.Ordinal);
        Assert.Contains("row Id=2", refused.Message, StringComparison.Ordinal);
        await using var context = target();
        Assert.Equal(2, (await context.Rows.SingleAsync()).Id);
    }

    [Fact]
    public async Task Rows_that_reference_nothing_are_refused_before_anything_is_saved()
    {
        var source = Memory<Shop.Context>(Shop.Fill);
        await using (var context = source())
        {
            await context.Database.BackupAsync(File, new() { Include = ["Orders"] });
        }

        var target = Memory<Shop.Context>(context => context.Add(new Shop.Customer { Id = 1, Name = "only" }));

        await RefusedAsync("EFB1503", () => RestoreAsync(target));

        Assert.Empty(Orders(target));
    }

    [Fact]
    public async Task Where_saving_fails_the_former_entities_are_put_back()
    {
        var source = Memory<Failing.Context>(context => context.AddRange(Enumerable.Range(1, 1500).Select(id => new Failing.Row { Id = id, Text = "new" })));
        var target = Memory<Failing.Context>(context => context.AddRange(Enumerable.Range(1, 1200).Select(id => new Failing.Row { Id = id, Text = $"old {id}" })));
        await BackUpAsync(source);
        try
        {
            // The second batch is refused when it is read back.
            Failing.Spoiled = "new";
            var refused = await RefusedAsync("EFB1506", () => RestoreAsync(target));
            Assert.Contains("row Id=", refused.Message, StringComparison.Ordinal);
        }
        finally
        {
            Failing.Spoiled = null;
        }

        await using var context = target();
        Assert.Equal(Enumerable.Range(1, 1200).Select(id => $"old {id}"), (await context.Rows.OrderBy(row => row.Id).ToListAsync()).Select(row => row.Text));
    }

    private static async Task ChangeAsync(Func<Shop.Context> database)
    {
        await using var context = database();
        context.Remove(await context.Orders.SingleAsync(row => row.Id == 7));
        (await context.Orders.SingleAsync(row => row.Id == 5)).Text = "changed";
        context.Add(new Shop.Customer { Id = 6, Name = "sixth" });
        await context.SaveChangesAsync();
    }

    private static class Counted
    {
        internal sealed class Context(DbContextOptions<Context> options) : DbContext(options)
        {
            public DbSet<Row> Rows => Set<Row>();

            protected override void OnModelCreating(ModelBuilder modelBuilder) => modelBuilder.Entity<Row>().HasIndex(row => row.Text).IsUnique();
        }

        internal sealed class Row
        {
            public int Id { get; set; }

            public string Text { get; set; } = "";
        }
    }

    private static class Failing
    {
        /// <summary>A text that the converter makes another one of.</summary>
        public static string? Spoiled { get; set; }

        internal sealed class Context(DbContextOptions<Context> options) : DbContext(options)
        {
            public DbSet<Row> Rows => Set<Row>();

            protected override void OnModelCreating(ModelBuilder modelBuilder)
            {
                modelBuilder.Entity<Row>().Property(row => row.Id).ValueGeneratedNever();
                modelBuilder.Entity<Row>().Property(row => row.Text).HasConversion(text => text, text => text == Spoiled ? "spoiled" : text);
            }
        }

        internal sealed class Row
        {
            public int Id { get; set; }

            public string Text { get; set; } = "";
        }
    }
}
