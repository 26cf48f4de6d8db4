using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Xunit;

namespace Greenhouse.EfBackup.Specification;

/// <summary>Applications with migrations: the history is recorded, and an older database is read through its own model.</summary>
public abstract class MigrationsSpecification<TFixture> : Specification<TFixture>
    where TFixture : DatabaseFixture, new()
{
    [Fact]
    public async Task The_history_is_metadata_and_not_data()
    {
        var database = Migrated(MigrationsModel.Second);
        database.Execute("""INSERT INTO "Readings" ("Id", "Value", "Unit") VALUES (1, TRUE, 'C')""");

        var metadata = Backups.Check(await BackUpAsync<MigrationsModel.Context>(database)).Metadata;

        Assert.Equal([MigrationsModel.First, MigrationsModel.Second], metadata.Migrations);
        Assert.Equal(["Readings"], metadata.Statistics.Keys);
        Assert.Empty(metadata.LeftOut);
    }

    [Fact]
    public async Task A_database_at_an_older_migration_is_read_through_that_migrations_model()
    {
        var database = Migrated(MigrationsModel.First);
        database.Execute("""
            INSERT INTO "Readings" ("Id", "Value") VALUES (1, 5), (2, 0), (3, 1);
            INSERT INTO "Retired" ("Id", "Text") VALUES (1, 'still here');
            """);
        var before = database.Dump();

        var file = await BackUpAsync<MigrationsModel.Context>(database);
        database.Damage();
        await RestoreAsync<MigrationsModel.Context>(database, file);

        var metadata = Backups.Check(file).Metadata;
        Assert.Equal([MigrationsModel.First], metadata.Migrations);
        Assert.Equal(["Readings", "Retired"], metadata.Statistics.Keys.Order());
        Assert.Equal("Integer", metadata.Tables.Single(table => table.Key == "Readings").Columns.Single(column => column.Name == "Value").Kind.ToString());
        before.AssertSame(database.Dump());
    }

    [Fact]
    public async Task Restoring_into_a_newer_schema_names_every_missing_column_and_the_migration_to_go_to()
    {
        var older = Migrated(MigrationsModel.First);
        older.Execute("""INSERT INTO "Readings" ("Id", "Value") VALUES (1, 5)""");
        var file = await BackUpAsync<MigrationsModel.Context>(older);
        var newer = Migrated(MigrationsModel.Second);
        var before = newer.Dump();

        var refused = await RefusedAsync("EFB1401", () => RestoreAsync<MigrationsModel.Context>(newer, file));

        Assert.Contains("table Retired is in the backup and not in the database", refused.Details);
        Assert.Contains("column Readings.Unit is required in the database and not in the backup", refused.Details);
        Assert.Contains(MigrationsModel.First, refused.Help, StringComparison.Ordinal);
        before.AssertSame(newer.Dump());
    }

    [Fact]
    public async Task A_restore_leaves_the_history_alone()
    {
        var database = Migrated(MigrationsModel.Second);
        database.Execute("""INSERT INTO "Readings" ("Id", "Value", "Unit") VALUES (1, TRUE, 'C')""");
        var history = database.Dump().Tables["__EFMigrationsHistory"];
        var file = await BackUpAsync<MigrationsModel.Context>(database);

        await RestoreAsync<MigrationsModel.Context>(database, file);

        Assert.Equal(2, history.Count);
        Assert.Equal(history, database.Dump().Tables["__EFMigrationsHistory"]);
    }

    private TestDatabase Migrated(string migration)
    {
        var database = Fixture.CreateDatabase();
        using var context = database.Open<MigrationsModel.Context>();
        context.GetService<IMigrator>().Migrate(migration);
        return database;
    }
}

internal static class MigrationsModel
{
    public const string First = "20240101000000_First";
    public const string Second = "20240201000000_Second";

    internal sealed class Context(DbContextOptions<Context> options) : DbContext(options)
    {
        protected override void OnModelCreating(ModelBuilder modelBuilder)
        {
            modelBuilder.Entity<Reading>().ToTable("Readings").Property(row => row.Id).ValueGeneratedNever();
            // What was a number is a truth value since the second migration.
            modelBuilder.Entity<Reading>().Property(row => row.Value);
        }
    }

    internal sealed class Reading
    {
        public int Id { get; set; }

        public bool Value { get; set; }

        public string Unit { get; set; } = "";
    }

    [DbContext(typeof(Context))]
    [Migration(First)]
    internal sealed class FirstMigration : Migration
    {
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable("Readings", table => new { Id = table.Column<int>(), Value = table.Column<int>() }, constraints: table => table.PrimaryKey("PK_Readings", row => row.Id));
            migrationBuilder.CreateTable("Retired", table => new { Id = table.Column<int>(), Text = table.Column<string>(nullable: true) }, constraints: table => table.PrimaryKey("PK_Retired", row => row.Id));
        }

        protected override void BuildTargetModel(ModelBuilder modelBuilder)
        {
            modelBuilder.Entity("Reading", entity =>
            {
                entity.Property<int>("Id").ValueGeneratedNever();
                entity.Property<int>("Value");
                entity.HasKey("Id");
                entity.ToTable("Readings");
            });
            modelBuilder.Entity("Retired", entity =>
            {
                entity.Property<int>("Id").ValueGeneratedNever();
                entity.Property<string>("Text");
                entity.HasKey("Id");
                entity.ToTable("Retired");
            });
        }
    }

    [DbContext(typeof(Context))]
    [Migration(Second)]
    internal sealed class SecondMigration : Migration
    {
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable("Retired");
            migrationBuilder.DropTable("Readings");
            migrationBuilder.CreateTable(
                "Readings",
                table => new { Id = table.Column<int>(), Value = table.Column<bool>(), Unit = table.Column<string>() },
                constraints: table => table.PrimaryKey("PK_Readings", row => row.Id));
        }

        protected override void BuildTargetModel(ModelBuilder modelBuilder)
            => modelBuilder.Entity("Reading", entity =>
            {
                entity.Property<int>("Id").ValueGeneratedNever();
                entity.Property<bool>("Value");
                entity.Property<string>("Unit").IsRequired();
                entity.HasKey("Id");
                entity.ToTable("Readings");
            });
    }
}
