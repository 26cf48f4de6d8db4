using Greenhouse.EfBackup.Schema;
using Greenhouse.EfBackup.Specification;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using Xunit;

namespace Greenhouse.EfBackup.PostgreSql.Tests.Tables;

/// <summary>Names and schemas: what is called what, and where it is looked for.</summary>
public sealed class SchemasTests : SqlTests
{
    [Fact]
    public async Task Tables_of_one_name_in_two_schemas_are_two_to_a_model_that_maps_both()
    {
        var trip = await RoundTripAsync<TwoSchemasModel.Context>(context =>
        {
            context.AddRange(new TwoSchemasModel.First { Id = 1, Text = "public" }, new TwoSchemasModel.Second { Id = 1, Text = "other", FirstId = 1 }, new TwoSchemasModel.Second { Id = 2, Text = "two" });
            context.SaveChanges();
        });

        Assert.Equal(["Other Schema.Items 2", "Items 1"], trip.Check.Metadata.Statistics.Select(table => $"{table.Key} {table.Value}").Order(StringComparer.Ordinal).Reverse());
        Assert.Equal([("Items", null, "First"), ("Other Schema.Items", "Other Schema", "Second")], trip.Check.Metadata.Tables.Select(table => (table.Key, table.Schema, table.Entities.Single())).Order());
        Assert.Equal(["Items"], trip.Check.Metadata.Tables.Single(table => table.Schema is not null).ForeignKeys.Select(key => key.References));
    }

    [Fact]
    public async Task The_search_path_of_the_connection_says_which_schema_is_the_default()
    {
        var database = Make(
            """
            CREATE SCHEMA "My app";
            CREATE TYPE "My app".mood AS ENUM ('sad', 'happy');
            CREATE FUNCTION "My app".is_fine(int) RETURNS boolean LANGUAGE plpgsql AS 'BEGIN RETURN EXISTS (SELECT FROM limits WHERE "most" >= $1); END';
            CREATE TABLE "My app".limits ("most" int PRIMARY KEY);
            CREATE TABLE "My app".items (id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY, mood "My app".mood, place regclass, limited int REFERENCES "My app".limits, text text);
            CREATE INDEX by_mood ON "My app".items (mood) WHERE mood = 'sad';
            CREATE TABLE public.items (id int PRIMARY KEY, text text);
            CREATE SCHEMA third;
            CREATE TABLE third.items (id int PRIMARY KEY);
            INSERT INTO "My app".limits VALUES (10), (20);
            INSERT INTO public.items VALUES (1, 'public');
            """);
        Backups.Settings = Databases.DatabaseSettings.Default with { Readers = 2 };
        DbContextOptions<NoEntities> Options() => new DbContextOptionsBuilder<NoEntities>().UseNpgsql(new NpgsqlConnectionStringBuilder(database.ConnectionString) { SearchPath = "\"My app\", third", Pooling = false }.ConnectionString).Options;
        await using var context = new NoEntities(Options());
        context.Database.ExecuteSqlRaw("""
            INSERT INTO items (mood, place, limited, text) SELECT 'sad', 'items', 10, repeat('x', 300) FROM generate_series(1, 2000) n;
            ALTER TABLE items ADD CHECK (is_fine(limited));
            INSERT INTO third.items VALUES (7);
            """);
        var (before, schema) = (database.Dump(), database.Schema());

        var file = (await Backups.CreateAsync(context, TableSelection.Everything)).File!;
        database.Execute("""TRUNCATE "My app".items, "My app".limits, public.items RESTART IDENTITY; INSERT INTO third.items VALUES (8)""");
        await Backups.RestoreAsync(context, file);

        Assert.Equal(["items", "limits", "public.items", "third.items"], Backups.Check(file).Metadata.Statistics.Keys.Order(StringComparer.Ordinal));
        Assert.Contains("\"place\":\"items\"", RowsOf(file, "items")[0], StringComparison.Ordinal);
        before.AssertSame(database.Dump());
        Assert.Equal(schema, database.Schema());
    }

