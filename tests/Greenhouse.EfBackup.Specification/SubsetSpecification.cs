using Greenhouse.EfBackup.Protocol;
using Greenhouse.EfBackup.Restore;
using Greenhouse.EfBackup.Schema;
using Microsoft.EntityFrameworkCore;
using Xunit;
using Shop = Greenhouse.EfBackup.Specification.ShopModel;

namespace Greenhouse.EfBackup.Specification;

/// <summary>Backups of some rows: those of a condition, with what they reference and with what hangs on them.</summary>
public abstract class SubsetSpecification<TFixture> : Specification<TFixture>
    where TFixture : DatabaseFixture, new()
{
    [Fact]
    public async Task Rows_of_a_condition_come_with_what_they_reference_and_restore_on_their_own()
    {
        var source = Create<Shop.Context>(Shop.Fill);
        var target = Create<Shop.Context>();

        var result = await TakeAsync<Shop.Context>(source, Where("Orders", "\"Id\" IN (1, 2)") with { WithRelated = true });
        await RestoreAsync<Shop.Context>(target, result.File!);

        Assert.Equal(["Customers: 2", "Orders: 2"], Counts(result));
        await using var context = target.Open<Shop.Context>();
        Assert.Equal([2, 3], await context.Customers.Select(row => row.Id).OrderBy(id => id).ToListAsync());
        Assert.Equal([1, 2], await context.Orders.Select(row => row.Id).OrderBy(id => id).ToListAsync());
    }

    [Fact]
    public async Task What_hangs_on_the_rows_comes_too_where_that_is_asked_for()
    {
        var source = Create<Shop.Context>(Shop.Fill);
        var target = Create<Shop.Context>();

        var alone = await TakeAsync<Shop.Context>(source, Where("Customer", "\"Id\" = 2") with { WithRelated = true });
        var with = await TakeAsync<Shop.Context>(source, Where("Customer", "\"Id\" = 2") with { WithRelated = true, AndDependents = true });
        await RestoreAsync<Shop.Context>(target, with.File!);

        Assert.Equal(["Customers: 1"], Counts(alone));
        Assert.Equal(["Orders"], alone.LeftOut);
        Assert.Equal(["Customers: 1", "Orders: 4"], Counts(with));
        await using var context = target.Open<Shop.Context>();
        Assert.Equal([1, 6, 11, 16], await context.Orders.Select(row => row.Id).OrderBy(id => id).ToListAsync());
    }

    [Fact]
    public async Task The_file_says_what_it_holds()
    {
        var source = Create<Shop.Context>(Shop.Fill);

        var result = await TakeAsync<Shop.Context>(source, Where("customer", "\"Id\" > 2") with { Limit = 2, WithRelated = true, AndDependents = true });
        var metadata = Backups.Check(result.File!).Metadata;

        Assert.Equal("Customers: \"Id\" > 2; at most 2 of each table; with what hangs on them; with what they reference", metadata.Selection!.ToString());
        Assert.Equal((2, 8), (metadata.Statistics["Customers"], metadata.Statistics["Orders"]));
        Assert.True(Storage.BackupHead.Of(metadata).Partial);
    }

    [Fact]
    public async Task Without_what_they_reference_rows_that_lead_nowhere_are_refused()
    {
        var source = Create<Shop.Context>(Shop.Fill);

        var refused = await RefusedAsync("EFB1204", () => TakeAsync<Shop.Context>(source, Where("Customers", "\"Id\" = 2")));

        Assert.StartsWith("Orders (CustomerId) -> Customers: 16 rows, such as Id=", Assert.Single(refused.Details), StringComparison.Ordinal);
        Assert.Contains("--with-related", refused.Help, StringComparison.Ordinal);
        Assert.Empty(Backups.Files);
    }

    [Fact]
    public async Task Conditions_on_both_ends_of_a_key_that_agree_need_no_related_rows()
    {
        var source = Create<Shop.Context>(Shop.Fill);

        var result = await TakeAsync<Shop.Context>(source, new SelectedRows { Where = [new("Customers", "\"Id\" < 3"), new("Orders", "\"CustomerId\" < 3"), new("Orders", "\"Id\" < 10 -- not the rest")] });

        Assert.Equal(["Customers: 2", "Orders: 3"], Counts(result));
    }

    [Fact]
    public async Task A_limit_takes_the_first_rows_by_key_and_what_they_reference_beyond_it()
    {
        var source = Create<Shop.Context>(Shop.Fill);

        var alone = await TakeAsync<Shop.Context>(source, new SelectedRows { Limit = 3 }, Backups.Only("Customers"));
        var related = await TakeAsync<Shop.Context>(source, new SelectedRows { Limit = 3, WithRelated = true }, Backups.Only("Ord*"));
        var target = Create<Shop.Context>();
        await RestoreAsync<Shop.Context>(target, related.File!);

        Assert.Equal(["Customers: 3"], Counts(alone));
        Assert.Equal(["Customers: 3", "Orders: 3"], Counts(related));
        await using var context = target.Open<Shop.Context>();
        Assert.Equal([1, 2, 3], await context.Orders.Select(row => row.Id).OrderBy(id => id).ToListAsync());
        Assert.Equal([2, 3, 4], await context.Customers.Select(row => row.Id).OrderBy(id => id).ToListAsync());
    }

    [Theory]
    [InlineData("\"Nothing\" = 1")]
    [InlineData("1 = 1; DELETE FROM \"Orders\"")]
    [InlineData("1 = 1); DELETE FROM \"Orders\"; --")]
    [InlineData("1 = 1\n); COMMIT; DELETE FROM \"Orders\" WHERE (1 = 1")]
    [InlineData("1 = 1 --\n) --")]
    [InlineData("\"Id\" = (DELETE FROM \"Orders\" RETURNING \"Id\")")]
    public async Task A_condition_that_is_none_is_refused_by_its_table_and_changes_nothing(string condition)
    {
        var source = Create<Shop.Context>(Shop.Fill);
        var before = source.Dump();

        var refused = await RefusedAsync("EFB1217", () => TakeAsync<Shop.Context>(source, Where("Customers", condition) with { WithRelated = true }));

        Assert.StartsWith("the condition on Customers can't be asked: ", refused.Message, StringComparison.Ordinal);
        Assert.Equal([condition], refused.Details);
        before.AssertSame(source.Dump());
        Assert.Empty(Backups.Files);
    }

    [Fact]
    public async Task A_condition_on_no_table_is_refused_with_those_that_there_are()
    {
        var source = Create<Shop.Context>(Shop.Fill);

        var unknown = await RefusedAsync("EFB1207", () => TakeAsync<Shop.Context>(source, Where("Custommers", "1 = 1")));
        var several = await RefusedAsync("EFB1001", () => TakeAsync<Shop.Context>(source, Where("*", "1 = 1")));

        Assert.Equal(["Customers (Customer)", "Orders (Order)"], unknown.Details.Order());
        Assert.Contains("'*'", several.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Chains_and_cycles_are_followed_to_their_end()
    {
        var source = Create<ReferencesModel.Context>(context => context.AddRange(Enumerable.Range(1, 9).Select(id => new ReferencesModel.Node { Id = id, ParentId = id < 9 ? id + 1 : 9 })));
        source.ExecuteUnchecked("""
            INSERT INTO "Hens" ("Id", "EggId") VALUES (1, 2), (2, 1), (3, 3);
            INSERT INTO "Eggs" ("Id", "HenId") VALUES (1, 1), (2, 2), (3, 3);
            INSERT INTO "Rocks" ("Id", "NextId") VALUES (1, 1);
            INSERT INTO "Papers" ("Id", "NextId") VALUES (1, 1);
            INSERT INTO "Scissors" ("Id", "NextId") VALUES (1, 1);
            """);

        var up = await TakeAsync<ReferencesModel.Context>(source, Where("Nodes", "\"Id\" = 7") with { WithRelated = true });
        var down = await TakeAsync<ReferencesModel.Context>(source, Where("Nodes", "\"Id\" = 3") with { WithRelated = true, AndDependents = true });
        var cycles = await TakeAsync<ReferencesModel.Context>(source, new SelectedRows { Where = [new("Hens", "\"Id\" = 1"), new("Papers", "1 = 1")], WithRelated = true });
        var target = Create<ReferencesModel.Context>();
        await RestoreAsync<ReferencesModel.Context>(target, cycles.File!);

        Assert.Equal(["Nodes: 3"], Counts(up));
        Assert.Equal(["Nodes: 9"], Counts(down));
        Assert.Equal(["Eggs: 2", "Hens: 2", "Papers: 1", "Rocks: 1", "Scissors: 1"], Counts(cycles));
        Assert.Equal(2, target.Dump().Tables["Eggs"].Count);
    }

    [Fact]
    public async Task What_was_added_because_it_is_referenced_brings_nothing_that_hangs_on_it()
    {
        var source = Create<Shop.Context>(Shop.Fill);

        var result = await TakeAsync<Shop.Context>(source, Where("Orders", "\"Id\" = 1") with { WithRelated = true, AndDependents = true });

        Assert.Equal(["Customers: 1", "Orders: 1"], Counts(result));
    }

    [Fact]
    public async Task Composite_keys_are_followed_and_those_with_a_null_in_them_are_not()
    {
        var source = Create<SubsetModel.Context>(SubsetModel.Fill);
        var target = Create<SubsetModel.Context>();

        var up = await TakeAsync<SubsetModel.Context>(source, Where("Cities", "\"Id\" IN (1, 4)") with { WithRelated = true });
        var down = await TakeAsync<SubsetModel.Context>(source, Where("Regions", "\"Code\" = 'b'") with { WithRelated = true, AndDependents = true });
        await RestoreAsync<SubsetModel.Context>(target, up.File!);

        Assert.Equal(["Cities: 2", "Regions: 1"], Counts(up));
        Assert.Equal(["Cities: 2", "Regions: 2"], Counts(down));
        Assert.Single(target.Dump().Tables["Regions"]);
    }

    [Fact]
    public async Task Alternate_keys_are_followed()
    {
        var source = Create<KeysModel.Context>(context =>
        {
            context.AddRange(new KeysModel.Named { Id = 1, Name = "one" }, new KeysModel.Named { Id = 2, Name = "two" });
            context.AddRange(new KeysModel.Mention { Id = 1, OfName = "two" }, new KeysModel.Mention { Id = 2, OfName = "one" });
        });

        var result = await TakeAsync<KeysModel.Context>(source, Where("Mention", "\"Id\" = 1") with { WithRelated = true });

        Assert.Equal(["Mention: 1", "Named: 1"], Counts(result));
    }

    [Fact]
    public async Task A_table_without_key_that_no_entity_maps_comes_where_it_is_asked_for()
    {
        var source = Create<Shop.Context>(Shop.Fill, """CREATE TABLE "Notes" ("CustomerId" integer REFERENCES "Customers" ("Id"), "Text" varchar(10))""");
        source.Execute("""INSERT INTO "Notes" VALUES (1, 'a'), (1, 'a'), (2, 'b'), (NULL, 'c')""");

        var mapped = await TakeAsync<Shop.Context>(source, Where("Customers", "\"Id\" = 1") with { WithRelated = true, AndDependents = true });
        var all = await TakeAsync<Shop.Context>(source, Where("Customers", "\"Id\" = 1") with { WithRelated = true, AndDependents = true }, TableSelection.Everything);

        Assert.Equal(["Customers: 1", "Orders: 4"], Counts(mapped));
        Assert.Equal(["Customers: 1", "Notes: 2", "Orders: 4"], Counts(all));
    }

    [Fact]
    public async Task A_hundredth_of_a_database_restores_into_an_empty_one()
    {
        var source = Create<Shop.Context>(context =>
        {
            context.AddRange(Enumerable.Range(1, 1000).Select(id => new Shop.Customer { Id = id, Name = $"customer {id}" }));
            context.AddRange(Enumerable.Range(1, 3000).Select(id => new Shop.Order { Id = id, CustomerId = ((id - 1) % 1000) + 1 }));
        });
        var target = Create<Shop.Context>();

        var result = await TakeAsync<Shop.Context>(source, Where("Customers", "\"Id\" % 100 = 0") with { WithRelated = true, AndDependents = true });
        await RestoreAsync<Shop.Context>(target, result.File!);

        Assert.Equal(["Customers: 10", "Orders: 30"], Counts(result));
        await using var context = target.Open<Shop.Context>();
        Assert.Equal(30, await context.Orders.CountAsync(row => row.CustomerId % 100 == 0));
    }

    [Fact]
    public async Task Replacing_by_a_partial_backup_says_what_goes_before_it_asks_and_merging_keeps_it()
    {
        var database = Create<Shop.Context>(Shop.Fill);
        var file = (await TakeAsync<Shop.Context>(database, Where("Customers", "\"Id\" = 2") with { WithRelated = true, AndDependents = true })).File!;
        await using var context = database.Open<Shop.Context>();
        WarningEvent[] warned = [];

        await RestoreAsync<Shop.Context>(database, file, Backups.Options() with { Mode = RestoreMode.Merge });
        var merged = database.Dump().Rows;
        var warnedOfMerge = Backups.Warnings.Any(warning => warning.Code == "EFB1511");
        await Backups.RestoreAsync(context, file, confirm: _ => warned = [.. Backups.Warnings]);

        Assert.Equal(25, merged);
        Assert.False(warnedOfMerge);
        Assert.Contains("rows of Customers (all 5 rows go, 1 come), Orders (all 20 rows go, 4 come) that it does not hold will be deleted", Assert.Single(warned, warning => warning.Code == "EFB1511").Message, StringComparison.Ordinal);
        Assert.Equal(5, database.Dump().Rows);
    }

    private static SelectedRows Where(string table, string condition) => new() { Where = [new RowCondition(table, condition)] };

    private static IEnumerable<string> Counts(CreateResult result) => result.Tables.Select(table => $"{table.Table}: {table.Rows}").Order(StringComparer.Ordinal);

    private async Task<CreateResult> TakeAsync<TContext>(TestDatabase database, SelectedRows rows, TableSelection? selection = null)
        where TContext : DbContext
    {
        await using var context = database.Open<TContext>();
        return await Backups.CreateAsync(context, selection, rows: rows);
    }
}

internal static class SubsetModel
{
    public static void Fill(Context context)
    {
        context.AddRange(new Region { Country = "x", Code = "a" }, new Region { Country = "x", Code = "b" }, new Region { Country = "y", Code = "b" });
        context.AddRange(
            new City { Id = 1, Country = "x", Code = "a" },
            new City { Id = 2, Country = "x", Code = "b" },
            new City { Id = 3, Country = "y", Code = "b" },
            new City { Id = 4, Country = "y", Code = null });
    }

    internal sealed class Context(DbContextOptions<Context> options) : DbContext(options)
    {
        protected override void OnModelCreating(ModelBuilder modelBuilder)
        {
            modelBuilder.Entity<Region>().ToTable("Regions").HasKey(row => new { row.Country, row.Code });
            modelBuilder.Entity<City>().ToTable("Cities").HasOne<Region>().WithMany().HasForeignKey(row => new { row.Country, row.Code });
            modelBuilder.Entity<City>().Property(row => row.Id).ValueGeneratedNever();
        }
    }

    internal sealed class Region
    {
        public string Country { get; set; } = "";

        public string Code { get; set; } = "";
    }

    internal sealed class City
    {
        public int Id { get; set; }

        public string? Country { get; set; }

        public string? Code { get; set; }
    }
}
