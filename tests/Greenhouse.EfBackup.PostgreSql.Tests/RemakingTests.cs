using Greenhouse.EfBackup.Migrations;
using Greenhouse.EfBackup.Specification;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Xunit;

namespace Greenhouse.EfBackup.PostgreSql.Tests;

/// <summary>Tables that no Down method brings back are made anew: what hung on them is put back, or nothing happens.</summary>
public sealed class RemakingTests : Specification<PostgreSqlFixture>
{
    [Fact]
    public async Task Rights_comments_triggers_and_views_are_put_back_as_they_were()
    {
        var database = At(OneWayChain.First);
        database.Execute("""
            GRANT SELECT ON "Plants" TO PUBLIC;
            GRANT UPDATE ("Name") ON "Plants" TO pg_monitor WITH GRANT OPTION;
            COMMENT ON TABLE "Plants" IS 'what grows; it''s alive';
            COMMENT ON COLUMN "Plants"."Beds" IS 'how many';
            CREATE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
            CREATE TRIGGER touching BEFORE UPDATE ON "Plants" FOR EACH ROW EXECUTE FUNCTION touch();
            CREATE TRIGGER resting AFTER INSERT ON "Plants" FOR EACH ROW EXECUTE FUNCTION touch();
            ALTER TABLE "Plants" DISABLE TRIGGER resting;
            CREATE VIEW "Names" WITH (security_barrier = true) AS SELECT "Id", "Name" FROM "Plants";
            CREATE VIEW shouted AS SELECT upper("Name") AS name FROM "Names";
            CREATE MATERIALIZED VIEW counted AS SELECT count(*) AS plants FROM "Plants";
            GRANT SELECT ON shouted TO PUBLIC;
            COMMENT ON VIEW "Names" IS 'all of them'
            """);
        var (schema, rows) = (database.Schema(), database.Dump().Tables["Plants"]);
        var file = await BackUpAsync<OneWayChain.Context>(database);
        Migrate<OneWayChain.Context>(database, OneWayChain.Forgetful);

        await RestoreAsync<OneWayChain.Context>(database, file);

        Assert.Equal(schema, database.Schema());
        Assert.Equal(rows, database.Dump().Tables["Plants"]);
    }

    [Theory]
    [InlineData("""CREATE POLICY own ON "Plants" USING (true)""", "table public.\"Plants\" has the policy own")]
    [InlineData("""CREATE RULE quiet AS ON DELETE TO "Plants" DO INSTEAD NOTHING""", "table public.\"Plants\" has the rule quiet")]
    [InlineData("""CREATE PUBLICATION spread FOR TABLE "Plants" """, "table public.\"Plants\" is in the publication spread")]
    [InlineData("""CREATE STATISTICS paired ON "Name", "Beds" FROM "Plants" """, "table public.\"Plants\" has the statistics paired")]
    [InlineData("""CREATE TABLE heirs () INHERITS ("Plants")""", "table public.\"Plants\" has partitions or is inherited")]
    public async Task What_could_not_be_put_back_is_named_and_nothing_is_changed(string sql, string expected)
    {
        var database = At(OneWayChain.First);
        var file = await BackUpAsync<OneWayChain.Context>(database);
        Migrate<OneWayChain.Context>(database, OneWayChain.Forgetful);
        database.Execute(sql);
        var (before, schema) = (database.Dump(), database.Schema());

        var refused = await RefusedAsync("EFB1405", () => RestoreAsync<OneWayChain.Context>(database, file));

        Assert.Equal([expected], refused.Details);
        Assert.Equal(schema, database.Schema());
        before.AssertSame(database.Dump());
    }

