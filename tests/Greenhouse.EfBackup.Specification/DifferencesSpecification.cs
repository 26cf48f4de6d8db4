using Greenhouse.EfBackup.Migrations;
using Greenhouse.EfBackup.Protocol;
using Greenhouse.EfBackup.Schema;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Xunit;
using Shop = Greenhouse.EfBackup.Specification.ShopModel;

namespace Greenhouse.EfBackup.Specification;

/// <summary>A backup beside the live database: what was added, removed and changed since.</summary>
public abstract class DifferencesSpecification<TFixture> : Specification<TFixture>
    where TFixture : DatabaseFixture, new()
{
    private const string Rows = """
        INSERT INTO "Customers" ("Id", "Name", "Code") VALUES (1, 'Ada Lovelace', 'A1'), (2, 'Alan Turing', 'A2'), (3, 'Grace Hopper', NULL);
        INSERT INTO "Orders" ("Id", "CustomerId", "Total") VALUES (10, 1, 1500), (11, 1, 20), (12, 3, 0);
        INSERT INTO "Notes" ("Id", "Text") VALUES (1, 'kept until the third migration');
        """;

    [Fact]
    public async Task Rows_that_were_written_since_are_told()
    {
        var database = Create<Shop.Context>(Shop.Fill);
        var file = await BackUpAsync<Shop.Context>(database);
        database.Execute("""
            DELETE FROM "Orders" WHERE "Id" IN (4, 9, 20);
            UPDATE "Orders" SET "Text" = 'changed' WHERE "Id" IN (5, 19);
            UPDATE "Orders" SET "CustomerId" = 3, "Text" = NULL WHERE "Id" = 10;
            INSERT INTO "Customers" ("Id", "Name") VALUES (6, 'new'), (-1, 'old');
            """);

        var found = await DiffAsync<Shop.Context>(database, file);

        Assert.Equal((2, 0, 0, 5), Counts(found["Customers"]));
        Assert.Equal((0, 3, 3, 14), Counts(found["Orders"]));
        Assert.Equal([("CustomerId", 1), ("Text", 3)], found["Orders"].ChangedColumns.Select(column => (column.Key, (int)column.Value)).Order());
        Assert.Equal(["changed 10", "changed 19", "changed 5", "removed 20", "removed 4", "removed 9"], KeysOf(found["Orders"]).Order(StringComparer.Ordinal));
        Assert.Equal(["added -1", "added 6"], KeysOf(found["Customers"]).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Nothing_differs_from_a_backup_just_taken()
    {
        var keys = Create<KeysModel.Context>(context => context.AddRange(
            from text in Awkward.Texts
            from number in Awkward.Longs
            select new KeysModel.Mixed { A = number, B = text, C = Awkward.Guids[2], D = Awkward.Blobs[4] }));

        var found = await DiffAsync<KeysModel.Context>(keys, await BackUpAsync<KeysModel.Context>(keys));

        Assert.All(found.Values, table => Assert.Equal((0, 0, 0, table.Same), Counts(table)));
        Assert.Equal(Awkward.Texts.Length * Awkward.Longs.Length, found["Mixed"].Same);
    }

    [Fact]
    public async Task Rows_find_each_other_by_composite_keys_of_text_number_guid_and_bytes()
    {
        var database = Create<KeysModel.Context>(context => context.AddRange(
            from text in Awkward.Texts
            from blob in Awkward.Blobs
            select new KeysModel.Mixed { A = -1, B = text, C = Awkward.Guids[2], D = blob }));
        var file = await BackUpAsync<KeysModel.Context>(database);
        long total;
        await using (var context = database.Open<KeysModel.Context>())
        {
            var all = context.Set<KeysModel.Mixed>().AsEnumerable().OrderBy(row => row.B, StringComparer.Ordinal).ToArray();
            total = all.Length;
            context.RemoveRange(all.Where((_, place) => place % 5 == 0));
            await context.SaveChangesAsync();
            context.AddRange(Awkward.Texts.Select(text => new KeysModel.Mixed { A = -2, B = text, C = Awkward.Guids[2], D = [7, 7, 7] }));
            await context.SaveChangesAsync();
        }

        var found = (await DiffAsync<KeysModel.Context>(database, file))["Mixed"];

        var removed = (total + 4) / 5;
        Assert.Equal((Awkward.Texts.Length, removed, 0, total - removed), Counts(found));
    }

    [Fact]
    public async Task Names_that_need_quoting_are_told_as_they_are()
    {
        var database = Create<NamesModel.Context>(NamesSpecification<TFixture>.Fill);
        var file = await BackUpAsync<NamesModel.Context>(database);
        database.Execute("""DELETE FROM "two words"; UPDATE "quo""te" SET "semi;colon" = NULL;""");

        var found = await DiffAsync<NamesModel.Context>(database, file);

        Assert.Equal((0, 1, 0, 0), Counts(found["two words"]));
        Assert.Equal(["semi;colon"], found["quo\"te"].ChangedColumns.Keys);
        Assert.Equal(["quo\"te", "two words"], found.Where(pair => pair.Value.Same == 0).Select(pair => pair.Key).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Across_a_migration_common_columns_are_compared_and_the_others_named()
    {
        var database = Migrated(SchemaChain.First);
        database.Execute(Rows);
        var file = await BackUpAsync<SchemaChain.Context>(database);
        Migrate(database, SchemaChain.Fourth);
        database.Execute("""UPDATE "Customers" SET "Code" = 'B2' WHERE "Id" = 2""");

        var found = await DiffAsync<SchemaChain.Context>(database, file);

        Assert.Equal((0, 0, 1, 2), Counts(found["Customers"]));
        Assert.Equal(["Code"], found["Customers"].ChangedColumns.Keys);
        Assert.Equal([("Name", 3)], Columns(found["Customers"].OnlyOld));
        Assert.Equal([("First", 3), ("Last", 3), ("Level", 3)], Columns(found["Customers"].OnlyNew).Order());
        Assert.Equal((0, 0, 0, 3), Counts(found["Orders"]));
        Assert.Equal([("Total", 3)], Columns(found["Orders"].OnlyOld));
        Assert.Equal(("old", 1), (found["Notes"].OnlyIn, (int)found["Notes"].Removed));
    }

    [Fact]
    public async Task Tables_that_the_backup_leaves_out_are_not_compared_and_chosen_ones_only_are()
    {
        var database = Create<Shop.Context>(Shop.Fill);
        var file = await BackUpAsync<Shop.Context>(database, Backups.Without("Orders"));
        var whole = await BackUpAsync<Shop.Context>(database);

        Assert.Equal(["Customers"], (await DiffAsync<Shop.Context>(database, file)).Keys);
        Assert.Equal(["Orders"], (await DiffAsync<Shop.Context>(database, whole, Backups.Only("Order"))).Keys);
        await RefusedAsync("EFB1207", () => DiffAsync<Shop.Context>(database, whole, Backups.Only("nothing")));
    }

    [Fact]
    public async Task Before_schema_and_rows_go_back_it_is_said_which_rows_go_come_back_and_change()
    {
        var database = Migrated(SchemaChain.First);
        database.Execute(Rows);
        var file = await BackUpAsync<SchemaChain.Context>(database);
        Migrate(database, SchemaChain.Second);
        database.Execute("""
            INSERT INTO "Customers" ("Id", "Name", "Code", "Level") VALUES (7, 'since', 'C7', 1);
            UPDATE "Customers" SET "Code" = 'B2' WHERE "Id" = 2;
            DELETE FROM "Notes";
            """);
        await using var context = database.Open<SchemaChain.Context>();

        var result = await Backups.RestoreSchemaAsync(context, file, SchemaMode.Backup, Backups.Options(dryRun: true) with { ShownRows = 10 });

        var said = Backups.Said.OfType<NoteEvent>().Select(note => note.Message).ToArray();
        Assert.Contains("Customers: 1 row written since would go (Id=7); 1 row changed since would be changed back (Id=2); Level (4 values) is not in the backup", said);
        Assert.Contains("Notes: 1 row would come back (Id=1)", said);
        Assert.Equal(["changed 2", "added 7"], KeysOf(result.Differences!["Customers"]));
    }

    private static (long Added, long Removed, long Changed, long Same) Counts(TableDifference found) => (found.Added, found.Removed, found.Changed, found.Same);

    private static IEnumerable<(string, int)> Columns(IReadOnlyDictionary<string, long> columns) => columns.Select(column => (column.Key, (int)column.Value));

    private static IEnumerable<string> KeysOf(TableDifference found) => found.Rows!.Select(row => $"{row.Change} {row.Key!.Values.Single().GetRawText()}");

    private static async Task<IReadOnlyDictionary<string, TableDifference>> DiffAsync<TContext>(TestDatabase database, string file, TableSelection? selection = null)
        where TContext : DbContext
    {
        await using var context = database.Open<TContext>();
        return await Backups.DiffAsync(context, file, selection);
    }

    private TestDatabase Migrated(string migration)
    {
        var database = Fixture.CreateDatabase();
        Migrate(database, migration);
        return database;
    }

    private static void Migrate(TestDatabase database, string migration)
    {
        using var context = database.Open<SchemaChain.Context>();
        context.GetService<IMigrator>().Migrate(migration);
    }
}