    [Fact]
    public async Task Names_that_read_the_same_with_their_schema_are_told_apart()
    {
        var database = Make("""
            CREATE SCHEMA other;
            CREATE SCHEMA "a.b";
            CREATE SCHEMA a;
            CREATE TABLE "other.t" (id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY, text text);
            CREATE TABLE other.t (id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY, parent int REFERENCES "other.t");
            CREATE TABLE "a.b".c (id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY);
            CREATE TABLE a."b.c" (id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY, parent int REFERENCES "a.b".c);
            INSERT INTO "other.t" (text) VALUES ('dotted'), ('too');
            INSERT INTO other.t (parent) VALUES (1);
            INSERT INTO "a.b".c DEFAULT VALUES;
            INSERT INTO a."b.c" (parent) VALUES (1), (1), (NULL);
            """);

        var file = await BackUpAsync(database);
        database.Execute("""
            TRUNCATE "other.t", other.t, "a.b".c, a."b.c"; SELECT setval('"other.t_id_seq"', 55), setval('other.t_id_seq', 66), setval('"a.b".c_id_seq', 77), setval('a."b.c_id_seq"', 88)
            """);
        await RestoreAsync(database, file);

        var metadata = Backups.Check(file).Metadata;
        Assert.Equal(
            ["\"a\".\"b.c\" 3", "\"a.b\".\"c\" 1", "\"public\".\"other.t\" 2", "other.t 1"],
            metadata.Statistics.Select(table => $"{table.Key} {table.Value}").Order(StringComparer.Ordinal));
        Assert.Equal(["\"a.b\".\"c\"", "\"public\".\"other.t\""], metadata.Tables.SelectMany(table => table.ForeignKeys).Select(key => key.References).Order(StringComparer.Ordinal));
        Assert.Equal(["2 rows, next 3"], database.Query("""SELECT count(*) || ' rows, next ' || nextval('"other.t_id_seq"') FROM "other.t" """));
        Assert.Equal(["1 rows, next 2"], database.Query("SELECT count(*) || ' rows, next ' || nextval('other.t_id_seq') FROM other.t"));
        Assert.Equal(["1 rows, next 2"], database.Query("""SELECT count(*) || ' rows, next ' || nextval('"a.b".c_id_seq') FROM "a.b".c"""));
        Assert.Equal(["3 rows, next 4"], database.Query("""SELECT count(*) || ' rows, next ' || nextval('a."b.c_id_seq"') FROM a."b.c" """));
    }

    [Fact]
    public Task Names_in_other_cases_scripts_and_lengths_come_back()
        => RoundTripAsync(
            """"
            CREATE SCHEMA "SELECT";
            CREATE TABLE "SELECT"."Table" ("Id" int GENERATED ALWAYS AS IDENTITY CONSTRAINT "Primary ""key""" PRIMARY KEY, id int, "ID" int, "quo""te's \ back" text, "a,b" int, "new
            line" int, "%s {0} $1 :x @y" int, "日本" int, "🌱" int, "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx" int);
            CREATE TABLE "SELECT"."table" ("$text" int PRIMARY KEY, "{""$text"":" int, " " int);
            CREATE TABLE "\." (".\" text, "\N" text);
            ALTER TABLE "SELECT"."table" ADD CONSTRAINT "Foreign 'key" FOREIGN KEY ("$text") REFERENCES "SELECT"."Table" ("Id");
            CREATE INDEX "In""dex" ON "SELECT"."Table" ("quo""te's \ back");
            """",
            """"
            INSERT INTO "SELECT"."Table" (id, "ID", "quo""te's \ back", "a,b", "new
            line", "🌱") SELECT n, -n, repeat('x', 400), 1, 2, 3 FROM generate_series(1, 1000) n;
            INSERT INTO "SELECT"."table" VALUES (1, 2, 3);
            INSERT INTO "\." VALUES ('\.', '\N'), ('', NULL);
            """");
}

internal static class TwoSchemasModel
{
    internal sealed class Context(DbContextOptions<Context> options) : DbContext(options)
    {
        protected override void OnModelCreating(ModelBuilder modelBuilder)
        {
            modelBuilder.Entity<First>().ToTable("Items");
            modelBuilder.Entity<Second>().ToTable("Items", "Other Schema").HasOne<First>().WithMany().HasForeignKey(second => second.FirstId);
        }
    }

    internal sealed class First
    {
        public int Id { get; set; }

        public string? Text { get; set; }
    }

    internal sealed class Second
    {
        public int Id { get; set; }

        public string? Text { get; set; }

        public int? FirstId { get; set; }
    }
}
