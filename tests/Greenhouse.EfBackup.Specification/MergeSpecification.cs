using Greenhouse.EfBackup.Protocol;
using Microsoft.EntityFrameworkCore;
using Xunit;
using Shop = Greenhouse.EfBackup.Specification.ShopModel;

namespace Greenhouse.EfBackup.Specification;

/// <summary>Rows of a backup that come into tables which keep what they have: merged, or inserted where their key is missing.</summary>
public abstract class MergeSpecification<TFixture> : CountedMerge<TFixture>
    where TFixture : DatabaseFixture, new()
{
    [Fact]
    public async Task Merging_inserts_what_is_missing_updates_what_differs_and_deletes_nothing()
    {
        var (database, file) = await ChangedShopAsync();

        var result = await RestoreAsync<Shop.Context>(database, file, Merge with { SafetyBackup = true });

        Assert.Equal(["Customers: 0 inserted, 0 updated, 5 unchanged", "Orders: 1 inserted, 1 updated, 18 unchanged"], Counts(result));
        Assert.Equal(("merge", true, 25), (result.Mode, result.Verified, result.Rows));
        Assert.All(result.Tables, table => Assert.Equal(0, table.Deleted));
        await using var context = database.Open<Shop.Context>();
        Assert.Equal([1, 2, 3, 4, 5, 6], await context.Customers.Select(row => row.Id).OrderBy(id => id).ToListAsync());
        Assert.Equal(Enumerable.Range(1, 20).Select(id => Awkward.Texts[id]), await context.Orders.OrderBy(row => row.Id).Select(row => row.Text).ToListAsync());
        Assert.Equal((6, 19), (Backups.Check(result.SafetyBackup!).Metadata.Statistics["Customers"], Backups.Check(result.SafetyBackup!).Metadata.Statistics["Orders"]));
    }

    [Fact]
    public async Task Inserting_leaves_rows_that_are_there_as_they_are()
    {
        var (database, file) = await ChangedShopAsync();

        var result = await RestoreAsync<Shop.Context>(database, file, Insert);

        Assert.Equal(["Customers: 0 inserted, 0 updated, 5 unchanged", "Orders: 1 inserted, 0 updated, 19 unchanged"], Counts(result));
        await using var context = database.Open<Shop.Context>();
        Assert.Equal(["changed", Awkward.Texts[4]], await context.Orders.Where(row => row.Id == 4 || row.Id == 5).OrderByDescending(row => row.Id).Select(row => row.Text).ToListAsync());
        Assert.Equal(6, await context.Customers.CountAsync());
    }

    [Fact]
    public async Task Merging_what_is_there_already_writes_nothing()
    {
        var database = Create<Shop.Context>(Shop.Fill);
        var file = await BackUpAsync<Shop.Context>(database);
        var (before, schema) = (database.Dump(), database.Schema());

        var result = await RestoreAsync<Shop.Context>(database, file, Merge);

        Assert.Equal(["Customers: 0 inserted, 0 updated, 5 unchanged", "Orders: 0 inserted, 0 updated, 20 unchanged"], Counts(result));
        before.AssertSame(database.Dump());
        Assert.Equal(schema, database.Schema());
    }

    [Theory]
    [InlineData("merge", "Orders: 50 inserted, 12 updated, 11938 unchanged", 0)]
    [InlineData("insert", "Orders: 50 inserted, 0 updated, 11950 unchanged", 12)]
    public async Task A_large_table_is_merged_as_a_small_one_is(string mode, string counts, int changed)
    {
        var database = Create<Shop.Context>(Shop.Fill);
        database.Execute("""WITH RECURSIVE n(i) AS (SELECT 21 UNION ALL SELECT i + 1 FROM n WHERE i < 12000) INSERT INTO "Orders" ("Id", "CustomerId", "Text") SELECT i, i % 5 + 1, 'order ' || i FROM n""");
        var file = await BackUpAsync<Shop.Context>(database);
        database.Execute("""
            DELETE FROM "Orders" WHERE "Id" BETWEEN 100 AND 149;
            UPDATE "Orders" SET "Text" = 'changed' WHERE "Id" % 1000 = 7;
            WITH RECURSIVE n(i) AS (SELECT 12001 UNION ALL SELECT i + 1 FROM n WHERE i < 12300) INSERT INTO "Orders" ("Id", "CustomerId", "Text") SELECT i, 1, 'since' FROM n;
            """);

        var result = await RestoreAsync<Shop.Context>(database, file, mode == "merge" ? Merge : Insert);

        Assert.Contains(counts, Counts(result));
        await using var context = database.Open<Shop.Context>();
        Assert.Equal((12300, 300, changed), (await context.Orders.CountAsync(), await context.Orders.CountAsync(row => row.Text == "since"), await context.Orders.CountAsync(row => row.Text == "changed")));
        Assert.Equal(11980 - 50 + 50 - (mode == "insert" ? 11 : 0), await context.Orders.CountAsync(row => row.Text!.StartsWith("order ")));
    }

    [Theory]
    [InlineData(RestoreModes.Merge, "Merge the 25 rows of ")]
    [InlineData(RestoreModes.Insert, "Insert those of the 25 rows of ")]
    public async Task The_question_says_what_becomes_of_rows(string mode, string question)
    {
        var (database, file) = await ChangedShopAsync();
        await using var context = database.Open<Shop.Context>();
        string? asked = null;

        await Backups.RestoreAsync(context, file, mode == RestoreModes.Merge ? Merge : Insert, text => asked = text);

        Assert.StartsWith(question, asked, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_scalar_type_is_merged_back_and_unchanged_after_that()
    {
        var database = Create<TypesModel.Context>(context => context.AddRange(
            new TypesModel.Row { Id = 1, Flag = true, Byte = 1, Int = -1, Long = long.MaxValue, Float = 0.1f, Double = 1e300, Decimal = 1.50m, Char = 'x', Text = "Zoë", Bytes = [0, 1], Guid = Awkward.Guids[2], Date = new(2024, 2, 29), Time = new(10, 0), Moment = new(2024, 1, 1), Instant = new(2024, 1, 1, 0, 0, 0, TimeSpan.Zero), Span = TimeSpan.FromDays(1.5), Enum = DayOfWeek.Friday },
            new TypesModel.Row { Id = 2, Text = "", Double = 0, Bytes = [], Decimal = 0 },
            new TypesModel.Row { Id = 3 }));
        var before = database.Dump();
        var file = await BackUpAsync<TypesModel.Context>(database);
        database.Damage();
        before.AssertDiffers(database.Dump());

        var first = await RestoreAsync<TypesModel.Context>(database, file, Merge);
        var second = await RestoreAsync<TypesModel.Context>(database, file, Merge);

        Assert.Equal(["Rows: 1 inserted, 1 updated, 1 unchanged"], Counts(first));
        Assert.Equal(["Rows: 0 inserted, 0 updated, 3 unchanged"], Counts(second));
        before.AssertSame(database.Dump());
    }

    [Fact]
    public async Task Rows_are_found_by_composite_keys()
    {
        var database = Create<KeysModel.Context>(context => context.AddRange(
            new KeysModel.Mixed { A = 1, B = "b", C = Awkward.Guids[2], D = [1], Note = "one" },
            new KeysModel.Mixed { A = 1, B = "c", C = Awkward.Guids[2], D = [1], Note = "two" },
            new KeysModel.Mixed { A = 2, B = "b", C = Awkward.Guids[2], D = [1], Note = null }));
        var file = await BackUpAsync<KeysModel.Context>(database);
        var before = database.Dump();
        database.Execute("""UPDATE "Mixed" SET "Note" = NULL WHERE "A" = 1 AND "B" = 'c'; UPDATE "Mixed" SET "Note" = 'x' WHERE "A" = 2; DELETE FROM "Mixed" WHERE "A" = 1 AND "B" = 'b'""");

        var result = await RestoreAsync<KeysModel.Context>(database, file, Merge);

        Assert.Contains("Mixed: 1 inserted, 2 updated, 0 unchanged", Counts(result));
        before.AssertSame(database.Dump());
    }

    [Fact]
    public async Task Documents_are_merged()
    {
        var database = Create<JsonModel.Context>(context => context.AddRange(
            new JsonModel.Holder { Id = 1, Profile = new() { Title = "one", Scores = [1, 2] }, Words = ["a"] },
            new JsonModel.Holder { Id = 2, Profile = null, Words = [] },
            new JsonModel.Holder { Id = 3, Profile = new() { Title = "three" }, Words = ["b"] }));
        var file = await BackUpAsync<JsonModel.Context>(database);
        var before = database.Dump();
        database.Execute("""UPDATE "Holders" SET "Profile" = '{"Title": "other"}' WHERE "Id" <> 3""");

        var result = await RestoreAsync<JsonModel.Context>(database, file, Merge);

        Assert.Equal(["Holders: 0 inserted, 2 updated, 1 unchanged"], Counts(result));
        before.AssertSame(database.Dump());
    }

    [Fact]
    public async Task Computed_columns_are_computed_again()
    {
        var database = Create<GeneratedModel.Context>(context => context.Add(new GeneratedModel.Line { Id = 1, Price = 2, Quantity = 3 }));
        var file = await BackUpAsync<GeneratedModel.Context>(database);
        database.Execute("""UPDATE "Lines" SET "Price" = 7""");

        await RestoreAsync<GeneratedModel.Context>(database, file, Merge);

        await using var context = database.Open<GeneratedModel.Context>();
        Assert.Equal(5, (await context.Lines.SingleAsync()).Total);
    }

    [Fact]
    public async Task Self_references_and_cycles_are_merged_whatever_the_order()
    {
        var database = Create<ReferencesModel.Context>(context => context.AddRange(Enumerable.Range(1, 9).Select(id => new ReferencesModel.Node { Id = id, ParentId = id < 9 ? id + 1 : 9 })));
        database.ExecuteUnchecked("""
            INSERT INTO "Hens" ("Id", "EggId") VALUES (1, 2), (2, 1);
            INSERT INTO "Eggs" ("Id", "HenId") VALUES (1, 1), (2, 2);
            """);
        var (before, schema) = (database.Dump(), database.Schema());
        var file = await BackUpAsync<ReferencesModel.Context>(database);
        database.ExecuteUnchecked("""DELETE FROM "Hens"; DELETE FROM "Eggs" WHERE "Id" = 1; UPDATE "Nodes" SET "ParentId" = NULL WHERE "Id" < 5; DELETE FROM "Nodes" WHERE "Id" > 6""");

        var result = await RestoreAsync<ReferencesModel.Context>(database, file, Merge);

        Assert.Contains("Nodes: 3 inserted, 4 updated, 2 unchanged", Counts(result));
        Assert.Contains("Hens: 2 inserted, 0 updated, 0 unchanged", Counts(result));
        Assert.Equal(before.Tables["Nodes"], database.Dump().Tables["Nodes"]);
        Assert.Equal(before.Tables["Eggs"], database.Dump().Tables["Eggs"]);
        Assert.Equal(schema, database.Schema());
    }

    [Fact]
    public async Task A_counter_goes_on_to_where_the_backup_has_it()
    {
        var file = await BackUpAsync<KeysModel.Context>(Create<KeysModel.Context>(context => FillTickets(context, count: 5, kept: 3)));
        var target = Create<KeysModel.Context>();

        await RestoreAsync<KeysModel.Context>(target, file, Merge);

        Assert.Equal(6, NextTicket(target));
    }

    [Fact]
    public async Task A_counter_does_not_go_back()
    {
        var file = await BackUpAsync<KeysModel.Context>(Create<KeysModel.Context>(context => FillTickets(context, count: 2, kept: 2)));
        var target = Create<KeysModel.Context>(context => FillTickets(context, count: 9, kept: 1));

        var result = await RestoreAsync<KeysModel.Context>(target, file, Merge);

        Assert.Contains("Tickets: 1 inserted, 0 updated, 1 unchanged", Counts(result));
        Assert.Equal(10, NextTicket(target));
    }

    private static void FillTickets(KeysModel.Context context, int count, int kept)
    {
        for (var i = 0; i < count; i++)
        {
            context.Add(new KeysModel.Ticket { Text = "ticket" });
            context.SaveChanges();
        }

        context.RemoveRange(context.Tickets.Where(ticket => ticket.Id > kept));
    }

    private static int NextTicket(TestDatabase database)
    {
        using var context = database.Open<KeysModel.Context>();
        var ticket = new KeysModel.Ticket { Text = "next" };
        context.Add(ticket);
        context.SaveChanges();
        return ticket.Id;
    }

    /// <summary>A database with the shop's rows, its backup, and one order less, one changed and one customer more since.</summary>
    private async Task<(TestDatabase Database, string File)> ChangedShopAsync()
    {
        var database = Create<Shop.Context>(Shop.Fill);
        var file = await BackUpAsync<Shop.Context>(database);
        database.Execute("""
            DELETE FROM "Orders" WHERE "Id" = 4;
            UPDATE "Orders" SET "Text" = 'changed' WHERE "Id" = 5;
            INSERT INTO "Customers" ("Id", "Name") VALUES (6, 'new');
            """);
        return (database, file);
    }
}
