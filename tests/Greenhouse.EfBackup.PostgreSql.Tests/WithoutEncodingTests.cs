using Greenhouse.EfBackup.Specification;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Greenhouse.EfBackup.PostgreSql.Tests;

/// <summary>A database without an encoding takes any bytes for text.</summary>
public sealed class WithoutEncodingTests : IDisposable
{
    private readonly PostgreSqlFixture _fixture = new();

    [Fact]
    public async Task Text_that_is_no_UTF_8_is_marked_in_the_file_and_comes_back()
    {
        using var database = MakeWithoutEncoding();
        database.Execute("""CREATE TABLE "Texts" ("Id" int PRIMARY KEY, "Text" text)""");
        // Bytes that no string of this process can be: the server makes them.
        database.Execute("""INSERT INTO "Texts" VALUES (1, convert_from('\xff', 'SQL_ASCII')), (2, 'ü')""");
        var backups = new Backups(_fixture.Folder);
        await using var context = database.Open<TextContext>();

        var file = (await backups.CreateAsync(context)).File!;
        database.Execute("""DELETE FROM "Texts" """);
        await backups.RestoreAsync(context, file);

        Assert.Contains("""{"Id":1,"Text":{"$utf8":"/w=="}}""", await File.ReadAllTextAsync(file), StringComparison.Ordinal);
        Assert.Equal(["1 ff", "2 c3bc"], database.Query("""SELECT "Id" || ' ' || encode(convert_to("Text", 'SQL_ASCII'), 'hex') FROM "Texts" ORDER BY "Id" """));
    }

    public void Dispose() => _fixture.Dispose();

    private static PostgreSqlTestDatabase MakeWithoutEncoding()
    {
        var database = new PostgreSqlTestDatabase(TestServer.NewName());
        TestServer.Server.DropDatabase(database.Name);
        PostgreSqlDump.Execute(TestServer.Server.ConnectionString, $"CREATE DATABASE \"{database.Name}\" OWNER \"{TestServer.Owner.Name}\" TEMPLATE template0 ENCODING 'SQL_ASCII' LC_COLLATE 'C' LC_CTYPE 'C'");
        return database;
    }

    internal sealed class TextContext(DbContextOptions<TextContext> options) : DbContext(options)
    {
        public DbSet<Row> Texts => Set<Row>();

        internal sealed class Row
        {
            public int Id { get; set; }

            public string? Text { get; set; }
        }
    }
}
