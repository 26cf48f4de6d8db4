using Greenhouse.EfBackup.Format;
using Greenhouse.EfBackup.Migrations;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Xunit;
using Shop = Greenhouse.EfBackup.Specification.ShopModel;

namespace Greenhouse.EfBackup.Specification;

/// <summary>Files of somebody who wants more done than restoring rows. Whole by all their hashes, which anybody can compute.</summary>
public abstract class HostileFileSpecification<TFixture> : Specification<TFixture>
    where TFixture : DatabaseFixture, new()
{
    private const string Drop = "\"; DROP TABLE \"Orders\"; --";

    private const string FirstRows = """
        INSERT INTO "Customers" ("Id", "Name", "Code") VALUES (1, 'Ada Lovelace', 'A1');
        INSERT INTO "Orders" ("Id", "CustomerId", "Total") VALUES (10, 1, 1500);
        """;

    [Fact]
    public async Task A_table_that_the_database_lacks_is_refused_whatever_its_name()
    {
        var (database, file) = await ShopAsync();
        ChangedFile.Write(file, "Customers", table => table with { Key = "Customers" + Drop, Name = "Customers" + Drop });

        await AssertRefusedAsync(database, file, $"table Customers{Drop} is in the backup and not in the database");
    }

    [Fact]
    public async Task A_column_that_the_database_lacks_is_refused_whatever_its_name()
    {
        var (database, file) = await ShopAsync();
        ChangedFile.Write(file, "Customers", "Name", column => column with { Name = "Name" + Drop });

        await AssertRefusedAsync(database, file, $"column Customers.Name{Drop} is in the backup and not in the database");
    }

    [Fact]
    public async Task A_key_of_one_table_and_the_name_of_another_is_the_one_that_the_key_names()
    {
        var (database, file) = await ShopAsync();
        var before = database.Dump();
        ChangedFile.Write(file, "Customers", table => table with { Name = "Orders", Schema = "x" + Drop });

        await RestoreAsync<Shop.Context>(database, file);

        before.AssertSame(database.Dump());
    }

    [Fact]
    public async Task What_a_file_says_of_types_defaults_indexes_and_actions_is_not_run()
    {
        var (database, file) = await ShopAsync();
        var (before, schema) = (database.Dump(), database.Schema());
        ChangedFile.Write(file, "Customers", table => table with
        {
            Columns = [.. table.Columns.Select(column => column with { StoreType = column.StoreType + ")" + Drop, Default = "1)" + Drop })],
            Indexes = [new IndexDescription { Name = "x" + Drop, Columns = ["Name"], Definition = "DROP TABLE \"Orders\"" }],
            Entities = ["X" + Drop],
        });
        ChangedFile.Write(file, "Orders", table => table with { ForeignKeys = [.. table.ForeignKeys.Select(key => key with { Name = Drop, OnDelete = "CASCADE" + Drop })] });
        ChangedFile.Write(file, metadata => metadata with { Sequences = [new SequenceDescription("Customers" + Drop, 5) { Tables = ["Customers" + Drop], Column = Drop }, new SequenceDescription(Drop, 5)] });

        await RestoreAsync<Shop.Context>(database, file);

        before.AssertSame(database.Dump());
        Assert.Equal(schema, database.Schema());
    }

    [Fact]
    public async Task A_default_that_is_more_than_a_value_is_not_run_on_the_way_back()
    {
        var database = Fixture.CreateDatabase();
        Migrate(database, SchemaChain.First);
        database.Execute(FirstRows);
        var file = await BackUpAsync<SchemaChain.Context>(database);
        Migrate(database, SchemaChain.Fourth);
        var (before, schema) = (database.Dump(), database.Schema());
        foreach (var hostile in new[] { "0; DROP TABLE \"Customers\"; --", "pg_catalog.pg_sleep(1)", "''''; DROP TABLE \"Orders\"; --'", "(SELECT 1)" })
        {
            ChangedFile.Write(file, "Customers", "Name", column => column with { Default = hostile });
            await using var context = database.Open<SchemaChain.Context>();

            var refused = await RefusedAsync("EFB1405", () => Backups.RestoreSchemaAsync(context, file, SchemaMode.Backup));

            Assert.Contains(refused.Details, detail => detail.StartsWith("column Name of Customers is ", StringComparison.Ordinal));
            Assert.Equal(schema, database.Schema());
            before.AssertSame(database.Dump());
        }

        ChangedFile.Write(file, "Customers", "Name", column => column with { Default = null });
        await using var again = database.Open<SchemaChain.Context>();
        var restored = await Backups.RestoreSchemaAsync(again, file, SchemaMode.Backup);
        Assert.Equal((SchemaChain.First, 2L), (restored.Migration, restored.Rows));
    }

    [Fact]
    public async Task Migrations_that_the_code_does_not_have_are_refused_whatever_their_names()
    {
        var database = Fixture.CreateDatabase();
        Migrate(database, SchemaChain.First);
        database.Execute(FirstRows);
        var file = await BackUpAsync<SchemaChain.Context>(database);
        var (before, schema) = (database.Dump(), database.Schema());
        ChangedFile.Write(file, metadata => metadata with { Migrations = [.. metadata.Migrations, "20990101000000_'" + Drop] });
        await using var context = database.Open<SchemaChain.Context>();

        await RefusedAsync("EFB1404", () => Backups.RestoreSchemaAsync(context, file, SchemaMode.Backup));

        before.AssertSame(database.Dump());
        Assert.Equal(schema, database.Schema());
    }

    [Fact]
    public async Task What_looks_like_a_path_in_the_metadata_is_none()
    {
        var (database, file) = await ShopAsync();
        const string path = "../../outside/x";
        ChangedFile.Write(file, metadata => metadata with { Database = path, Context = path, Version = path, Before = path, Description = path, LeftOut = [path], Migrations = [path] });
        var before = Directory.GetFileSystemEntries(Fixture.Folder, "*", SearchOption.AllDirectories);

        var result = await RestoreAsync<Shop.Context>(database, file, Backups.Options(safety: true));

        Assert.Equal([result.SafetyBackup!], Directory.GetFileSystemEntries(Fixture.Folder, "*", SearchOption.AllDirectories).Except(before));
        Assert.Equal(Backups.Folder, Path.GetDirectoryName(result.SafetyBackup));
        Assert.False(Directory.Exists(Path.Combine(Fixture.Folder, "..", "outside")));
    }

    [Fact]
    public async Task A_chosen_table_is_a_name_and_nothing_else()
    {
        var (database, file) = await ShopAsync();
        var before = database.Dump();
        foreach (var name in new[] { "Customers\"; DROP TABLE \"Orders\"; --", "' OR '1'='1", "Customers\0", "%", "" })
        {
            await RefusedAsync("EFB1207", () => BackUpAsync<Shop.Context>(database, Backups.Only(name)));
            await RefusedAsync("EFB1207", () => BackUpAsync<Shop.Context>(database, Backups.Without(name)));
            await RefusedAsync("EFB1207", () => RestoreAsync<Shop.Context>(database, file, Backups.Options(Backups.Only(name))));
        }

        before.AssertSame(database.Dump());
    }

    [Fact]
    public async Task Rows_that_are_none_leave_everything_as_it_was()
    {
        var (database, file) = await ShopAsync();
        var (before, whole) = (database.Dump(), await File.ReadAllBytesAsync(file));
        foreach (var row in new[] { "{\"Id\":1e999999,", "{\"Id\":\"\\ud800\",", "{\"Id\":" + new string('[', 100_000), "{\"Id\":1,\"Id\":2,", "{\"ID\":1,", "{\"Id\":{\"$blob\":\"A\"},", "{\"Id\":{\"$unknown\":1},", "{\"Id\":-,", "{}" })
        {
            await File.WriteAllBytesAsync(file, whole);
            ChangedFile.WriteRows(file, lines => lines.Replace("{\"Id\":1,\"Name\"", row + "\"Name\"", StringComparison.Ordinal));

            await RefusedAsync("EFB1507", () => RestoreAsync<Shop.Context>(database, file));

            before.AssertSame(database.Dump());
        }
    }

    private async Task<(TestDatabase Database, string File)> ShopAsync()
    {
        var database = Create<Shop.Context>(Shop.Fill);
        return (database, await BackUpAsync<Shop.Context>(database));
    }

    private async Task AssertRefusedAsync(TestDatabase database, string file, string difference)
    {
        var (before, schema) = (database.Dump(), database.Schema());

        var refused = await RefusedAsync("EFB1401", () => RestoreAsync<Shop.Context>(database, file));

        Assert.Contains(difference, refused.Details);
        before.AssertSame(database.Dump());
        Assert.Equal(schema, database.Schema());
    }

    private static void Migrate(TestDatabase database, string migration)
    {
        using var context = database.Open<SchemaChain.Context>();
        context.GetService<IMigrator>().Migrate(migration);
    }
}
