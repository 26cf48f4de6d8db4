using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Greenhouse.EfBackup.Specification;

/// <summary>An application of seven migrations, whose code knows its latest schema only: tables and columns were added, renamed, dropped and retyped on the way.</summary>
internal static class ChainModel
{
    public const string Start = "20240101000000_Start";
    public const string Added = "20240201000000_Added";
    public const string RenamedColumn = "20240301000000_RenamedColumn";
    public const string RenamedTable = "20240401000000_RenamedTable";
    public const string Dropped = "20240501000000_Dropped";
    public const string Retyped = "20240601000000_Retyped";
    public const string Grown = "20240701000000_Grown";

    public static readonly string[] All = [Start, Added, RenamedColumn, RenamedTable, Dropped, Retyped, Grown];

    /// <summary>What each table has after a step, and rows that can be put in there.</summary>
    public static IReadOnlyDictionary<string, string[]> Columns(int step)
    {
        var columns = new Dictionary<string, string[]>
        {
            ["Plants"] = [.. Names(step).Order(StringComparer.Ordinal)],
            [step >= 4 ? "Remarks" : "Notes"] = ["Id", "PlantId", "Text"],
        };
        if (step is >= 2 and < 5)
        {
            columns["Beds"] = ["Id", "Label"];
        }

        return columns;
    }

    /// <summary>Puts a row into every table, as it is after a step.</summary>
    public static string Rows(int step)
    {
        var plant = Names(step).ToDictionary(name => name, name => name switch
        {
            "Id" => $"{step}",
            "Height" => step >= 6 ? "'tall'" : $"{step * 10}",
            "Wet" => "TRUE",
            _ => $"'{name} {step}'",
        });
        return $"""
            INSERT INTO "Plants" ({string.Join(", ", plant.Keys.Select(name => $"\"{name}\""))}) VALUES ({string.Join(", ", plant.Values)});
            INSERT INTO "{(step >= 4 ? "Remarks" : "Notes")}" ("Id", "PlantId", "Text") VALUES ({step}, {step}, 'said at {step}');
            {(step is >= 2 and < 5 ? $"""INSERT INTO "Beds" ("Id", "Label") VALUES ({step}, 'bed {step}');""" : "")}
            """;
    }

    private static string[] Names(int step)
        => ["Id", step >= 3 ? "Title" : "Name", "Height", .. step is >= 2 and < 5 ? ["Wet"] : Array.Empty<string>(), .. step >= 7 ? ["Colour"] : Array.Empty<string>()];

    private static void Describe(ModelBuilder model, int step)
    {
        model.Entity("Plant", entity =>
        {
            entity.Property<int>("Id").ValueGeneratedNever();
            entity.Property<string>(step >= 3 ? "Title" : "Name").IsRequired();
            _ = step >= 6 ? (object)entity.Property<string>("Height").IsRequired() : entity.Property<int>("Height");
            _ = step is >= 2 and < 5 ? entity.Property<bool>("Wet") : null;
            _ = step >= 7 ? entity.Property<string>("Colour") : null;
            entity.ToTable("Plants").HasKey("Id");
        });
        model.Entity(step >= 4 ? "Remark" : "Note", entity =>
        {
            entity.Property<int>("Id").ValueGeneratedNever();
            entity.Property<int>("PlantId");
            entity.Property<string>("Text");
            entity.HasOne("Plant").WithMany().HasForeignKey("PlantId").HasConstraintName("FK_Notes_Plants");
            entity.HasIndex("PlantId").HasDatabaseName("IX_Notes_PlantId");
            entity.ToTable(step >= 4 ? "Remarks" : "Notes").HasKey("Id").HasName("PK_Notes");
        });
        if (step is >= 2 and < 5)
        {
            model.Entity("Bed", entity =>
            {
                entity.Property<int>("Id").ValueGeneratedNever();
                entity.Property<string>("Label");
                entity.ToTable("Beds").HasKey("Id");
            });
        }
    }

    internal sealed class Context(DbContextOptions<Context> options) : DbContext(options)
    {
        protected override void OnModelCreating(ModelBuilder modelBuilder) => Describe(modelBuilder, All.Length);
    }

    [DbContext(typeof(Context))]
    [Migration(Start)]
    internal sealed class StartMigration : Migration
    {
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable("Plants", table => new { Id = table.Column<int>(), Name = table.Column<string>(), Height = table.Column<int>() }, constraints: table => table.PrimaryKey("PK_Plants", row => row.Id));
            migrationBuilder.CreateTable(
                "Notes",
                table => new { Id = table.Column<int>(), PlantId = table.Column<int>(), Text = table.Column<string>(nullable: true) },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Notes", row => row.Id);
                    table.ForeignKey("FK_Notes_Plants", row => row.PlantId, "Plants", "Id", onDelete: ReferentialAction.Cascade);
                });
            migrationBuilder.CreateIndex("IX_Notes_PlantId", "Notes", "PlantId");
        }

        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable("Notes");
            migrationBuilder.DropTable("Plants");
        }

        protected override void BuildTargetModel(ModelBuilder modelBuilder) => Describe(modelBuilder, 1);
    }

    [DbContext(typeof(Context))]
    [Migration(Added)]
    internal sealed class AddedMigration : Migration
    {
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<bool>("Wet", "Plants", nullable: false, defaultValue: false);
            migrationBuilder.CreateTable("Beds", table => new { Id = table.Column<int>(), Label = table.Column<string>(nullable: true) }, constraints: table => table.PrimaryKey("PK_Beds", row => row.Id));
        }

        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable("Beds");
            migrationBuilder.DropColumn("Wet", "Plants");
        }

        protected override void BuildTargetModel(ModelBuilder modelBuilder) => Describe(modelBuilder, 2);
    }

    [DbContext(typeof(Context))]
    [Migration(RenamedColumn)]
    internal sealed class RenamedColumnMigration : Migration
    {
        protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.RenameColumn("Name", "Plants", "Title");

        protected override void Down(MigrationBuilder migrationBuilder) => migrationBuilder.RenameColumn("Title", "Plants", "Name");

        protected override void BuildTargetModel(ModelBuilder modelBuilder) => Describe(modelBuilder, 3);
    }

    [DbContext(typeof(Context))]
    [Migration(RenamedTable)]
    internal sealed class RenamedTableMigration : Migration
    {
        protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.RenameTable("Notes", newName: "Remarks");

        protected override void BuildTargetModel(ModelBuilder modelBuilder) => Describe(modelBuilder, 4);
    }

    [DbContext(typeof(Context))]
    [Migration(Dropped)]
    internal sealed class DroppedMigration : Migration
    {
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable("Beds");
            migrationBuilder.DropColumn("Wet", "Plants");
        }

        protected override void BuildTargetModel(ModelBuilder modelBuilder) => Describe(modelBuilder, 5);
    }

    [DbContext(typeof(Context))]
    [Migration(Retyped)]
    internal sealed class RetypedMigration : Migration
    {
        protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.AlterColumn<string>("Height", "Plants", nullable: false, oldClrType: typeof(int));

        protected override void BuildTargetModel(ModelBuilder modelBuilder) => Describe(modelBuilder, 6);
    }

    [DbContext(typeof(Context))]
    [Migration(Grown)]
    internal sealed class GrownMigration : Migration
    {
        protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.AddColumn<string>("Colour", "Plants", nullable: true);

        protected override void BuildTargetModel(ModelBuilder modelBuilder) => Describe(modelBuilder, 7);
    }
}