    [Fact]
    public async Task A_view_that_has_no_place_in_the_old_schema_leaves_everything_as_it_was()
    {
        var database = At(OneWayChain.Forgetful);
        var old = At(OneWayChain.First);
        var file = await BackUpAsync<OneWayChain.Context>(old);
        database.Execute("""CREATE VIEW sown AS SELECT "Id" FROM "Plants" WHERE "Sown" """);
        var (before, schema) = (database.Dump(), database.Schema());

        var refused = await RefusedAsync("EFB1711", () => RestoreAsync<OneWayChain.Context>(database, file));

        Assert.Contains("Sown", refused.Message, StringComparison.Ordinal);
        Assert.Equal(schema, database.Schema());
        before.AssertSame(database.Dump());
    }

    [Fact]
    public async Task Sequences_and_enumerations_that_migrations_make_are_made_again()
    {
        var database = (PostgreSqlTestDatabase)Fixture.CreateDatabase();
        Migrate<MoodContext>(database, MoodContext.First);
        database.Execute("""INSERT INTO "Days" ("Id", "Mood") VALUES (nextval('"Numbers"'), 'happy'), (nextval('"Numbers"'), 'sad')""");
        var (before, schema) = (database.Dump(), database.Schema());
        var file = await BackUpAsync<MoodContext>(database);
        Migrate<MoodContext>(database, MoodContext.Second);

        await RestoreAsync<MoodContext>(database, file);

        Assert.Equal(schema, database.Schema());
        before.AssertSame(database.Dump());
        Assert.Equal(["3"], database.Query("""SELECT nextval('"Numbers"')::text"""));
    }

    private PostgreSqlTestDatabase At(string migration)
    {
        var database = (PostgreSqlTestDatabase)Fixture.CreateDatabase();
        Migrate<OneWayChain.Context>(database, migration);
        database.Execute("""INSERT INTO "Plants" ("Id", "Name", "Beds") VALUES (1, 'tomato', 3)""");
        return database;
    }

    private static void Migrate<TContext>(TestDatabase database, string migration)
        where TContext : DbContext
    {
        using var context = database.Open<TContext>();
        context.GetService<IMigrator>().Migrate(migration);
    }

    private async Task RestoreAsync<TContext>(TestDatabase database, string file)
        where TContext : DbContext
    {
        await using var context = database.Open<TContext>();
        await Backups.RestoreSchemaAsync(context, file, SchemaMode.Backup);
    }

    internal sealed class MoodContext(DbContextOptions<MoodContext> options) : DbContext(options)
    {
        public const string First = "20240101000000_First";
        public const string Second = "20240201000000_Second";

        protected override void OnModelCreating(ModelBuilder modelBuilder) => Days(modelBuilder, noted: true);

        internal static void Days(ModelBuilder modelBuilder, bool noted)
        {
            modelBuilder.HasSequence<int>("Numbers");
            modelBuilder.Entity("Day", entity =>
            {
                entity.Property<int>("Id").ValueGeneratedNever();
                entity.Property<string>("Mood").HasColumnType("mood");
                entity.HasKey("Id");
                entity.ToTable("Days");
                if (noted)
                {
                    entity.Property<string>("Note");
                }
            });
        }
    }

    [DbContext(typeof(MoodContext))]
    [Migration(MoodContext.First)]
    internal sealed class FirstMigration : Migration
    {
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AlterDatabase().Annotation("Npgsql:Enum:mood", "happy,sad");
            migrationBuilder.CreateSequence<int>("Numbers");
            migrationBuilder.CreateTable(
                "Days", table => new { Id = table.Column<int>(), Mood = table.Column<string>("mood", nullable: true) }, constraints: table => table.PrimaryKey("PK_Days", row => row.Id));
        }

        protected override void BuildTargetModel(ModelBuilder modelBuilder) => MoodContext.Days(modelBuilder, noted: false);
    }

    [DbContext(typeof(MoodContext))]
    [Migration(MoodContext.Second)]
    internal sealed class SecondMigration : Migration
    {
        protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.AddColumn<string>("Note", "Days", nullable: true);

        protected override void BuildTargetModel(ModelBuilder modelBuilder) => MoodContext.Days(modelBuilder, noted: true);
    }
}
