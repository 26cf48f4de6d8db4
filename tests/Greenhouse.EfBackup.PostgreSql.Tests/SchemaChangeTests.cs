using Greenhouse.EfBackup.Migrations;
using Greenhouse.EfBackup.PostgreSql.Tests.Faults;
using Greenhouse.EfBackup.Protocol;
using Greenhouse.EfBackup.Specification;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Xunit;

namespace Greenhouse.EfBackup.PostgreSql.Tests;

/// <summary>Migrations and rows in one transaction: what belongs to the tables stays, and whatever cuts it off leaves nothing.</summary>
public sealed class SchemaChangeTests : Specification<PostgreSqlFixture>
{
    private const string Rows = """
        INSERT INTO "Customers" ("Id", "Name") VALUES (1, 'Ada Lovelace');
        INSERT INTO "Orders" ("Id", "CustomerId", "Total") VALUES (1, 1, 5);
        """;

    [Fact]
    public async Task Rights_and_comments_on_the_tables_stay()
    {
        var database = AtFirst();
        database.Execute("""GRANT SELECT ON "Customers", "Orders" TO PUBLIC; COMMENT ON TABLE "Customers" IS 'who buys'""");
        var file = await BackUpAsync<SchemaChain.Context>(database);
        Migrate<SchemaChain.Context>(database, SchemaChain.Fourth);

        await using var context = database.Open<SchemaChain.Context>();
        await Backups.RestoreSchemaAsync(context, file, SchemaMode.Backup);

        Assert.Equal(["Customers", "Orders"], database.Query("SELECT table_name::text FROM information_schema.role_table_grants WHERE grantee = 'PUBLIC' AND table_schema = 'public' ORDER BY 1"));
        Assert.Equal(["who buys"], database.Query("""SELECT obj_description('"Customers"'::regclass)"""));
    }

    [Fact]
    public async Task A_connection_that_is_cut_in_the_middle_leaves_schema_and_rows_as_they_were()
    {
        var database = AtFirst();
        var file = await BackUpAsync<SchemaChain.Context>(database);
        Migrate<SchemaChain.Context>(database, SchemaChain.Fourth);
        var (before, schema) = (database.Dump(), database.Schema());
        await using var context = database.Open<SchemaChain.Context>();
        Backups.Listener = said =>
        {
            if (said is TableEvent { Stage: Stages.Load, Table: "Customers" })
            {
                database.Query("SELECT pg_terminate_backend(pid)::text FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid() AND state = 'idle in transaction'");
            }
        };

        await RefusedAsync("EFB1214", () => Backups.RestoreSchemaAsync(context, file, SchemaMode.Backup));

        Assert.Equal(schema, database.Schema());
        before.AssertSame(database.Dump());
    }

