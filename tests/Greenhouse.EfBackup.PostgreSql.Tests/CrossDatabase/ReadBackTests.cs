using Greenhouse.EfBackup.Protocol;
using Greenhouse.EfBackup.Specification;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Greenhouse.EfBackup.PostgreSql.Tests.CrossDatabase;

/// <summary>Rows of another kind of database are read back: what a type makes of a value without a word is found before the commit.</summary>
public sealed class ReadBackTests : CrossDatabaseTest
{
    [Theory]
    [InlineData("macaddr", "08:00:2b:01:02:03", true)]
    [InlineData("macaddr", "08-00-2B-01-02-03", false)]
    [InlineData("inet", "10.0.0.1/8", true)]
    [InlineData("inet", "::0001", false)]
    [InlineData("text", "::0001", true)]
    public async Task A_text_that_a_type_of_PostgreSQL_spells_anew_is_not_the_same(string type, string text, bool same)
    {
        var source = Sqlite<NameContext>(context => context.AddRange(new NameContext.Named { Id = 1 }, new NameContext.Named { Id = 2, Text = text }));
        var target = EmptyPostgreSql();
        target.Execute($"""CREATE TABLE "Names" ("Id" integer PRIMARY KEY, "Text" {type}); INSERT INTO "Names" VALUES (7, NULL)""");

        await AssertAsync(source, target, same);
    }

    [Theory]
    [InlineData("TEXT", "00123", true)]
    [InlineData("STRING", "00123", false)]
    [InlineData("STRING", "1e5", false)]
    [InlineData("STRING", "one", true)]
    public async Task A_text_that_SQLite_makes_a_number_of_is_not_the_same(string type, string text, bool same)
    {
        var source = PostgreSql<NameContext>(context => context.AddRange(new NameContext.Named { Id = 1 }, new NameContext.Named { Id = 2, Text = text }));
        var target = EmptySqlite();
        // A declared type that holds none of TEXT, CHAR, CLOB or BLOB is one of numbers.
        target.Execute($"""CREATE TABLE "Names" ("Id" INTEGER PRIMARY KEY, "Text" {type}); INSERT INTO "Names" VALUES (7, NULL)""");

        await AssertAsync(source, target, same);
    }

    [Fact]
    public async Task Rows_beyond_one_chunk_are_compared_too()
    {
        var source = Sqlite<NameContext>(sql: """
            WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 60000)
            INSERT INTO "Names" SELECT i, printf('0a:00:00:00:%02x:%02x', i / 256, i % 256) FROM n
            """);
        var target = EmptyPostgreSql();
        target.Execute("""CREATE TABLE "Names" ("Id" integer PRIMARY KEY, "Text" macaddr)""");

        var moved = await MoveAsync<NameContext>(source, target);
        source.Execute("""UPDATE "Names" SET "Text" = upper("Text") WHERE "Id" = 59999""");
        var refused = await RefusedAsync<NameContext>("EFB1506", source, target);

        Assert.True(moved.Verified);
        Assert.Contains("table Names", refused.Message, StringComparison.Ordinal);
    }

    private async Task AssertAsync(TestDatabase source, TestDatabase target, bool same)
    {
        if (same)
        {
            Assert.True((await MoveAsync<NameContext>(source, target)).Verified);
            Assert.Equal(2, target.Dump().Tables["Names"].Count);
            Assert.Contains(Backups.Said.OfType<TableEvent>(), said => said is { Stage: Stages.Verify, Table: "Names", Rows: 2 });
        }
        else
        {
            await RefusedAsync<NameContext>("EFB1506", source, target);
        }
    }

    internal sealed class NameContext(DbContextOptions<NameContext> options) : DbContext(options)
    {
        public DbSet<Named> Names => Set<Named>();

        protected override void OnModelCreating(ModelBuilder modelBuilder) => modelBuilder.Entity<Named>().Property(row => row.Id).ValueGeneratedNever();

        internal sealed class Named
        {
            public int Id { get; set; }

            public string? Text { get; set; }
        }
    }
}
