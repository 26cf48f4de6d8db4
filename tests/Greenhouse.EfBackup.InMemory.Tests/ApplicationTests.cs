using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Xunit;
using Shop = Greenhouse.EfBackup.Specification.ShopModel;

namespace Greenhouse.EfBackup.InMemory.Tests;

/// <summary>What the application makes of its entities takes no part in a restore.</summary>
public sealed class ApplicationTests : EntityTest
{
    [Fact]
    public async Task Nothing_of_the_application_takes_part()
    {
        var source = Memory<Watchful.Context>(context => context.AddRange(new Watchful.Row { Id = 1, Text = "a" }, new Watchful.Row { Id = 2, Text = "hidden", IsDeleted = true }));
        await BackUpAsync(source);
        var target = Memory<Watchful.Context>(context => context.Add(new Watchful.Row { Id = 9, Text = "goes" }), options => options.AddInterceptors(new Watchful.NoSaves()));
        await using var used = target();
        var tracked = used.Add(new Watchful.Row { Id = 77, Text = "not saved" });
        var saves = Watchful.Context.Saves;
        Watchful.NoSaves.IsRefused = true;

        await used.Database.RestoreAsync(File, new() { SafetyBackup = false });

        Assert.Equal((EntityState.Added, saves), (tracked.State, Watchful.Context.Saves));
        await using var context = target();
        Assert.Equal([(1, "a"), (2, "hidden")], (await context.Rows.IgnoreQueryFilters().OrderBy(row => row.Id).ToListAsync()).Select(row => (row.Id, row.Text)));
    }

    [Fact]
    public async Task What_constructors_put_into_entities_is_not_in_the_rows()
    {
        var source = Sqlite<Housed.Context>(context => context.Database.ExecuteSqlRaw("INSERT INTO Rows (Id, Home_City) VALUES (1, NULL), (2, 'Bern')"));
        var memory = Memory<Housed.Context>();
        await BackUpAsync(source);

        await RestoreAsync(memory);

        System.IO.File.Delete(File);
        await BackUpAsync(memory);
        var rows = await System.IO.File.ReadAllTextAsync(File);
        Assert.Contains("""{"Id":1,"Home_City":null}""", rows, StringComparison.Ordinal);
        Assert.Contains("""{"Id":2,"Home_City":"Bern"}""", rows, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_context_that_takes_snapshots_before_migrations_works_in_memory()
    {
        var database = Memory<Shop.Context>(Shop.Fill, options => options.UseEfBackup(_ => { }));

        await BackUpAsync(database);

        Assert.Equal(20, Orders(database).Length);
    }

    private static class Housed
    {
        internal sealed class Context(DbContextOptions<Context> options) : DbContext(options)
        {
            public DbSet<Row> Rows => Set<Row>();

            protected override void OnModelCreating(ModelBuilder modelBuilder)
            {
                modelBuilder.Entity<Row>().Property(row => row.Id).ValueGeneratedNever();
                modelBuilder.Entity<Row>().OwnsOne(row => row.Home);
            }
        }

        internal sealed class Row
        {
            public int Id { get; set; }

            public Home? Home { get; set; } = new() { City = "of the constructor" };
        }

        internal sealed class Home
        {
            public string City { get; set; } = "";
        }
    }

    private static class Watchful
    {
        internal sealed class Context(DbContextOptions<Context> options) : DbContext(options)
        {
            public static int Saves { get; private set; }

            public DbSet<Row> Rows => Set<Row>();

            public override int SaveChanges(bool acceptAllChangesOnSuccess)
            {
                Saves++;
                return base.SaveChanges(acceptAllChangesOnSuccess);
            }

            public override Task<int> SaveChangesAsync(bool acceptAllChangesOnSuccess, CancellationToken cancellationToken = default)
            {
                Saves++;
                return base.SaveChangesAsync(acceptAllChangesOnSuccess, cancellationToken);
            }

            protected override void OnModelCreating(ModelBuilder modelBuilder)
            {
                modelBuilder.Entity<Row>().Property(row => row.Id).ValueGeneratedNever();
                modelBuilder.Entity<Row>().HasQueryFilter(row => !row.IsDeleted);
            }
        }

        internal sealed class Row
        {
            public Row() => Text = "made by a constructor";

            public int Id { get; set; }

            public string Text { get; set; }

            public bool IsDeleted { get; set; }
        }

        /// <summary>As applications write down what is saved.</summary>
        internal sealed class NoSaves : SaveChangesInterceptor
        {
            public static bool IsRefused { get; set; }

            public override InterceptionResult<int> SavingChanges(DbContextEventData eventData, InterceptionResult<int> result)
                => IsRefused ? throw new InvalidOperationException("Nobody saves here.") : result;

            public override ValueTask<InterceptionResult<int>> SavingChangesAsync(DbContextEventData eventData, InterceptionResult<int> result, CancellationToken cancellationToken = default)
                => IsRefused ? throw new InvalidOperationException("Nobody saves here.") : ValueTask.FromResult(result);
        }
    }
}
