using Greenhouse.EfBackup.Sqlite.Tests;
using Microsoft.EntityFrameworkCore;
using Xunit;
using Garden = Greenhouse.EfBackup.Specification.GardenModel;
using Shop = Greenhouse.EfBackup.Specification.ShopModel;

namespace Greenhouse.EfBackup.InMemory.Tests;

/// <summary>Databases in memory, a SQLite file where one is wanted, and a folder.</summary>
public abstract class EntityTest : IDisposable
{
    private readonly SqliteFixture _sqlite = new();

    protected string Folder => _sqlite.Folder;

    protected string File => Path.Combine(Folder, "backup.json");

    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    protected virtual void Dispose(bool disposing) => _sqlite.Dispose();

    /// <summary>A database in memory, with the rows that are put in.</summary>
    private protected static Func<TContext> Memory<TContext>(Action<TContext>? fill = null, Action<DbContextOptionsBuilder>? configure = null)
        where TContext : DbContext
    {
        var builder = new DbContextOptionsBuilder<TContext>().UseInMemoryDatabase(Guid.NewGuid().ToString());
        configure?.Invoke(builder);
        return Filled(() => (TContext)Activator.CreateInstance(typeof(TContext), builder.Options)!, fill);
    }

    /// <summary>The same in a SQLite file.</summary>
    private protected Func<TContext> Sqlite<TContext>(Action<TContext>? fill = null)
        where TContext : DbContext
        => Filled(_sqlite.CreateDatabase().Open<TContext>, fill);

    private protected static async Task<EfBackupException> RefusedAsync(string code, Func<Task> operation)
    {
        var exception = await Assert.ThrowsAsync<EfBackupException>(operation);
        Assert.Equal(code, exception.Code);
        return exception;
    }

    private protected async Task BackUpAsync<TContext>(Func<TContext> database)
        where TContext : DbContext
    {
        await using var context = database();
        await context.Database.BackupAsync(File);
    }

    private protected async Task<EfBackupRestoreResult> RestoreAsync<TContext>(Func<TContext> database, EfBackupRestoreMode mode = EfBackupRestoreMode.Replace)
        where TContext : DbContext
    {
        await using var context = database();
        return await context.Database.RestoreAsync(File, new() { Mode = mode, SafetyBackup = false });
    }

    private protected static string[] Orders(Func<Shop.Context> open)
    {
        using var context = open();
        return [.. context.Orders.OrderBy(row => row.Id).Select(row => $"{row.Id} {row.CustomerId} {row.Text}")];
    }

    private protected static string[] Garden(Func<Garden.Context> open)
    {
        using var context = open();
        return
        [
            .. context.Houses.OrderBy(row => row.Name).AsEnumerable().Select(row => FormattableString.Invariant($"{row.Name} {row.Area:0.00} {row.BuiltOn:O} {row.State} {row.MainId is null}")),
            .. context.Sensors.OrderBy(row => row.Kind).AsEnumerable().Select(row => FormattableString.Invariant($"{row.Kind} {row.InstalledAt:s} {string.Join(',', row.Tags)} {row.Every} {Convert.ToHexString(row.Secret ?? [])} {row.Limits?.Lowest} {row.Limits?.Unit}")),
            .. context.Plants.OrderBy(row => row.Id).AsEnumerable().Select(row => FormattableString.Invariant($"{row.GetType().Name} {row.Id} {row.Name} {(row as Garden.Tree)?.Height}")),
        ];
    }

    private static Func<TContext> Filled<TContext>(Func<TContext> open, Action<TContext>? fill)
        where TContext : DbContext
    {
        using var context = open();
        context.Database.EnsureCreated();
        fill?.Invoke(context);
        context.SaveChanges();
        return open;
    }
}
