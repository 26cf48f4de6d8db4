using System.Data;
using System.Transactions;
using Greenhouse.EfBackup.Databases;
using Greenhouse.EfBackup.Protocol;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Storage;

namespace Greenhouse.EfBackup.Operations;

/// <summary>
/// The door that code comes in by: operations run on a thread of their own, since parts of them wait for disks and other threads, and so that nobody's synchronization
/// context is ever waited for.
/// </summary>
internal static class LibraryDoor
{
    /// <param name="facade">Whose database it is.</param>
    /// <param name="alone">Other connections must be able to work, so that the context's own must not be open.</param>
    /// <param name="work">The operation.</param>
    /// <exception cref="EfBackupException">It failed, or a transaction is under way.</exception>
    public static Task<T> RunAsync<T>(DatabaseFacade facade, IProgress<EfBackupProgress>? report, bool alone, Func<DbContext, Listener, Task<T>> work)
        => RunAsync(facade, report, (context, isAmbient) => Refuse(context, isAmbient, alone), work);

    /// <summary>The same for what takes part in the transaction that the context has begun.</summary>
    public static Task<T> RunWithinAsync<T>(DatabaseFacade facade, Func<DbContext, Listener, Task<T>> work) => RunAsync(facade, report: null, RefuseAmbient, work);

    private static async Task<T> RunAsync<T>(DatabaseFacade facade, IProgress<EfBackupProgress>? report, Action<DbContext, bool> refuse, Func<DbContext, Listener, Task<T>> work)
    {
        var context = ((IDatabaseFacadeDependenciesAccessor)facade).Context;
        var listener = new Listener(new OperationLog(context), report);
        // Here, for another thread has other transactions.
        var isInTransaction = Transaction.Current is not null;
        try
        {
            return await OwnThread.Run(() =>
            {
                refuse(context, isInTransaction);
                return work(context, listener).GetAwaiter().GetResult();
            }).ConfigureAwait(false);
        }
        catch (EfBackupException exception)
        {
            var known = Renamed(exception, listener.Named);
            listener.Log.Failed(known);
            throw known;
        }
    }

    /// <summary>What such a backup held might yet be rolled back, and a restore could not be taken back by itself.</summary>
    private static void Refuse(DbContext context, bool isInTransaction, bool alone)
    {
        // What is not relational is refused when it is opened.
        if (!context.Database.IsRelational())
        {
            return;
        }

        if (SurroundingTransaction.IsUnderWay(context, isInTransaction))
        {
            throw new EfBackupException(ErrorCode.ConnectionInUse, $"a transaction of {context.GetType().Name} is under way", "commit or roll it back first, or use another instance of the context; nothing was changed");
        }

        if (alone && context.Database.GetDbConnection().State != ConnectionState.Closed)
        {
            throw new EfBackupException(
                ErrorCode.ConnectionInUse, $"the connection of {context.GetType().Name} is open, and this takes other connections to the database", "close it first, or use another instance of the context; nothing was changed");
        }
    }

    /// <summary>Another thread does the work, and has no part in the caller's own.</summary>
    private static void RefuseAmbient(DbContext context, bool isAmbient)
    {
        if (isAmbient || (context.Database.IsRelational() && context.Database.GetEnlistedTransaction() is not null))
        {
            throw new EfBackupException(ErrorCode.ConnectionInUse, $"an ambient transaction of {context.GetType().Name} is under way", "begin one with context.Database.BeginTransaction() in its place; nothing was changed");
        }
    }

    private static EfBackupException Renamed(EfBackupException exception, Func<string, string> named)
        => named(exception.Message) == exception.Message ? exception
            : new EfBackupException(exception.ErrorCode, named(exception.Message), exception.Help, [.. exception.Details.Select(named)], exception);

    public static DatabaseSettings Settings(TimeSpan? lockTimeout, int? parallel = null)
        => DatabaseSettings.Default with { LockTimeout = lockTimeout, Readers = parallel ?? DatabaseSettings.Default.Readers };
}
