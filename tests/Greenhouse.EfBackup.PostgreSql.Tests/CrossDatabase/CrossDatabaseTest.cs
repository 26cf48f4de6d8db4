using Greenhouse.EfBackup.Protocol;
using Greenhouse.EfBackup.Specification;
using Greenhouse.EfBackup.Sqlite.Tests;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace Greenhouse.EfBackup.PostgreSql.Tests.CrossDatabase;

/// <summary>Databases of both kinds, and the engine between them.</summary>
public abstract class CrossDatabaseTest : IDisposable
{
    private readonly SqliteFixture _sqlite = new();
    private readonly PostgreSqlFixture _postgreSql = new();

    protected CrossDatabaseTest() => Backups = new Backups(_sqlite.Folder);

    private protected Backups Backups { get; }

    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    protected virtual void Dispose(bool disposing)
    {
        _sqlite.Dispose();
        _postgreSql.Dispose();
    }

    /// <summary>A SQLite database with the context's schema and rows.</summary>
    private protected SqliteTestDatabase Sqlite<TContext>(Action<TContext>? fill = null, string? sql = null)
        where TContext : DbContext
        => Fill(_sqlite.CreateDatabase(), fill, sql);

    /// <summary>A PostgreSQL database with the context's schema and rows.</summary>
    private protected PostgreSqlTestDatabase PostgreSql<TContext>(Action<TContext>? fill = null, string? sql = null)
        where TContext : DbContext
        => Fill(_postgreSql.CreateDatabase(), fill, sql);

    /// <summary>A SQLite database without tables.</summary>
    private protected SqliteTestDatabase EmptySqlite() => _sqlite.CreateDatabase();

    /// <summary>A PostgreSQL database without tables.</summary>
    private protected PostgreSqlTestDatabase EmptyPostgreSql() => _postgreSql.CreateDatabase();

    private protected async Task<string> BackUpAsync<TContext>(TestDatabase database)
        where TContext : DbContext
    {
        await using var context = database.Open<TContext>();
        return (await Backups.CreateAsync(context)).File!;
    }

    private protected async Task<RestoreResult> RestoreAsync<TContext>(TestDatabase database, string file)
        where TContext : DbContext
    {
        await using var context = database.Open<TContext>();
        return await Backups.RestoreAsync(context, file, Backups.Options(readBack: false));
    }

    /// <summary>Takes a backup of the one and restores it into the other.</summary>
    private protected async Task<RestoreResult> MoveAsync<TContext>(TestDatabase source, TestDatabase target)
        where TContext : DbContext
        => await RestoreAsync<TContext>(target, await BackUpAsync<TContext>(source));

    /// <summary>The error that moving must end with; the target is as before.</summary>
    private protected async Task<EfBackupException> RefusedAsync<TContext>(string code, TestDatabase source, TestDatabase target)
        where TContext : DbContext
    {
        var (before, schema) = (target.Dump(), target.Schema());

        var refused = await Assert.ThrowsAsync<EfBackupException>(() => MoveAsync<TContext>(source, target));

        Assert.Equal(code, refused.Code);
        before.AssertSame(target.Dump());
        Assert.Equal(schema, target.Schema());
        return refused;
    }

    private static TDatabase Fill<TDatabase, TContext>(TDatabase database, Action<TContext>? fill, string? sql)
        where TDatabase : TestDatabase
        where TContext : DbContext
    {
        using var context = database.Open<TContext>();
        context.Database.EnsureCreated();
        fill?.Invoke(context);
        context.SaveChanges();
        if (sql is not null)
        {
            database.Execute(sql);
        }

        return database;
    }
}
