using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Greenhouse.EfBackup.Specification;

/// <summary>Migrations whose authors did not think of the way back: one refuses it, one forgets it.</summary>
internal static class OneWayChain
{
    public const string First = "20240101000000_First";
    public const string Refusing = "20240201000000_Refusing";
    public const string Forgetful = "20240301000000_Forgetful";

    internal sealed class Context(DbContextOptions<Context> options) : DbContext(options)
    {
        protected override void OnModelCreating(ModelBuilder modelBuilder) => Plants(modelBuilder, height: true, sown: true);
    }

    [DbContext(typeof(Context))]
    [Migration(First)]
    internal sealed class FirstMigration : Migration
    {
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                "Plants",
                table => new { Id = table.Column<int>(), Name = table.Column<string>(), Beds = table.Column<int>() },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Plants", row => row.Id);
                    table.CheckConstraint("CK_Plants_Beds", "\"Beds\" >= 0");
                });
            migrationBuilder.CreateIndex("IX_Plants_Name", "Plants", "Name");
        }

        protected override void BuildTargetModel(ModelBuilder modelBuilder) => Plants(modelBuilder, height: false, sown: false);
    }

    [DbContext(typeof(Context))]
    [Migration(Refusing)]
    internal sealed class RefusingMigration : Migration
    {
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropCheckConstraint("CK_Plants_Beds", "Plants");
            migrationBuilder.AddColumn<int>("Height", "Plants", nullable: true);
        }

        protected override void Down(MigrationBuilder migrationBuilder) => throw new NotSupportedException("There is no way back.");

        protected override void BuildTargetModel(ModelBuilder modelBuilder) => Plants(modelBuilder, height: true, sown: false);
    }

    [DbContext(typeof(Context))]
    [Migration(Forgetful)]
    internal sealed class ForgetfulMigration : Migration
    {
        protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.AddColumn<bool>("Sown", "Plants", nullable: false, defaultValue: false);

        protected override void BuildTargetModel(ModelBuilder modelBuilder) => Plants(modelBuilder, height: true, sown: true);
    }

    private static void Plants(ModelBuilder modelBuilder, bool height, bool sown)
        => modelBuilder.Entity("Plant", entity =>
        {
            entity.Property<int>("Id").ValueGeneratedNever();
            entity.Property<string>("Name").IsRequired();
            entity.Property<int>("Beds");
            entity.HasKey("Id");
            entity.HasIndex("Name");
            entity.ToTable("Plants", height ? _ => { } : table => table.HasCheckConstraint("CK_Plants_Beds", "\"Beds\" >= 0"));
            if (height)
            {
                entity.Property<int?>("Height");
            }

            if (sown)
            {
                entity.Property<bool>("Sown");
            }
        });
}
