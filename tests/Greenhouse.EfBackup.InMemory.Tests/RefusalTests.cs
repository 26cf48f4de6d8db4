using Greenhouse.EfBackup.Migrations;
using Greenhouse.EfBackup.Specification;
using Microsoft.EntityFrameworkCore;
using Xunit;
using Shop = Greenhouse.EfBackup.Specification.ShopModel;

namespace Greenhouse.EfBackup.InMemory.Tests;

/// <summary>What takes a schema, or SQL, is refused by name; and what a model can't put into tables.</summary>
public sealed class RefusalTests : EntityTest
{
    [Theory]
    [InlineData(EfBackupSchema.Backup)]
    [InlineData(EfBackupSchema.Migrate)]
    public async Task There_is_no_way_to_another_schema(EfBackupSchema schema)
    {
        var database = await BackedUpAsync();

        await RefusedAsync("EFB1109", () => WithAsync(database, context => context.Database.RestoreAsync(File, new() { Schema = schema, SafetyBackup = false })));

        Assert.Equal(20, Orders(database).Length);
    }

    [Fact]
    public async Task Conditions_are_SQL()
        => await RefusedAsync("EFB1109", () => WithAsync(Memory<Shop.Context>(Shop.Fill), context => context.Database.BackupAsync(File, new() { Where = ["Orders=Id = 1"] })));

    [Fact]
    public async Task There_is_no_database_to_rehearse_in()
    {
        var database = await BackedUpAsync();

        // Whatever stops a rehearsal, the backup is not proven: its code says so, and the words why.
        var refused = await Assert.ThrowsAsync<EfBackupException>(() => WithAsync(database, context => context.Database.VerifyAsync(File, new() { Level = EfBackupVerifyLevel.Rehearse })));

        Assert.Contains("this takes a relational database", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task There_are_no_migrations()
        => await RefusedAsync("EFB1109", () => WithAsync(Memory<Shop.Context>(), context => new Backups(Folder).MigrateAsync(context, new MigrateOptions())));

    [Fact]
    public async Task A_backup_is_verified_by_itself_and_against_the_entities()
    {
        var database = await BackedUpAsync();

        await using var context = database();
        var verified = await context.Database.VerifyAsync(File, new() { Level = EfBackupVerifyLevel.Schema });

        Assert.Equal((25L, true), (verified.Rows, verified.Fits));
    }

    [Fact]
    public async Task A_type_that_no_database_knows_is_named()
    {
        var refused = await RefusedAsync("EFB1108", () => WithAsync(Memory<Strange>(), context => context.Database.BackupAsync(File)));

        Assert.Contains("Half", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_complex_property_is_named_and_nothing_of_it_is_left_out_in_silence()
    {
        var database = Memory<Nested>(context => context.Add(new Nested.Row { Id = 1, Home = new Nested.Place { City = "Bern" } }));

        var refused = await RefusedAsync("EFB1108", () => WithAsync(database, context => context.Database.BackupAsync(File)));

        Assert.Contains("the model of Nested", refused.Message, StringComparison.Ordinal);
        Assert.Contains("Row.Home", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Half_of_a_character_is_refused_with_its_entity()
    {
        var database = Memory<Shop.Context>(context => context.Add(new Shop.Customer { Id = 7, Name = "half \ud83c" }));

        var refused = await RefusedAsync("EFB1508", () => WithAsync(database, context => context.Database.BackupAsync(File)));

        Assert.Contains("Customer Id=7", refused.Message, StringComparison.Ordinal);
        Assert.False(System.IO.File.Exists(File));
    }

    [Fact]
    public async Task A_value_that_a_property_can_not_hold_is_refused_with_the_row()
    {
        var source = Sqlite<Wide.Context>(context => context.Add(new Wide.Row { Id = 5, Number = 70000 }));
        await using (var context = source())
        {
            await context.Database.BackupAsync(File);
        }

        var target = Memory<Narrow.Context>(context => context.Add(new Narrow.Row { Id = 1, Number = 1 }));
        var refused = await RefusedAsync("EFB1508", () => WithAsync(target, context => context.Database.RestoreAsync(File, new() { SafetyBackup = false })));

        Assert.Contains("70000", refused.Message, StringComparison.Ordinal);
        await using var after = target();
        Assert.Equal(1, (await after.Rows.SingleAsync()).Id);
    }

    private static async Task WithAsync<TContext>(Func<TContext> database, Func<TContext, Task> work)
        where TContext : DbContext
    {
        await using var context = database();
        await work(context);
    }

    private async Task<Func<Shop.Context>> BackedUpAsync()
    {
        var database = Memory<Shop.Context>(Shop.Fill);
        await using var context = database();
        await context.Database.BackupAsync(File);
        return database;
    }

    internal sealed class Strange(DbContextOptions<Strange> options) : DbContext(options)
    {
        protected override void OnModelCreating(ModelBuilder modelBuilder) => modelBuilder.Entity<Row>().Property(row => row.Half);

        internal sealed class Row
        {
            public int Id { get; set; }

            public Half Half { get; set; }
        }
    }

    internal sealed class Nested(DbContextOptions<Nested> options) : DbContext(options)
    {
        protected override void OnModelCreating(ModelBuilder modelBuilder) => modelBuilder.Entity<Row>().ComplexProperty(row => row.Home);

        internal sealed class Row
        {
            public int Id { get; set; }

            public Place Home { get; set; } = new();
        }

        internal sealed class Place
        {
            public string City { get; set; } = "";
        }
    }

    internal static class Wide
    {
        internal sealed class Context(DbContextOptions<Context> options) : DbContext(options)
        {
            public DbSet<Row> Rows => Set<Row>();
        }

        internal sealed class Row
        {
            public int Id { get; set; }

            public int Number { get; set; }
        }
    }

    internal static class Narrow
    {
        internal sealed class Context(DbContextOptions<Context> options) : DbContext(options)
        {
            public DbSet<Row> Rows => Set<Row>();
        }

        internal sealed class Row
        {
            public int Id { get; set; }

            public short Number { get; set; }
        }
    }
}