    [Fact]
    public async Task A_commit_whose_answer_does_not_arrive_is_said_to_be_unknown_and_did_happen()
    {
        var database = AtFirst();
        using var network = new DroppingProxy(database.ConnectionString);
        var isCommitted = false;
        network.OnSent = bytes =>
        {
            isCommitted |= bytes.Span.IndexOf("COMMIT\0"u8) >= 0;
            return Fate.Pass;
        };
        network.OnAnswered = _ => isCommitted ? Fate.Cut : Fate.Pass;
        await using var context = new SchemaChain.Context(new DbContextOptionsBuilder<SchemaChain.Context>().UseNpgsql(network.ConnectionString).Options);

        var unknown = await RefusedAsync("EFB1214", () => Backups.MigrateAsync(context, new MigrateOptions("Second")));

        Assert.Contains("it is complete or did not happen", unknown.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("as it was before", unknown.Help, StringComparison.Ordinal);
        Assert.Equal(["2"], database.Query("""SELECT count(*)::text FROM "__EFMigrationsHistory" """));
    }

    [Fact]
    public async Task A_migration_that_can_not_run_in_a_transaction_is_refused_by_name_before_anything_is_changed()
    {
        var database = Fixture.CreateDatabase();
        Migrate<ConcurrentContext>(database, ConcurrentContext.First);
        database.Execute("INSERT INTO things VALUES (1)");
        var schema = database.Schema();
        await using var context = database.Open<ConcurrentContext>();

        var refused = await RefusedAsync("EFB1712", () => Backups.MigrateAsync(context, new MigrateOptions()));

        Assert.Contains(ConcurrentContext.Second, refused.Message, StringComparison.Ordinal);
        Assert.Equal(schema, database.Schema());
        await using var again = database.Open<ConcurrentContext>();
        await Backups.MigrateAsync(again, new MigrateOptions(Rollback: false));
        Assert.NotEqual(schema, database.Schema());
    }

    [Fact]
    public async Task Migrations_run_with_the_settings_of_the_database_and_not_with_those_that_rows_are_read_with()
    {
        var (database, other) = (AtZone(), AtZone());
        await using var context = database.Open<ZoneContext>();

        await Backups.MigrateAsync(context, new MigrateOptions(ZoneContext.Second));

        // As EF does it: what has no zone is taken for the session's.
        Migrate<ZoneContext>(other, ZoneContext.Second);
        Assert.NotEqual(["2024-01-01 12:00:00"], other.Query("SELECT (at AT TIME ZONE 'UTC')::text FROM things"));
        other.Dump().AssertSame(database.Dump());
    }

    [Fact]
    public async Task Rows_of_a_table_of_the_same_name_in_another_schema_are_not_counted()
    {
        var database = AtZone();
        await using var context = database.Open<ZoneContext>();

        var result = await Backups.MigrateAsync(context, new MigrateOptions(DryRun: true));

        Assert.Contains(result.Hazards, hazard => hazard is { Table: "things", Rows: 1 });
        Assert.Contains(result.Hazards, hazard => hazard is { Table: "aside.things", Rows: 0 });
    }

    private PostgreSqlTestDatabase AtZone()
    {
        var database = (PostgreSqlTestDatabase)Fixture.CreateDatabase();
        database.Execute("DO $$ BEGIN EXECUTE format('ALTER DATABASE %I SET TimeZone = %L', current_database(), 'America/New_York'); END $$");
        Migrate<ZoneContext>(database, ZoneContext.First);
        database.Execute("INSERT INTO things VALUES (1, '2024-01-01 12:00:00')");
        return database;
    }

    private PostgreSqlTestDatabase AtFirst()
    {
        var database = (PostgreSqlTestDatabase)Fixture.CreateDatabase();
        Migrate<SchemaChain.Context>(database, SchemaChain.First);
        database.Execute(Rows);
        return database;
    }

    private static void Migrate<TContext>(TestDatabase database, string migration)
        where TContext : DbContext
    {
        using var context = database.Open<TContext>();
        context.GetService<IMigrator>().Migrate(migration);
    }

    internal sealed class ZoneContext(DbContextOptions<ZoneContext> options) : DbContext(options)
    {
        public const string First = "20240101000000_First";
        public const string Second = "20240201000000_Second";
        public const string Third = "20240301000000_Third";

        protected override void OnModelCreating(ModelBuilder modelBuilder) => modelBuilder.Entity<Thing>().ToTable("things").Property(thing => thing.Id).HasColumnName("id").ValueGeneratedNever();
    }

    [DbContext(typeof(ZoneContext))]
    [Migration(ZoneContext.First)]
    internal sealed class FirstZoneMigration : Migration
    {
        protected override void Up(MigrationBuilder migrationBuilder)
            => migrationBuilder.Sql("CREATE TABLE things (id int PRIMARY KEY, at timestamp); CREATE SCHEMA aside; CREATE TABLE aside.things (id int PRIMARY KEY)");
    }

    [DbContext(typeof(ZoneContext))]
    [Migration(ZoneContext.Second)]
    internal sealed class SecondZoneMigration : Migration
    {
        protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.AlterColumn<DateTime>("at", "things", "timestamptz", nullable: true, oldClrType: typeof(DateTime), oldType: "timestamp");
    }

    [DbContext(typeof(ZoneContext))]
    [Migration(ZoneContext.Third)]
    internal sealed class ThirdZoneMigration : Migration
    {
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable("things");
            migrationBuilder.DropTable("things", "aside");
        }
    }

    internal sealed class ConcurrentContext(DbContextOptions<ConcurrentContext> options) : DbContext(options)
    {
        public const string First = "20240101000000_First";
        public const string Second = "20240201000000_Second";

        protected override void OnModelCreating(ModelBuilder modelBuilder) => modelBuilder.Entity<Thing>().ToTable("things").Property(thing => thing.Id).HasColumnName("id").ValueGeneratedNever();
    }

    internal sealed class Thing
    {
        public int Id { get; set; }
    }

    [DbContext(typeof(ConcurrentContext))]
    [Migration(ConcurrentContext.First)]
    internal sealed class FirstMigration : Migration
    {
        protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.Sql("CREATE TABLE things (id int PRIMARY KEY)");
    }

    [DbContext(typeof(ConcurrentContext))]
    [Migration(ConcurrentContext.Second)]
    internal sealed class SecondMigration : Migration
    {
        protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.Sql("CREATE INDEX CONCURRENTLY things_twice ON things (id)", suppressTransaction: true);
    }
}
