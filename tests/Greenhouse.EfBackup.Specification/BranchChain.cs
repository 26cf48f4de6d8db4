using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Greenhouse.EfBackup.Specification;

/// <summary>
/// Migrations of a team: one came in by a branch after later ones had been applied and changes only rows; views come and go; rows are deleted with those that
/// reference them; and the code's model is ahead of its migrations.
/// </summary>
internal static class BranchChain
{
    public const string First = "20240101000000_First";
    public const string Branch = "20240201000000_Branch";
    public const string Third = "20240301000000_Add_Extras";
    public const string Fourth = "20240401000000_Extras";

    internal sealed class Context(DbContextOptions<Context> options) : DbContext(options)
    {
        protected override void OnModelCreating(ModelBuilder modelBuilder)
        {
            modelBuilder.Entity<Parent>().ToTable("Parents").Property(row => row.Id).ValueGeneratedNever();
            modelBuilder.Entity<Child>(child =>
            {
                child.ToTable("Children").HasOne<Parent>().WithMany().HasForeignKey(row => row.ParentId);
                child.Property(row => row.Id).ValueGeneratedNever();
            });
            modelBuilder.Entity<Extra>().ToTable("Extras").Property(row => row.Id).ValueGeneratedNever();
        }
    }

    internal sealed class Parent
    {
        public int Id { get; set; }

        public string Name { get; set; } = "";

        public string? Note { get; set; }

        /// <summary>No migration has it yet.</summary>
        public string? Later { get; set; }
    }

    internal sealed class Child
    {
        public int Id { get; set; }

        public int ParentId { get; set; }
    }

    internal sealed class Extra
    {
        public int Id { get; set; }
    }

    [DbContext(typeof(Context))]
    internal sealed class Snapshot : ModelSnapshot
    {
        protected override void BuildModel(ModelBuilder modelBuilder) => Model(modelBuilder, later: true);
    }

    [DbContext(typeof(Context))]
    [Migration(First)]
    internal sealed class FirstMigration : Migration
    {
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable("Parents", table => new { Id = table.Column<int>(), Name = table.Column<string>() }, constraints: table => table.PrimaryKey("PK_Parents", row => row.Id));
            migrationBuilder.CreateTable(
                "Children",
                table => new { Id = table.Column<int>(), ParentId = table.Column<int>() },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Children", row => row.Id);
                    table.ForeignKey("FK_Children_Parents_ParentId", row => row.ParentId, "Parents", "Id", onDelete: ReferentialAction.Cascade);
                });
            migrationBuilder.CreateIndex("IX_Children_ParentId", "Children", "ParentId");
            migrationBuilder.Sql("""CREATE VIEW parent_names AS SELECT "Id", "Name" FROM "Parents" """);
        }

        protected override void BuildTargetModel(ModelBuilder modelBuilder) => Model(modelBuilder, later: false);
    }

    [DbContext(typeof(Context))]
    [Migration(Branch)]
    internal sealed class BranchMigration : Migration
    {
        protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.Sql("""UPDATE "Parents" SET "Name" = "Name" || ' (branch)' """);

        protected override void Down(MigrationBuilder migrationBuilder)
        {
        }

        protected override void BuildTargetModel(ModelBuilder modelBuilder) => Model(modelBuilder, later: false);
    }

    [DbContext(typeof(Context))]
    [Migration(Third)]
    internal sealed class ThirdMigration : Migration
    {
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>("Note", "Parents", nullable: true);
            migrationBuilder.CreateTable("Extras", table => new { Id = table.Column<int>() }, constraints: table => table.PrimaryKey("PK_Extras", row => row.Id));
            migrationBuilder.Sql("""CREATE VIEW parent_notes AS SELECT "Id", "Note" FROM "Parents" """);
            if (ActiveProvider!.EndsWith("Sqlite", StringComparison.Ordinal))
            {
                migrationBuilder.Sql("""CREATE TRIGGER of_third AFTER INSERT ON "Parents" BEGIN SELECT NEW."Note"; END""");
                migrationBuilder.Sql("""CREATE TRIGGER of_extras AFTER INSERT ON "Extras" BEGIN SELECT 1; END""");
            }
        }

        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Sql("DROP VIEW parent_notes");
            migrationBuilder.DropTable("Extras");
            migrationBuilder.DropColumn("Note", "Parents");
        }

        protected override void BuildTargetModel(ModelBuilder modelBuilder) => Model(modelBuilder, later: true);
    }

    [DbContext(typeof(Context))]
    [Migration(Fourth)]
    internal sealed class FourthMigration : Migration
    {
        protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.Sql("""DELETE FROM "Parents" WHERE "Name" LIKE 'gone%'""");

        protected override void Down(MigrationBuilder migrationBuilder)
        {
        }

        protected override void BuildTargetModel(ModelBuilder modelBuilder) => Model(modelBuilder, later: true);
    }

    private static void Model(ModelBuilder modelBuilder, bool later)
    {
        modelBuilder.Entity("Parent", entity =>
        {
            entity.ToTable("Parents").Property<int>("Id").ValueGeneratedNever();
            entity.Property<string>("Name").IsRequired();
            if (later)
            {
                entity.Property<string>("Note");
            }
        });
        modelBuilder.Entity("Child", entity =>
        {
            entity.ToTable("Children").Property<int>("Id").ValueGeneratedNever();
            entity.HasOne("Parent", null).WithMany().HasForeignKey("ParentId").IsRequired();
        });
        if (later)
        {
            modelBuilder.Entity("Extra", entity => entity.ToTable("Extras").Property<int>("Id").ValueGeneratedNever());
        }
    }
}
