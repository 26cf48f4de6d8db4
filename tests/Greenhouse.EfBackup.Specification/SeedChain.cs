using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Greenhouse.EfBackup.Specification;

/// <summary>Migrations that seed rows, count keys, reference themselves and generate a column, with a history table of another name.</summary>
internal static class SeedChain
{
    public const string First = "20240101000000_First";
    public const string Second = "20240201000000_Second";

    internal sealed class Context(DbContextOptions<Context> options) : DbContext(options)
    {
        protected override void OnModelCreating(ModelBuilder modelBuilder)
            => modelBuilder.Entity<Node>(node =>
            {
                node.ToTable("Nodes");
                node.Property(row => row.Twice).HasComputedColumnSql("\"Size\" * 2", stored: true);
                node.HasOne<Node>().WithMany().HasForeignKey(row => row.ParentId);
                node.HasData(new { Id = 1, Name = "root, again", Size = 1, ParentId = (int?)null }, new { Id = 30, Name = "third", Size = 3, ParentId = (int?)1 });
            });
    }

    internal sealed class Node
    {
        public int Id { get; set; }

        public string Name { get; set; } = "";

        public int Size { get; set; }

        public int Twice { get; set; }

        public int? ParentId { get; set; }
    }

    [DbContext(typeof(Context))]
    [Migration(First)]
    internal sealed class FirstMigration : Migration
    {
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                "Nodes",
                table => new
                {
                    Id = table.Column<int>().Annotation("Sqlite:Autoincrement", true).Annotation("Npgsql:ValueGenerationStrategy", Serial()),
                    Name = table.Column<string>(),
                    Size = table.Column<int>(),
                    Twice = table.Column<int>(computedColumnSql: "\"Size\" * 2", stored: true),
                    ParentId = table.Column<int>(nullable: true),
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Nodes", row => row.Id);
                    table.ForeignKey("FK_Nodes_Nodes_ParentId", row => row.ParentId, "Nodes", "Id");
                });
            migrationBuilder.CreateIndex("IX_Nodes_ParentId", "Nodes", "ParentId");
            migrationBuilder.InsertData("Nodes", ["Id", "Name", "Size", "ParentId"], new object?[,] { { 1, "root", 1, null }, { 2, "second {0}; 'it''s'", 2, 1 } });
        }

        protected override void BuildTargetModel(ModelBuilder modelBuilder) => Model(modelBuilder);

        private static object? Serial() => Type.GetType("Npgsql.EntityFrameworkCore.PostgreSQL.Metadata.NpgsqlValueGenerationStrategy, Npgsql.EntityFrameworkCore.PostgreSQL") is { } type ? Enum.Parse(type, "IdentityByDefaultColumn") : null;
    }

    [DbContext(typeof(Context))]
    [Migration(Second)]
    internal sealed class SecondMigration : Migration
    {
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Sql("""UPDATE "Nodes" SET "ParentId" = NULL WHERE "ParentId" = 2""");
            migrationBuilder.DeleteData("Nodes", "Id", 2);
            migrationBuilder.UpdateData("Nodes", "Id", 1, "Name", "root, again");
            migrationBuilder.InsertData("Nodes", ["Id", "Name", "Size", "ParentId"], new object?[,] { { 30, "third", 3, 1 } });
            migrationBuilder.DropIndex("IX_Nodes_ParentId", "Nodes");
        }

        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateIndex("IX_Nodes_ParentId", "Nodes", "ParentId");
            migrationBuilder.DeleteData("Nodes", "Id", 30);
            migrationBuilder.UpdateData("Nodes", "Id", 1, "Name", "root");
            migrationBuilder.InsertData("Nodes", ["Id", "Name", "Size", "ParentId"], new object?[,] { { 2, "second {0}; 'it''s'", 2, 1 } });
        }

        protected override void BuildTargetModel(ModelBuilder modelBuilder) => Model(modelBuilder);
    }

    private static void Model(ModelBuilder modelBuilder)
        => modelBuilder.Entity("Node", entity =>
        {
            entity.ToTable("Nodes").Property<int>("Id").ValueGeneratedOnAdd();
            entity.Property<string>("Name").IsRequired();
            entity.Property<int>("Size");
            entity.Property<int>("Twice").ValueGeneratedOnAddOrUpdate().HasComputedColumnSql("\"Size\" * 2", stored: true);
            entity.HasOne("Node", null).WithMany().HasForeignKey("ParentId");
        });
}
