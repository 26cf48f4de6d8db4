using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Greenhouse.EfBackup.Specification;

/// <summary>
/// Four migrations of an application: columns are added, renamed, dropped, retyped and split by SQL, a table goes, an index becomes unique. The way back by
/// their Down methods leads elsewhere: a required column comes back with a default that it never had.
/// </summary>
internal static class SchemaChain
{
    public const string First = "20240101000000_First";
    public const string Second = "20240201000000_Second";
    public const string Third = "20240301000000_Third";
    public const string Fourth = "20240401000000_Fourth";

    internal sealed class Context(DbContextOptions<Context> options) : DbContext(options)
    {
        protected override void OnModelCreating(ModelBuilder modelBuilder)
        {
            modelBuilder.Entity<Customer>(customer =>
            {
                customer.ToTable("Customers").HasIndex(row => row.Code).IsUnique();
                customer.Property(row => row.Id).ValueGeneratedNever();
                customer.Property(row => row.Level).HasDefaultValue(1);
            });
            modelBuilder.Entity<Order>(order =>
            {
                order.ToTable("Orders").HasOne<Customer>().WithMany().HasForeignKey(row => row.CustomerId);
                order.Property(row => row.Id).ValueGeneratedNever();
            });
        }
    }

    internal sealed class Customer
    {
        public int Id { get; set; }

        public string? First { get; set; }

        public string? Last { get; set; }

        public string? Code { get; set; }

        public int Level { get; set; }
    }

    internal sealed class Order
    {
        public int Id { get; set; }

        public int CustomerId { get; set; }

        public long Amount { get; set; }
    }

