using System.Reflection;
using Greenhouse.EfBackup.Databases;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;

namespace Greenhouse.EfBackup.Operations;

/// <summary>Puts a seed where EF Core 9 and later seed. The library is compiled against EF Core 8, which has no such place, so that it is found by name.</summary>
internal static class SeedingHook
{
    // Of DbContextOptionsBuilder, and the properties of CoreOptionsExtension that hold what they were given.
    private static readonly (string Method, string Property) _sync = ("UseSeeding", "Seeder");
    private static readonly (string Method, string Property) _async = ("UseAsyncSeeding", "AsyncSeeder");

    /// <exception cref="NotSupportedException">EF Core has no such place.</exception>
    public static void Add(DbContextOptionsBuilder builder, string path, EfBackupSeedOptions options)
    {
        var (before, beforeAsync) = (Set<Action<DbContext, bool>>(builder, _sync.Property), Set<Func<DbContext, bool, CancellationToken, Task>>(builder, _async.Property));
        Use<Action<DbContext, bool>>(builder, typeof(DbContextOptionsBuilder), (context, changed) =>
        {
            before?.Invoke(context, changed);
            SeedAsync(context, path, options, CancellationToken.None).GetAwaiter().GetResult();
        });
        Use<Func<DbContext, bool, CancellationToken, Task>>(builder, typeof(DbContextOptionsBuilder), async (context, changed, cancellation) =>
        {
            if (beforeAsync is not null)
            {
                await beforeAsync(context, changed, cancellation).ConfigureAwait(false);
            }

            await SeedAsync(context, path, options, cancellation).ConfigureAwait(false);
        });
    }

    /// <summary>Gives a builder what it is to seed with.</summary>
    /// <param name="type">The type that declares the method for it.</param>
    /// <exception cref="NotSupportedException">It declares none.</exception>
    public static void Use<TSeed>(DbContextOptionsBuilder builder, Type type, TSeed seed)
        where TSeed : Delegate
    {
        var name = typeof(TSeed) == typeof(Action<DbContext, bool>) ? _sync.Method : _async.Method;
        var method = type.GetMethod(name, BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly, [typeof(TSeed)])
            ?? throw new NotSupportedException(
                $"EF Core {LibraryVersion.Of(typeof(DbContext).Assembly)} has no {name}, which came with 9.0: call context.Database.{nameof(EfBackupDatabaseExtensions.SeedAsync)}(\"...\") after EnsureCreated or Migrate in place of {nameof(EfBackupDbContextOptionsExtensions.UseBackupSeeding)}.");
        method.Invoke(builder, [seed]);
    }

    private static TSeed? Set<TSeed>(DbContextOptionsBuilder builder, string property)
        where TSeed : Delegate
        => builder.Options.FindExtension<CoreOptionsExtension>() is { } core ? typeof(CoreOptionsExtension).GetProperty(property)?.GetValue(core) as TSeed : null;

    private static async Task SeedAsync(DbContext context, string path, EfBackupSeedOptions options, CancellationToken cancellation)
    {
        try
        {
            await LibraryDoor.RunWithinAsync(
                context.Database,
                async (own, listener) =>
                {
                    await new SeedCall(own, options, listener).RunInMigrationAsync(path, cancellation);
                    return 0;
                }).ConfigureAwait(false);
        }
        catch when (context.Database.ProviderName == SupportedDatabases.Sqlite && context.Database.CurrentTransaction is { } transaction)
        {
            // EF Core gives its lock back within the transaction of the seeds, which it then rolls back: the lock's row would come back, and every later migration wait for it for ever.
            await transaction.RollbackAsync(CancellationToken.None).ConfigureAwait(false);
            throw;
        }
    }
}
