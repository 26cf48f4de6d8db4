using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Greenhouse.EfBackup.Specification;

/// <summary>A schema that EF Core did not make: types, defaults and checks are the database's own.</summary>
public abstract class DatabaseFirstSpecification<TFixture> : Specification<TFixture>
    where TFixture : DatabaseFixture, new()
{
    private const string Tables = """
        CREATE TABLE "author" ("code" varchar(10) NOT NULL PRIMARY KEY, "born" date, "rating" numeric(6,3) DEFAULT 1.5 CHECK ("rating" > 0), "extra" varchar(20) DEFAULT 'x');
        CREATE TABLE "book" ("isbn" varchar(20) NOT NULL, "author" varchar(10) REFERENCES "author" ("code") ON DELETE CASCADE, "pages" smallint, PRIMARY KEY ("isbn"));
        CREATE INDEX "book_author" ON "book" ("author");
        """;

    private const string Rows = """
        INSERT INTO "author" VALUES ('a', '1901-02-03', 4.125, NULL), ('', NULL, NULL, 'it''s');
        INSERT INTO "book" VALUES ('1', 'a', 100), ('2', '', NULL), ('3', NULL, -1);
        """;

    [Fact]
    public async Task A_schema_made_by_hand_comes_back_and_no_migrations_are_recorded()
    {
        var (source, target) = (Fixture.CreateDatabase(), Fixture.CreateDatabase());
        source.Execute(Tables + Rows);
        target.Execute(Tables);
        var before = source.Dump();

        var file = await BackUpAsync<DatabaseFirstModel.Context>(source);
        await RestoreAsync<DatabaseFirstModel.Context>(target, file);
        source.Damage();
        await RestoreAsync<DatabaseFirstModel.Context>(source, file);

        before.AssertSame(source.Dump());
        before.AssertSame(target.Dump());
        Assert.Equal(target.Schema(), source.Schema());
        Assert.Empty(Backups.Check(file).Metadata.Migrations);
    }

    [Fact]
    public async Task Tables_are_in_the_order_in_which_rows_can_be_loaded()
    {
        var database = Fixture.CreateDatabase();
        database.Execute(Tables + Rows);

        var file = await BackUpAsync<DatabaseFirstModel.Context>(database);

        Assert.Equal(["author", "book"], Backups.Check(file).Metadata.Statistics.Keys);
    }
}

internal static class DatabaseFirstModel
{
    internal sealed class Context(DbContextOptions<Context> options) : DbContext(options)
    {
        protected override void OnModelCreating(ModelBuilder modelBuilder)
        {
            modelBuilder.Entity<Author>(author =>
            {
                author.ToTable("author").HasKey(row => row.Code);
                author.Property(row => row.Code).HasColumnName("code");
                author.Property(row => row.Born).HasColumnName("born");
                author.Property(row => row.Rating).HasColumnName("rating").HasColumnType("numeric(6,3)");
            });
            modelBuilder.Entity<Book>(book =>
            {
                book.ToTable("book").HasKey(row => row.Isbn);
                book.Property(row => row.Isbn).HasColumnName("isbn");
                book.Property(row => row.Pages).HasColumnName("pages");
                book.Property<string?>("author");
                book.HasOne<Author>().WithMany().HasForeignKey("author");
            });
        }
    }

    internal sealed class Author
    {
        public string Code { get; set; } = "";

        public DateOnly? Born { get; set; }

        public decimal? Rating { get; set; }
    }

    internal sealed class Book
    {
        public string Isbn { get; set; } = "";

        public short? Pages { get; set; }
    }
}
