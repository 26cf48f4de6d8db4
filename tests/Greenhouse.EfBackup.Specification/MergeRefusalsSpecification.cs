using Greenhouse.EfBackup.Protocol;
using Greenhouse.EfBackup.Schema;
using Xunit;
using Shop = Greenhouse.EfBackup.Specification.ShopModel;

namespace Greenhouse.EfBackup.Specification;

/// <summary>Rows that can't come among those that are there.</summary>
public abstract class MergeRefusalsSpecification<TFixture> : CountedMerge<TFixture>
    where TFixture : DatabaseFixture, new()
{
    [Fact]
    public async Task Rows_that_would_reference_nothing_leave_the_database_as_it_was()
    {
        var file = await BackUpAsync<Shop.Context>(Create<Shop.Context>(Shop.Fill), Backups.Without("Customers"));
        var target = Create<Shop.Context>(context => context.Add(new Shop.Customer { Id = 1, Name = "the only one" }));
        var (before, schema) = (target.Dump(), target.Schema());

        var refused = await RefusedAsync("EFB1503", () => RestoreAsync<Shop.Context>(target, file, Merge));

        Assert.StartsWith("Orders (CustomerId) -> Customers: 16 rows", Assert.Single(refused.Details), StringComparison.Ordinal);
        before.AssertSame(target.Dump());
        Assert.Equal(schema, target.Schema());
    }

    [Theory]
    [InlineData(RestoreModes.Merge)]
    [InlineData(RestoreModes.Insert)]
    public async Task A_unique_value_that_another_row_has_is_refused_with_both_rows(string mode)
    {
        var file = await BackUpAsync<KeysModel.Context>(Create<KeysModel.Context>(context => context.AddRange(
            new KeysModel.Named { Id = 1, Name = "one", Email = "a@example.org" }, new KeysModel.Named { Id = 2, Name = "two" })));
        var target = Create<KeysModel.Context>(context => context.Add(new KeysModel.Named { Id = 7, Name = "seven", Email = "a@example.org" }));
        var (before, schema) = (target.Dump(), target.Schema());

        var refused = await RefusedAsync("EFB1510", () => RestoreAsync<KeysModel.Context>(target, file, mode == RestoreModes.Merge ? Merge : Insert));

        Assert.Equal("row Id=1 of table Named in the backup and row Id=7 have the same Email, which must be unique (IX_Named_Email); nothing was changed", refused.Message);
        before.AssertSame(target.Dump());
        Assert.Equal(schema, target.Schema());
    }

    [Fact]
    public async Task A_unique_value_that_an_updated_row_would_take_from_another_one_is_refused()
    {
        var file = await BackUpAsync<KeysModel.Context>(Create<KeysModel.Context>(context => context.Add(new KeysModel.Named { Id = 1, Name = "one", Email = "b@example.org" })));
        var target = Create<KeysModel.Context>(context => context.AddRange(
            new KeysModel.Named { Id = 1, Name = "one", Email = "a@example.org" }, new KeysModel.Named { Id = 2, Name = "two", Email = "b@example.org" }));

        var refused = await RefusedAsync("EFB1510", () => RestoreAsync<KeysModel.Context>(target, file, Merge));

        Assert.Contains("row Id=1 of table Named in the backup and row Id=2 have the same Email", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_table_without_key_is_refused_by_name_unless_it_is_left_out()
    {
        var database = Create<Shop.Context>(Shop.Fill, """CREATE TABLE "Keyless" ("Number" integer); INSERT INTO "Keyless" VALUES (1)""");
        var file = await BackUpAsync<Shop.Context>(database, TableSelection.Everything);

        var refused = await RefusedAsync("EFB1407", () => RestoreAsync<Shop.Context>(database, file, Merge));
        var result = await RestoreAsync<Shop.Context>(database, file, Merge with { Selection = Backups.Without("Keyless") });

        Assert.Equal("rows are merged and inserted by their primary key, and Keyless has none", refused.Message);
        Assert.Equal(2, result.Tables.Count);
    }

    [Fact]
    public async Task A_table_outside_is_in_the_way_only_where_it_references_what_may_change()
    {
        var ofKey = Create<Shop.Context>(Shop.Fill, """CREATE TABLE "Outside" ("Id" integer NOT NULL PRIMARY KEY, "CustomerId" integer REFERENCES "Customers" ("Id") ON DELETE CASCADE)""");
        var ofName = Create<Shop.Context>(Shop.Fill, """CREATE UNIQUE INDEX "ByName" ON "Customers" ("Name"); CREATE TABLE "Outside" ("Id" integer NOT NULL PRIMARY KEY, "Customer" varchar(100) REFERENCES "Customers" ("Name") ON UPDATE CASCADE)""");
        ofKey.Execute("""INSERT INTO "Outside" VALUES (1, 1)""");
        ofName.Execute("""INSERT INTO "Outside" VALUES (1, 'customer 1')""");
        var file = await BackUpAsync<Shop.Context>(ofKey);

        await RestoreAsync<Shop.Context>(ofKey, file, Merge);
        await RestoreAsync<Shop.Context>(ofName, file, Insert);
        var refused = await RefusedAsync("EFB1402", () => RestoreAsync<Shop.Context>(ofName, file, Merge));

        Assert.Equal(["Outside (1 rows) references Customers"], refused.Details);
        Assert.Single(ofKey.Dump().Tables["Outside"]);
    }
}
