using Greenhouse.EfBackup.Schema;
using Greenhouse.EfBackup.Specification;
using Greenhouse.EfBackup.Sqlite.Tests;
using Greenhouse.EfBackup.Specification.RandomDatabases;
using Microsoft.EntityFrameworkCore;

namespace Greenhouse.EfBackup.InMemory.Tests;

/// <summary>SQLite databases whose backups are restored into a context in memory, and taken again from there: what comes back is what SQLite held, looked at by SQL.</summary>
public sealed class RelayFixture : DatabaseFixture
{
    private readonly SqliteFixture _sqlite = new();

    public override RandomDialect Dialect => _sqlite.Dialect;

    public override async Task<string?> RelayAsync<TContext>(string file)
    {
        var backups = new Backups(Path.Combine(Folder, "relay"));
        var options = new DbContextOptionsBuilder<TContext>().UseInMemoryDatabase(Guid.NewGuid().ToString()).Options;
        await using (var context = (TContext)Activator.CreateInstance(typeof(TContext), options)!)
        {
            // Rows that the model brings with it go.
            await context.Database.EnsureCreatedAsync();
            // What has no key is no entity.
            string[] keyless = [.. Backups.Check(file).Metadata.Tables.Where(table => table.PrimaryKey.Count == 0).Select(table => table.Key)];
            await backups.RestoreAsync(context, file, Backups.Options(readBack: false) with { Selection = new TableSelection([], keyless, AllTables: false) });
        }

        await using var other = (TContext)Activator.CreateInstance(typeof(TContext), options)!;
        return (await backups.CreateAsync(other)).File;
    }

    protected override TestDatabase Make(int number) => _sqlite.CreateDatabase();

    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        _sqlite.Dispose();
    }
}
