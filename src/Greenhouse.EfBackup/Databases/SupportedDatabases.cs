using System.Runtime.CompilerServices;
using Greenhouse.EfBackup.Protocol;
using Microsoft.EntityFrameworkCore;

namespace Greenhouse.EfBackup.Databases;

/// <summary>The kinds of databases that are served, by the name of their EF Core provider. A kind's types load only when it is in use.</summary>
internal static class SupportedDatabases
{
    public const string Sqlite = "Microsoft.EntityFrameworkCore.Sqlite";
    public const string InMemory = "Microsoft.EntityFrameworkCore.InMemory";
    private const string PostgreSql = "Npgsql.EntityFrameworkCore.PostgreSQL";

    /// <exception cref="EfBackupException">The provider is none of those that tests prove, or the database can't be opened.</exception>
    public static async Task<IDatabase> OpenAsync(DbContext context, DatabaseSettings settings, CancellationToken cancellation)
    {
        if (!context.Database.IsRelational())
        {
            return Entities.EntityDatabase.Open(context);
        }

        Func<DbContext, DatabaseSettings, CancellationToken, Task<IDatabase>> open = context.Database.ProviderName switch
        {
            Sqlite => OpenSqliteAsync,
            PostgreSql => OpenPostgreSqlAsync,
            var other => throw NotSupported(other),
        };

        // EF builds its model at the first look at it, which takes about as long as opening a connection; and opening looks at none.
        var building = Task.Run(() => context.Model.GetRelationalModel(), cancellation);
        IDatabase database;
        try
        {
            database = await open(context, settings, cancellation);
        }
        finally
        {
            // Nobody may dispose of the context meanwhile; and what the database says comes before what the model says.
            await Task.WhenAny(building);
        }

        try
        {
            await building;
            return database;
        }
        catch
        {
            await database.DisposeAsync();
            throw;
        }
    }

    /// <summary>Opens the database for the rows of a seed, in the transaction of the context where one is under way.</summary>
    /// <exception cref="EfBackupException">The provider is none of those that tests prove, or the database can't be opened.</exception>
    public static Task<ISeedStore> OpenSeedStoreAsync(DbContext context, CancellationToken cancellation)
        => context.Database.ProviderName switch
        {
            Sqlite => SeedSqliteAsync(context, cancellation),
            PostgreSql => SeedPostgreSqlAsync(context, cancellation),
            _ when !context.Database.IsRelational() => Entities.EntitySeedStore.OpenAsync(context, cancellation),
            var other => throw NotSupported(other),
        };

    /// <summary>How identifiers compare in the databases of a provider.</summary>
    public static StringComparer NamesOf(string provider) => provider == Sqlite ? Databases.Sqlite.SqliteNameComparer.Instance : StringComparer.Ordinal;

    /// <summary>Keeps other processes that ask for the same out, until what is returned is disposed or this process ends.</summary>
    /// <param name="context">Its database exists.</param>
    /// <param name="what">What the lock is for.</param>
    /// <param name="patience">How long another process is waited for.</param>
    /// <returns>Null where no other process can reach the database, or nothing is known of its kind.</returns>
    /// <exception cref="EfBackupException">Another one held it all the time, or the lock can't be made.</exception>
    public static Task<IAsyncDisposable?> LockAsync(DbContext context, ProcessLock what, TimeSpan patience, CancellationToken cancellation)
        => context.Database.ProviderName switch
        {
            Sqlite => LockSqliteAsync(context, what, patience, cancellation),
            PostgreSql => LockPostgreSqlAsync(context, what, patience, cancellation),
            _ => Task.FromResult<IAsyncDisposable?>(null),
        };

    /// <summary>Makes an empty database beside the one of the context, and has the context work on it until it is disposed.</summary>
    /// <param name="context">Its connection is closed.</param>
    /// <param name="folder">Where a database that is a file is to lie.</param>
    /// <param name="left">Told of what could not be removed in the end, and why.</param>
    /// <exception cref="EfBackupException">None can be made.</exception>
    public static Task<IScratchDatabase> MakeScratchAsync(DbContext context, string folder, Action<string, Exception> left, CancellationToken cancellation)
    {
        NotRelational.Refuse(context, "a rehearsal restores into a database of its own that it makes");
        return context.Database.ProviderName == Sqlite ? MakeSqliteAsync(context, folder, left) : MakePostgreSqlAsync(context, left, cancellation);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static async Task<IScratchDatabase> MakeSqliteAsync(DbContext context, string folder, Action<string, Exception> left)
        => await Databases.Sqlite.SqliteScratch.MakeAsync(context, folder, left);

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static async Task<IScratchDatabase> MakePostgreSqlAsync(DbContext context, Action<string, Exception> left, CancellationToken cancellation)
        => await Databases.PostgreSql.Writing.PostgreSqlScratch.MakeAsync(context, left, cancellation);

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static async Task<IDatabase> OpenSqliteAsync(DbContext context, DatabaseSettings settings, CancellationToken cancellation)
        => await Databases.Sqlite.SqliteDatabase.OpenAsync(context, settings, cancellation);

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static async Task<IDatabase> OpenPostgreSqlAsync(DbContext context, DatabaseSettings settings, CancellationToken cancellation)
        => await Databases.PostgreSql.PostgreSqlDatabase.OpenAsync(context, settings, cancellation);

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static Task<ISeedStore> SeedSqliteAsync(DbContext context, CancellationToken cancellation) => Databases.Sqlite.SqliteSeedStore.OpenAsync(context, cancellation);

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static Task<ISeedStore> SeedPostgreSqlAsync(DbContext context, CancellationToken cancellation) => Databases.PostgreSql.Writing.PostgreSqlSeedStore.OpenAsync(context, cancellation);

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static async Task<IAsyncDisposable?> LockSqliteAsync(DbContext context, ProcessLock what, TimeSpan patience, CancellationToken cancellation)
        => await Databases.Sqlite.SqliteProcessLock.TakeAsync(context, what, patience, cancellation);

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static async Task<IAsyncDisposable?> LockPostgreSqlAsync(DbContext context, ProcessLock what, TimeSpan patience, CancellationToken cancellation)
        => await Databases.PostgreSql.Connecting.PostgreSqlProcessLock.TakeAsync(context, what, patience, cancellation);

    private static EfBackupException NotSupported(string? provider)
        => new(ErrorCode.ProviderNotSupported, $"the database provider {provider} is not supported", $"supported are {Sqlite}, {PostgreSql} and, in code, providers that are not relational; back other databases up with their own tools");
}
