using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Greenhouse.EfBackup.Specification;

/// <summary>A table and its column are renamed and dropped, and another table takes the name, loses it, and it is made anew.</summary>
internal static class RenameChain
{
    public const string First = "20240101000000_First";

    internal sealed class Context(DbContextOptions<Context> options) : DbContext(options);

    [DbContext(typeof(Context))]
    [Migration(First)]
    internal sealed class FirstMigration : Migration
    {
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable("Old", table => new { Id = table.Column<int>(), Text = table.Column<string>(nullable: true) }, constraints: table => table.PrimaryKey("PK_Old", row => row.Id));
            migrationBuilder.CreateTable("Other", table => new { Id = table.Column<int>() }, constraints: table => table.PrimaryKey("PK_Other", row => row.Id));
        }

        protected override void BuildTargetModel(ModelBuilder modelBuilder)
        {
            modelBuilder.Entity("Old", entity =>
            {
                entity.ToTable("Old").Property<int>("Id").ValueGeneratedNever();
                entity.Property<string>("Text");
            });
            modelBuilder.Entity("Other", entity => entity.ToTable("Other").Property<int>("Id").ValueGeneratedNever());
        }
    }

    [DbContext(typeof(Context))]
    [Migration("20240201000000_Second")]
    internal sealed class SecondMigration : Migration
    {
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.RenameTable("Old", newName: "New");
            migrationBuilder.RenameColumn("Text", "New", "Body");
        }
    }

    [DbContext(typeof(Context))]
    [Migration("20240301000000_Third")]
    internal sealed class ThirdMigration : Migration
    {
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn("Body", "New");
            migrationBuilder.DropTable("New");
            migrationBuilder.RenameTable("Other", newName: "New");
            migrationBuilder.DropTable("New");
            migrationBuilder.CreateTable("New", table => new { Id = table.Column<int>() }, constraints: table => table.PrimaryKey("PK_New", row => row.Id));
            migrationBuilder.CreateIndex("IX_New_Id", "New", "Id", unique: true);
        }
    }
}
