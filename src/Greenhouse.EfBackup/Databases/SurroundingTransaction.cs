using System.Transactions;
using Microsoft.EntityFrameworkCore;

namespace Greenhouse.EfBackup.Databases;

/// <summary>A transaction of the application's own: inside of it nothing could be read that stays, or be changed that is not somebody else's to take back.</summary>
internal static class SurroundingTransaction
{
    /// <param name="isAmbient">One was under way where the application called.</param>
    public static bool IsUnderWay(DbContext context, bool isAmbient) => isAmbient || context.Database.CurrentTransaction is not null || context.Database.GetEnlistedTransaction() is not null;
}
