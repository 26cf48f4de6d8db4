using Greenhouse.EfBackup.Migrations;
using Greenhouse.EfBackup.Protocol;
using Greenhouse.EfBackup.Specification;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Xunit;

namespace Greenhouse.EfBackup.Sqlite.Tests;

/// <summary>A copy is changed and takes the file's place: nobody writes meanwhile, whichever journal the file has, and nothing is left beside it.</summary>
public sealed class SchemaChangeTests : Specification<SqliteFixture>
{
    private const string Row = """INSERT INTO "Customers" ("Id", "Name") VALUES (1, 'Ada Lovelace')""";
    private const string OtherRow = """INSERT INTO "Customers" ("Id", "Name") VALUES (2, 'Alan Turing')""";

    [Theory]
    [InlineData("wal")]
    [InlineData("delete")]
    public async Task An_application_that_has_the_file_open_sees_the_new_schema_and_the_journal_stays_what_it_was(string journal)
    {
        var database = AtFirst(journal);
        using var application = Connect(database);
        Assert.Equal(["1"], SqliteDump.Query(application, "SELECT cast(count(*) AS TEXT) FROM Customers"));

        await MigrateAsync(database);

        Assert.Equal(["Ada "], SqliteDump.Query(application, "SELECT First FROM Customers"));
        Assert.Equal([journal], SqliteDump.Query(application, "PRAGMA journal_mode"));
        Assert.Equal(["ok"], SqliteDump.Query(application, "PRAGMA integrity_check"));
        Assert.Empty(Beside(database));
    }

    [Theory]
    [InlineData("wal")]
    [InlineData("delete")]
    public async Task Nobody_writes_while_the_rows_are_replaced(string journal)
    {
        var database = AtFirst(journal);
        var file = await BackUpAsync<SchemaChain.Context>(database);
        var tried = new List<bool>();
        Backups.Listener = said => tried.AddRange(said is TableEvent { Stage: Stages.Load } ? [database.TryExecute(OtherRow)] : []);

        await RestoreAsync(database, file);

        Assert.NotEmpty(tried);
        Assert.DoesNotContain(true, tried);
        Assert.True(database.TryExecute(OtherRow));
    }

    [Theory]
    [InlineData("wal")]
    [InlineData("delete")]
    public async Task Somebody_who_writes_is_waited_for_and_then_in_the_way(string journal)
    {
        var database = AtFirst(journal);
        var file = await BackUpAsync<SchemaChain.Context>(database);
        using var other = Connect(database);
        SqliteDump.Execute(other, "BEGIN IMMEDIATE");
        Backups.Settings = Backups.Settings with { LockTimeout = TimeSpan.FromSeconds(1) };
        var before = database.Dump();

        await RefusedAsync("EFB1202", () => RestoreAsync(database, file));

        before.AssertSame(database.Dump());
        Assert.Empty(Beside(database));
    }

#if EFCORE9_OR_GREATER
    [Theory]
    [InlineData("wal")]
    [InlineData("delete")]
    public async Task What_killed_migrations_left_is_no_hindrance_and_goes(string journal)
    {
        var database = AtFirst(journal);
        var (before, schema) = (database.Dump(), database.Schema());
        var file = await BackUpAsync<SchemaChain.Context>(database);
        database.Execute("""
            INSERT INTO "__EFMigrationsLock" VALUES (1, '2024-01-01');
            CREATE TABLE "ef_temp_Customers" ("Id" INTEGER);
            """);
        await File.WriteAllTextAsync(Path.Combine(Path.GetDirectoryName(database.File)!, $".{Path.GetFileName(database.File)}.{Guid.NewGuid():N}.tmp"), "half a copy");

        await RestoreAsync(database, file);

        AssertWarned("a migration of", "the lock of a migration that began at 2024-01-01, and the half-built table ef_temp_Customers");
        before.AssertSame(database.Dump());
        Assert.Equal(schema, database.Schema());
        Assert.Equal(["0"], database.Query("""SELECT cast(count(*) AS TEXT) FROM sqlite_master WHERE name LIKE 'ef_temp%'"""));
        Assert.Empty(Beside(database));
    }
#endif

#if EFCORE9_OR_GREATER
    [Fact]
    public async Task What_killed_migrations_left_is_said_by_whatever_comes_next()
    {
        var database = AtFirst("wal");
        database.Execute("""
            INSERT INTO "__EFMigrationsLock" VALUES (1, '2024-01-01');
            CREATE TABLE "ef_temp_Gone" ("Id" INTEGER);
            """);

        await BackUpAsync<SchemaChain.Context>(database);

        AssertWarned("`dotnet ef-backup undo`", "the table ef_temp_Gone, and no table Gone, whose rows it may hold");
        await using (var context = database.Open<SchemaChain.Context>())
        {
            // EF's own migrator would wait for ever.
            var refused = await RefusedAsync("EFB1702", () => Backups.MigrateAsync(context, new MigrateOptions(Rollback: false)));
            Assert.Equal(2, refused.Details.Count);
        }

        await using var again = database.Open<SchemaChain.Context>();
        await Backups.MigrateAsync(again, new MigrateOptions());

        AssertWarned("it is removed with the migration", "the lock of a migration that began at 2024-01-01");
        Assert.Equal([SchemaChain.Fourth], database.Query("""SELECT max("MigrationId") FROM "__EFMigrationsHistory" """));
    }
#endif

