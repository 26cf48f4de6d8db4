using Xunit;
using Shop = Greenhouse.EfBackup.Specification.ShopModel;

namespace Greenhouse.EfBackup.Specification;

/// <summary>Rows whose foreign keys lead nowhere: never into a backup, never out of one into a database.</summary>
public abstract class DanglingSpecification<TFixture> : Specification<TFixture>
    where TFixture : DatabaseFixture, new()
{
    [Fact]
    public async Task Dangling_rows_of_the_database_are_refused_at_create_and_named()
    {
        var database = Create<Shop.Context>(Shop.Fill);
        database.ExecuteUnchecked("""DELETE FROM "Customers" WHERE "Id" = 2""");

        var refused = await RefusedAsync("EFB1204", () => BackUpAsync<Shop.Context>(database));

        var line = Assert.Single(refused.Details);
        Assert.StartsWith("Orders (CustomerId) -> Customers: 4 rows, such as ", line, StringComparison.Ordinal);
        Assert.Contains("Id=1, CustomerId=2", line, StringComparison.Ordinal);
        Assert.Empty(Backups.Files);
    }

    [Fact]
    public async Task Leaving_the_dangling_table_out_lets_the_rest_through()
    {
        var database = Create<Shop.Context>(Shop.Fill);
        database.ExecuteUnchecked("""DELETE FROM "Customers" WHERE "Id" = 2""");

        var check = Backups.Check(await BackUpAsync<Shop.Context>(database, Backups.Without("Orders")));

        Assert.Equal(4, Assert.Single(check.Tables).Rows);
    }

    [Fact]
    public async Task A_file_whose_rows_would_dangle_leaves_the_database_as_it_was()
    {
        var source = Create<Shop.Context>(Shop.Fill);
        var file = await BackUpAsync<Shop.Context>(source, Backups.Without("Customers"));
        var target = Create<Shop.Context>(context => context.Add(new Shop.Customer { Id = 1, Name = "the only one" }));
        target.Execute("""INSERT INTO "Orders" ("Id", "CustomerId", "Text") VALUES (99, 1, 'old')""");
        var (before, schema) = (target.Dump(), target.Schema());

        var refused = await RefusedAsync("EFB1503", () => RestoreAsync<Shop.Context>(target, file));

        Assert.StartsWith("Orders (CustomerId) -> Customers: 16 rows", Assert.Single(refused.Details), StringComparison.Ordinal);
        Assert.Contains(Backups.Warnings, warning => warning.Code == "EFB1210");
        before.AssertSame(target.Dump());
        Assert.Equal(schema, target.Schema());
    }

    [Fact]
    public async Task A_file_without_its_principals_is_restored_where_they_are()
    {
        var database = Create<Shop.Context>(Shop.Fill);
        var before = database.Dump();
        var file = await BackUpAsync<Shop.Context>(database, Backups.Without("Customers"));
        database.Execute("""DELETE FROM "Orders" WHERE "Id" > 3""");

        await RestoreAsync<Shop.Context>(database, file);

        before.AssertSame(database.Dump());
    }

    [Fact]
    public async Task Foreign_keys_work_again_after_a_restore()
    {
        var database = Create<Shop.Context>(Shop.Fill);
        var file = await BackUpAsync<Shop.Context>(database);

        await RestoreAsync<Shop.Context>(database, file);

        Assert.ThrowsAny<Exception>(() => database.Execute("""INSERT INTO "Orders" ("Id", "CustomerId") VALUES (1000, 1000)"""));
    }
}