    [DbContext(typeof(Context))]
    [Migration(First)]
    internal sealed class FirstMigration : Migration
    {
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                "Customers",
                table => new { Id = table.Column<int>(), Name = table.Column<string>(), Code = table.Column<string>(nullable: true) },
                constraints: table => table.PrimaryKey("PK_Customers", row => row.Id));
            migrationBuilder.CreateTable(
                "Orders",
                table => new { Id = table.Column<int>(), CustomerId = table.Column<int>(), Total = table.Column<int>() },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Orders", row => row.Id);
                    table.ForeignKey("FK_Orders_Customers_CustomerId", row => row.CustomerId, "Customers", "Id", onDelete: ReferentialAction.Cascade);
                    table.CheckConstraint("CK_Orders_Total", "\"Total\" >= 0");
                });
            migrationBuilder.CreateTable("Notes", table => new { Id = table.Column<int>(), Text = table.Column<string>() }, constraints: table => table.PrimaryKey("PK_Notes", row => row.Id));
            migrationBuilder.CreateIndex("IX_Orders_CustomerId", "Orders", "CustomerId");
            migrationBuilder.CreateIndex("IX_Customers_Code", "Customers", "Code");
        }

        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable("Notes");
            migrationBuilder.DropTable("Orders");
            migrationBuilder.DropTable("Customers");
        }

        protected override void BuildTargetModel(ModelBuilder modelBuilder)
        {
            Customers(modelBuilder, level: false, split: false, unique: false);
            Orders(modelBuilder, renamed: false);
            Notes(modelBuilder);
        }
    }

    [DbContext(typeof(Context))]
    [Migration(Second)]
    internal sealed class SecondMigration : Migration
    {
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<int>("Level", "Customers", nullable: false, defaultValue: 1);
            migrationBuilder.DropCheckConstraint("CK_Orders_Total", "Orders");
            migrationBuilder.RenameColumn("Total", "Orders", "Amount");
            migrationBuilder.AlterColumn<long>("Amount", "Orders", nullable: false, oldClrType: typeof(int));
        }

        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AlterColumn<int>("Amount", "Orders", nullable: false, oldClrType: typeof(long));
            migrationBuilder.RenameColumn("Amount", "Orders", "Total");
            migrationBuilder.AddCheckConstraint("CK_Orders_Total", "Orders", "\"Total\" >= 0");
            migrationBuilder.DropColumn("Level", "Customers");
        }

        protected override void BuildTargetModel(ModelBuilder modelBuilder)
        {
            Customers(modelBuilder, level: true, split: false, unique: false);
            Orders(modelBuilder, renamed: true);
            Notes(modelBuilder);
        }
    }

    [DbContext(typeof(Context))]
    [Migration(Third)]
    internal sealed class ThirdMigration : Migration
    {
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable("Notes");
            migrationBuilder.AddColumn<string>("First", "Customers", nullable: true);
            migrationBuilder.AddColumn<string>("Last", "Customers", nullable: true);
            var space = ActiveProvider!.EndsWith("Sqlite", StringComparison.Ordinal) ? "instr(\"Name\", ' ')" : "strpos(\"Name\", ' ')";
            migrationBuilder.Sql($"""UPDATE "Customers" SET "First" = substr("Name", 1, {space}), "Last" = substr("Name", {space} + 1)""");
            migrationBuilder.DropColumn("Name", "Customers");
        }

        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>("Name", "Customers", nullable: false, defaultValue: "");
            migrationBuilder.DropColumn("First", "Customers");
            migrationBuilder.DropColumn("Last", "Customers");
            migrationBuilder.CreateTable("Notes", table => new { Id = table.Column<int>(), Text = table.Column<string>() }, constraints: table => table.PrimaryKey("PK_Notes", row => row.Id));
        }

        protected override void BuildTargetModel(ModelBuilder modelBuilder)
        {
            Customers(modelBuilder, level: true, split: true, unique: false);
            Orders(modelBuilder, renamed: true);
        }
    }

    [DbContext(typeof(Context))]
    [Migration(Fourth)]
    internal sealed class FourthMigration : Migration
    {
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex("IX_Customers_Code", "Customers");
            migrationBuilder.CreateIndex("IX_Customers_Code", "Customers", "Code", unique: true);
        }

        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex("IX_Customers_Code", "Customers");
            migrationBuilder.CreateIndex("IX_Customers_Code", "Customers", "Code");
        }

        protected override void BuildTargetModel(ModelBuilder modelBuilder)
        {
            Customers(modelBuilder, level: true, split: true, unique: true);
            Orders(modelBuilder, renamed: true);
        }
    }

    private static void Customers(ModelBuilder modelBuilder, bool level, bool split, bool unique)
        => modelBuilder.Entity("Customer", entity =>
        {
            entity.Property<int>("Id").ValueGeneratedNever();
            entity.Property<string>("Code");
            entity.HasKey("Id");
            entity.HasIndex("Code").IsUnique(unique);
            entity.ToTable("Customers");
            if (level)
            {
                entity.Property<int>("Level").HasDefaultValue(1);
            }

            if (split)
            {
                entity.Property<string>("First");
                entity.Property<string>("Last");
            }
            else
            {
                entity.Property<string>("Name").IsRequired();
            }
        });

    private static void Orders(ModelBuilder modelBuilder, bool renamed)
        => modelBuilder.Entity("Order", entity =>
        {
            entity.Property<int>("Id").ValueGeneratedNever();
            entity.Property<int>("CustomerId");
            if (renamed)
            {
                entity.Property<long>("Amount");
            }
            else
            {
                entity.Property<int>("Total");
            }

            entity.HasKey("Id");
            entity.HasIndex("CustomerId");
            entity.HasOne("Customer", null).WithMany().HasForeignKey("CustomerId").OnDelete(DeleteBehavior.Cascade).IsRequired();
            entity.ToTable("Orders", renamed ? _ => { } : table => table.HasCheckConstraint("CK_Orders_Total", "\"Total\" >= 0"));
        });

    private static void Notes(ModelBuilder modelBuilder)
        => modelBuilder.Entity("Note", entity =>
        {
            entity.Property<int>("Id").ValueGeneratedNever();
            entity.Property<string>("Text").IsRequired();
            entity.HasKey("Id");
            entity.ToTable("Notes");
        });
}
