using Xunit;
using Shop = Greenhouse.EfBackup.Specification.ShopModel;

namespace Greenhouse.EfBackup.Specification;

/// <summary>What a restore refuses, and that nothing has happened then.</summary>
public abstract class RefusalsSpecification<TFixture> : Specification<TFixture>
    where TFixture : DatabaseFixture, new()
{
    [Fact]
    public async Task Every_difference_of_the_schemas_is_listed()
    {
        var file = await BackUpAsync<Shop.Context>(Create<Shop.Context>(Shop.Fill));
        var target = Fixture.CreateDatabase();
        target.Execute("""
            CREATE TABLE "Customers" ("Id" integer NOT NULL PRIMARY KEY, "Title" varchar(100), "Since" varchar(20) NOT NULL);
            CREATE TABLE "Orders" ("Number" integer NOT NULL PRIMARY KEY, "Id" integer NOT NULL, "CustomerId" integer NOT NULL, "Text" varchar(10) NOT NULL);
            INSERT INTO "Customers" VALUES (7, 'old', 'then');
            """);
        var before = target.Dump();

        var refused = await RefusedAsync("EFB1401", () => RestoreAsync<Shop.Context>(target, file));

        Assert.Equal(
            [
                "column Customers.Name is in the backup and not in the database",
                "column Customers.Since is required in the database and not in the backup",
                "column Orders.Number is required in the database and not in the backup",
                "column Orders.Text may be null in the backup and not in the database",
                "the primary key of Orders is (Id) in the backup and (Number) in the database",
            ],
            refused.Details.Order(StringComparer.Ordinal));
        before.AssertSame(target.Dump());
        Assert.Single(Backups.Files);
    }

    [Fact]
    public async Task A_table_that_the_database_lacks_is_named()
    {
        var file = await BackUpAsync<Shop.Context>(Create<Shop.Context>(Shop.Fill));
        var target = Fixture.CreateDatabase();

        var refused = await RefusedAsync("EFB1401", () => RestoreAsync<Shop.Context>(target, file));

        Assert.Equal(["table Customers is in the backup and not in the database", "table Orders is in the backup and not in the database"], refused.Details.Order());
    }

    [Fact]
    public async Task A_column_with_a_default_that_the_backup_lacks_takes_it_and_is_said()
    {
        var file = await BackUpAsync<Shop.Context>(Create<Shop.Context>(Shop.Fill));
        var target = Create<Shop.Context>(sql: """ALTER TABLE "Customers" ADD COLUMN "Level" integer NOT NULL DEFAULT 3; ALTER TABLE "Customers" ADD COLUMN "Note" varchar(9)""");

        await RestoreAsync<Shop.Context>(target, file);

        Assert.Equal(["column Customers.Level is not in the backup", "column Customers.Note is not in the backup"], Backups.Warnings.Where(warning => warning.Code == "EFB1403").Select(warning => warning.Message).Distinct().Order());
        Assert.Equal(Shop.Customers, target.Dump().Tables["Customers"].Count);
    }

    [Fact]
    public async Task A_table_outside_that_references_one_inside_is_refused_before_anything_is_deleted()
    {
        var database = Create<Shop.Context>(Shop.Fill, """CREATE TABLE "Outside" ("Id" integer NOT NULL PRIMARY KEY, "CustomerId" integer REFERENCES "Customers" ("Id") ON DELETE CASCADE)""");
        var file = await BackUpAsync<Shop.Context>(database);
        database.Execute("""INSERT INTO "Outside" VALUES (1, 1)""");
        var before = database.Dump();

        var refused = await RefusedAsync("EFB1402", () => RestoreAsync<Shop.Context>(database, file));

        Assert.Equal(["Outside (1 rows) references Customers"], refused.Details);
        before.AssertSame(database.Dump());
    }

    [Fact]
    public async Task A_row_that_a_unique_index_refuses_leaves_everything_as_it_was()
    {
        var file = await BackUpAsync<Shop.Context>(Create<Shop.Context>(context =>
        {
            Shop.Fill(context);
            context.Add(new Shop.Customer { Id = 50, Name = "customer 1" });
        }));
        var target = Create<Shop.Context>(
            context => context.Add(new Shop.Customer { Id = 9, Name = "old" }), """CREATE UNIQUE INDEX "OnlyOnce" ON "Customers" ("Name")""");
        var (before, schema) = (target.Dump(), target.Schema());

        var refused = await RefusedAsync("EFB1504", () => RestoreAsync<Shop.Context>(target, file));

        Assert.Contains("row 6 of table Customers", refused.Message, StringComparison.Ordinal);
        before.AssertSame(target.Dump());
        Assert.Equal(schema, target.Schema());
    }

    [Fact]
    public async Task Unknown_names_are_refused_with_the_known_ones()
    {
        var database = Create<Shop.Context>(Shop.Fill);
        var file = await BackUpAsync<Shop.Context>(database);

        var include = await RefusedAsync("EFB1207", () => BackUpAsync<Shop.Context>(database, Backups.Only("Customers", "Custommers")));
        var exclude = await RefusedAsync("EFB1207", () => BackUpAsync<Shop.Context>(database, Backups.Without("Nothing")));
        var restore = await RefusedAsync("EFB1207", () => RestoreAsync<Shop.Context>(database, file, Backups.Options(Backups.Only("Nothing"))));

        Assert.All([include, exclude, restore], refused => Assert.Equal(["Customers (Customer)", "Orders (Order)"], refused.Details.Order()));
        Assert.Contains("'Custommers'", include.Message, StringComparison.Ordinal);
        Assert.Single(Backups.Files);
    }

    [Fact]
    public async Task A_damaged_file_is_refused_before_the_database_is_touched()
    {
        var database = Create<Shop.Context>(Shop.Fill);
        var file = await BackUpAsync<Shop.Context>(database);
        var text = await File.ReadAllTextAsync(file);
        await File.WriteAllTextAsync(file, text.Replace("customer 3", "customer 8", StringComparison.Ordinal));
        var before = database.Dump();

        await RefusedAsync("EFB1306", () => RestoreAsync<Shop.Context>(database, file));

        before.AssertSame(database.Dump());
    }
}
