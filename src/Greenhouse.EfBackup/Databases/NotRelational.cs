using Greenhouse.EfBackup.Protocol;
using Microsoft.EntityFrameworkCore;

namespace Greenhouse.EfBackup.Databases;

/// <summary>What only a relational database can do.</summary>
internal static class NotRelational
{
    /// <exception cref="EfBackupException">The provider of the context is not relational.</exception>
    public static void Refuse(DbContext context, string what)
    {
        if (!context.Database.IsRelational())
        {
            throw Refuse($"{what}, and {context.Database.ProviderName} has no schema", "leave that away: rows are backed up, restored, merged and verified without it");
        }
    }

    public static EfBackupException Refuse(string why, string help) => new(ErrorCode.NeedsRelational, $"this takes a relational database: {why}", help);
}
