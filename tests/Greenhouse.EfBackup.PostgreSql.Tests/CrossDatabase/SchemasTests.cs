using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Greenhouse.EfBackup.PostgreSql.Tests.CrossDatabase;

/// <summary>Schemas of two kinds of databases held against each other.</summary>
public sealed class SchemasTests : CrossDatabaseTest
{
    [Fact]
    public async Task What_is_mapped_too_differently_is_refused_by_name_and_says_why()
    {
        var (sqlite, postgreSql) = (Sqlite<SchemasModel.Context>(), PostgreSql<SchemasModel.Context>());

        var there = await RefusedAsync<SchemasModel.Context>("EFB1401", sqlite, postgreSql);
        var back = await RefusedAsync<SchemasModel.Context>("EFB1401", postgreSql, sqlite);

        Assert.Equal(
            [
                "column Listed.Addresses is string (TEXT) in the backup and text (inet[]) in the database: the model does not say what is in the list",
                "column Mixed.Day is integer (INTEGER) in the backup and string (text) in the database",
                "column Mixed.Version is in the backup and not in the database",
            ],
            there.Details.Order(StringComparer.Ordinal));
        Assert.Contains("column Mixed.Day is string (text) in the backup and integer (INTEGER) in the database", back.Details);
        Assert.StartsWith("it is of Microsoft.EntityFrameworkCore.Sqlite: ", there.Help, StringComparison.Ordinal);
        Assert.Contains("--exclude", there.Help, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_table_is_found_by_its_name_where_only_one_of_the_databases_has_schemas()
    {
        var source = Sqlite<SchemasModel.InSchema>(context => context.AddRange(new SchemasModel.Order { Note = "a" }, new SchemasModel.Order { Note = "b" }), """DELETE FROM "Orders" WHERE "Note" = 'b'""");
        var (middle, end) = (PostgreSql<SchemasModel.InSchema>(), Sqlite<SchemasModel.InSchema>());

        await MoveAsync<SchemasModel.InSchema>(source, middle);
        await MoveAsync<SchemasModel.InSchema>(middle, end);

        Assert.Equal(["counter shop.Orders_Id_seq 2 true"], middle.Dump().Counters);
        Assert.Equal(["1\ta"], middle.Dump().Tables["shop.Orders"]);
        source.Dump().AssertSame(end.Dump());
    }

    [Fact]
    public async Task Two_tables_that_only_a_schema_tells_apart_do_not_become_one()
    {
        var source = PostgreSql<SchemasModel.TwoSchemas>(context => context.AddRange(new SchemasModel.Order { Note = "new" }, new SchemasModel.OldOrder { Id = 1, Note = "old" }));
        var target = Sqlite<SchemasModel.InSchema>(context => context.Add(new SchemasModel.Order { Note = "kept" }));
        var (file, before) = (await BackUpAsync<SchemasModel.TwoSchemas>(source), target.Dump());

        var refused = await Assert.ThrowsAsync<EfBackupException>(() => RestoreAsync<SchemasModel.InSchema>(target, file));

        Assert.Equal(["tables Orders and old.Orders of the backup are one table, Orders, in the database"], refused.Details);
        before.AssertSame(target.Dump());
    }

    [Fact]
    public async Task A_key_that_SQLite_calls_nullable_goes_into_one_that_is_not()
    {
        var source = EmptySqlite();
        source.Execute("""CREATE TABLE "Orders" ("Id" INTEGER PRIMARY KEY, "Note" TEXT); INSERT INTO "Orders" VALUES (5, 'a')""");
        var target = PostgreSql<PlainContext>();

        await MoveAsync<PlainContext>(source, target);

        Assert.Equal(["5\ta"], target.Dump().Tables["Orders"]);
    }

    [Fact]
    public async Task A_null_in_such_a_key_is_refused_with_its_row()
    {
        var source = EmptySqlite();
        source.Execute("""CREATE TABLE "Orders" ("Id" TEXT PRIMARY KEY, "Note" TEXT); INSERT INTO "Orders" VALUES ('a', NULL), (NULL, 'b')""");
        var target = EmptyPostgreSql();
        target.Execute("""CREATE TABLE "Orders" ("Id" text PRIMARY KEY, "Note" text)""");

        var refused = await RefusedAsync<TextKeyContext>("EFB1504", source, target);

        // Nulls come first.
        Assert.Contains("row 1 of table Orders", refused.Message, StringComparison.Ordinal);
    }

    internal sealed class PlainContext(DbContextOptions<PlainContext> options) : DbContext(options)
    {
        public DbSet<SchemasModel.Order> Orders => Set<SchemasModel.Order>();
    }

    internal sealed class TextKeyContext(DbContextOptions<TextKeyContext> options) : DbContext(options)
    {
        public DbSet<Row> Orders => Set<Row>();

        internal sealed class Row
        {
            public string Id { get; set; } = "";

            public string? Note { get; set; }
        }
    }
}