    [Fact]
    public async Task A_trigger_on_a_table_of_the_application_comes_back()
    {
        var database = AtFirst("delete");
        database.Execute("""CREATE TRIGGER watch AFTER DELETE ON "Customers" BEGIN SELECT 1; END""");
        var schema = database.Schema();
        var file = await BackUpAsync<SchemaChain.Context>(database);

        await RestoreAsync(database, file);

        Assert.Equal(schema, database.Schema());
    }

    [Fact]
    public async Task An_index_that_somebody_made_by_hand_comes_back()
    {
        var database = AtFirst("delete");
        database.Execute("""CREATE INDEX by_hand ON "Customers" ("Name" DESC)""");
        var schema = database.Schema();
        var file = await BackUpAsync<SchemaChain.Context>(database);

        await RestoreAsync(database, file);

        Assert.Equal(schema, database.Schema());
    }

    [Fact]
    public async Task The_copy_is_open_to_nobody_who_may_not_read_the_file()
    {
        const UnixFileMode owner = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        var database = AtFirst("wal");
        var file = await BackUpAsync<SchemaChain.Context>(database);
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(database.File, owner);
        }

        var modes = new HashSet<UnixFileMode>();
        Backups.Listener = said => modes.UnionWith(Beside(database).Select(Mode));

        await RestoreAsync(database, file);

        Assert.Equal([owner], modes);
        Assert.Equal(owner, Mode(database.File));

