using Greenhouse.EfBackup.Hosting;
using Greenhouse.EfBackup.Protocol;
using Greenhouse.EfBackup.Specification;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Xunit;
using Shop = Greenhouse.EfBackup.Specification.ShopModel;

namespace Greenhouse.EfBackup.Sqlite.Tests;

/// <summary>A restore with its schema makes the database where it is missing, and leaves none where it does not succeed.</summary>
public sealed class MissingDatabaseTests : Specification<SqliteFixture>
{
    private string Missing => Path.Combine(Fixture.Folder, "missing.db");

    [Fact]
    public async Task It_is_made_with_schema_and_rows()
    {
        var (file, source) = await BackUpAsync();

        var restored = await RestoreAsync(file);

        Assert.Equal(1, restored.Rows);
        source.Dump().AssertSame(new SqliteTestDatabase(Missing).Dump());
    }

    [Fact]
    public async Task A_dry_run_makes_none()
    {
        var (file, _) = await BackUpAsync();

        Assert.True((await RestoreAsync(file, dryRun: true)).DryRun);

        Assert.Empty(Files());
    }

    [Fact]
    public async Task What_the_user_declines_leaves_none()
    {
        var (file, _) = await BackUpAsync();

        await Assert.ThrowsAsync<InvalidOperationException>(() => RestoreAsync(file, confirm: question => throw new InvalidOperationException(question)));

        Assert.Empty(Files());
    }

    [Fact]
    public async Task A_folder_that_is_missing_is_said()
    {
        var (file, _) = await BackUpAsync();

        await RefusedAsync("EFB1203", () => RestoreAsync(file, place: Path.Combine(Fixture.Folder, "nowhere", "missing.db")));
    }

    /// <summary>Of a database that is not there, another error would come if it was opened first.</summary>
    [Fact]
    public async Task What_contradicts_itself_is_refused_before_the_database_is_opened()
    {
        await using var context = new Shop.Context(new DbContextOptionsBuilder<Shop.Context>().UseSqlite($"Data Source={Missing}").Options);

        await RefusedAsync("EFB1001", () => context.Database.BackupAsync(Backups.Folder, new EfBackupCreateOptions { Where = ["Customers=1 = 1"], UnlessNewerThan = DateTimeOffset.UtcNow }));
        await RefusedAsync("EFB1001", () => context.Database.BackupAsync(Backups.Folder, new EfBackupCreateOptions { Where = ["no condition"] }));
        await RefusedAsync("EFB1001", () => context.Database.RestoreAsync(Backups.Folder, new EfBackupRestoreOptions { Mode = EfBackupRestoreMode.Merge, Schema = EfBackupSchema.Backup }));

        Assert.Empty(Files());
    }

    private string[] Files() => Directory.GetFiles(Fixture.Folder, "*missing.db*");

    private async Task<(string File, SqliteTestDatabase Database)> BackUpAsync()
    {
        var database = Fixture.CreateDatabase();
        await using (var context = database.Open<SchemaChain.Context>())
        {
            await context.GetService<IMigrator>().MigrateAsync(SchemaChain.First);
        }

        database.Execute("""INSERT INTO "Customers" ("Id", "Name") VALUES (1, 'Ada Lovelace')""");
        return (await BackUpAsync<SchemaChain.Context>(database), database);
    }

    private async Task<RestoreResult> RestoreAsync(string file, bool dryRun = false, string? place = null, Action<string>? confirm = null)
    {
        var assembly = typeof(MissingDatabaseTests).Assembly.Location;
        var request = new BackupRequest
        {
            Verb = Verbs.Restore,
            Schema = SchemaModes.Backup,
            File = file,
            BackupFolder = Path.GetDirectoryName(file)!,
            DryRun = dryRun,
            Application = new ApplicationRequest { Assembly = assembly, StartupAssembly = assembly, Context = typeof(SchemaChain.Context).FullName, Connection = $"Data Source={place ?? Missing}", Published = true },
        };
        return (await new DatabaseVerbs(request, Progress.None, confirm ?? (_ => { }), new PassphraseSource(request, _ => { }, () => null)).HandleAsync(CancellationToken.None)).Restore!;
    }

    internal sealed class Factory : IDesignTimeDbContextFactory<SchemaChain.Context>
    {
        public SchemaChain.Context CreateDbContext(string[] args) => new(new DbContextOptionsBuilder<SchemaChain.Context>().UseSqlite().Options);
    }
}
