using System.Transactions;
using Greenhouse.EfBackup.Protocol;
using Microsoft.EntityFrameworkCore;

namespace Greenhouse.EfBackup.Databases;

/// <summary>A transaction of the application's own: inside of it nothing could be read that stays, or be changed that is not somebody else's to take back.</summary>
internal static class SurroundingTransaction
{
    /// <summary>One that was begun on the connection itself, so that EF knows nothing of it.</summary>
    public static EfBackupException OfConnection(string database)
        => new(ErrorCode.ConnectionInUse, $"a transaction is under way on the connection to {database}", "commit or roll it back first, or use another connection; nothing was changed");

    /// <param name="isAmbient">One was under way where the application called.</param>
    public static bool IsUnderWay(DbContext context, bool isAmbient) => isAmbient || context.Database.CurrentTransaction is not null || context.Database.GetEnlistedTransaction() is not null;
}