        static UnixFileMode Mode(string file) => OperatingSystem.IsWindows() ? owner : File.GetUnixFileMode(file);
    }

    [Fact]
    public async Task A_copy_that_can_not_be_made_is_said_and_nothing_is_changed()
    {
        var database = AtFirst("delete");
        var file = await BackUpAsync<SchemaChain.Context>(database);
        // The copy's name is longer than a file system takes.
        var renamed = new SqliteTestDatabase(Path.Combine(Path.GetDirectoryName(database.File)!, new string('x', 240)));
        File.Copy(database.File, renamed.File, overwrite: true);
        var before = renamed.Dump();

        await RefusedAsync("EFB1203", () => RestoreAsync(renamed, file));

        before.AssertSame(renamed.Dump());
    }

    [Fact]
    public async Task A_copy_of_another_database_whose_name_begins_alike_stays()
    {
        var database = AtFirst("delete");
        var file = await BackUpAsync<SchemaChain.Context>(database);
        var other = Path.Combine(Path.GetDirectoryName(database.File)!, $".{Path.GetFileName(database.File)}.old.{Guid.NewGuid():N}.tmp");
        await File.WriteAllTextAsync(other, "somebody works on it");

        await RestoreAsync(database, file);

        Assert.True(File.Exists(other));
    }

    [Fact]
    public async Task A_connection_that_the_application_has_opened_is_used_and_stays_open()
    {
        var database = AtFirst("delete");
        using var connection = Connect(database);
        await using var context = new SchemaChain.Context(new DbContextOptionsBuilder<SchemaChain.Context>().UseSqlite(connection).Options);

        await Backups.MigrateAsync(context, new MigrateOptions());

        Assert.Equal(System.Data.ConnectionState.Open, connection.State);
        Assert.Equal(database.File, connection.DataSource);
        Assert.Equal(["Ada "], SqliteDump.Query(connection, "SELECT First FROM Customers"));
    }

    [Theory]
    [InlineData("file:{0}")]
    [InlineData("{1}")]
    public async Task The_file_is_found_however_it_is_named(string form)
    {
        var database = AtFirst("delete");
        var source = string.Format(System.Globalization.CultureInfo.InvariantCulture, form, database.File, Path.GetRelativePath(Environment.CurrentDirectory, database.File));
        await using var context = new SchemaChain.Context(new DbContextOptionsBuilder<SchemaChain.Context>().UseSqlite($"Data Source={source}").Options);

        await Backups.MigrateAsync(context, new MigrateOptions());

        Assert.Equal(["Ada "], database.Query("SELECT First FROM Customers"));
        Assert.Empty(Beside(database));
    }

    [Fact]
    public async Task A_link_to_the_file_stays_a_link()
    {
        var database = AtFirst("delete");
        var link = Path.Combine(Fixture.Folder, "link.db");
        File.CreateSymbolicLink(link, database.File);
        await using var context = new SchemaChain.Context(new DbContextOptionsBuilder<SchemaChain.Context>().UseSqlite($"Data Source={link}").Options);

        await Backups.MigrateAsync(context, new MigrateOptions());

        Assert.Equal(database.File, File.ResolveLinkTarget(link, returnFinalTarget: true)!.FullName);
        Assert.Equal(["Ada "], database.Query("SELECT First FROM Customers"));
    }

    [Fact]
    public async Task A_database_in_memory_is_refused()
    {
        var file = await BackUpAsync<SchemaChain.Context>(AtFirst("delete"));
        using var memory = new SqliteConnection("Data Source=:memory:");
        memory.Open();
        await using var context = new SchemaChain.Context(new DbContextOptionsBuilder<SchemaChain.Context>().UseSqlite(memory).Options);

        await RefusedAsync("EFB1203", () => Backups.RestoreSchemaAsync(context, file, SchemaMode.Backup));
    }

    private void AssertWarned(params string[] parts)
    {
        var warning = Assert.Single(Backups.Warnings.Where(warning => warning.Code == "EFB1705").TakeLast(1));
        Assert.All(parts, part => Assert.Contains(part, $"{warning.Message}; {warning.Help}", StringComparison.Ordinal));
    }

    private static string[] Beside(SqliteTestDatabase database) => Directory.GetFiles(Path.GetDirectoryName(database.File)!, $".{Path.GetFileName(database.File)}.*");

    private SqliteTestDatabase AtFirst(string journal)
    {
        var database = (SqliteTestDatabase)Fixture.CreateDatabase();
        using (var context = database.Open<SchemaChain.Context>())
        {
            context.GetService<IMigrator>().Migrate(SchemaChain.First);
        }

        database.Execute(Row);
        Assert.Equal([journal], database.Query($"PRAGMA journal_mode = {journal}"));
        return database;
    }

    private static SqliteConnection Connect(SqliteTestDatabase database)
    {
        var connection = new SqliteConnection(database.ConnectionString);
        connection.Open();
        return connection;
    }

    private async Task MigrateAsync(SqliteTestDatabase database)
    {
        await using var context = database.Open<SchemaChain.Context>();
        await Backups.MigrateAsync(context, new MigrateOptions());
    }

    private async Task RestoreAsync(SqliteTestDatabase database, string file)
    {
        await using var context = database.Open<SchemaChain.Context>();
        await Backups.RestoreSchemaAsync(context, file, SchemaMode.Backup);
    }
}
