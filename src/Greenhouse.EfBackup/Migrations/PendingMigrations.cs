using Greenhouse.EfBackup.Schema;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.EntityFrameworkCore.Storage;

namespace Greenhouse.EfBackup.Migrations;

/// <summary>What a call of the migrator will do to a database: which migrations it takes back, and which it applies afterwards.</summary>
/// <param name="Reverted">Applied ones that come after the target, newest first.</param>
/// <param name="Applied">Pending ones up to the target, in order.</param>
internal sealed record PendingMigrations(IReadOnlyList<string> Reverted, IReadOnlyList<string> Applied)
{
    public bool Any => Reverted.Count + Applied.Count > 0;

    /// <summary>The migration that touches the database first; a backup from before this call is named after it.</summary>
    public string First => Reverted.Count > 0 ? Reverted[0] : Applied[0];

    /// <summary>What happens to <see cref="First"/>, in a sentence: <c>before AddTunnels</c>.</summary>
    public string Before => $"before {NameOf(First)}{(Reverted.Count > 0 ? " is taken back" : "")}";

    /// <summary>Asks what is asked anyway when migrating: whether the database is there, and its history.</summary>
    /// <param name="context">The application's context.</param>
    /// <param name="target">The migration to go to, by id or name; <c>0</c> for none of them, null for the last one.</param>
    /// <returns>Null where there is no database.</returns>
    public static async Task<PendingMigrations?> FindAsync(DbContext context, string? target, CancellationToken cancellation)
    {
        if (context.Database.GetDbConnection().State != System.Data.ConnectionState.Open && !await context.GetService<IRelationalDatabaseCreator>().ExistsAsync(cancellation))
        {
            return null;
        }

        // None where there is no history.
        var applied = await context.GetService<IHistoryRepository>().GetAppliedMigrationsAsync(cancellation);
        return Of(context, [.. applied.Select(row => row.MigrationId)], target);
    }

    /// <summary>The rules of EF's own migrator.</summary>
    private static PendingMigrations Of(DbContext context, IReadOnlyList<string> applied, string? target)
    {
        var history = MigrationHistory.Of(context, applied);
        var last = string.IsNullOrEmpty(target) ? history.Known is [.., var newest] ? newest : null : target == Migration.InitialDatabase ? target : context.GetService<IMigrationsAssembly>().FindMigrationId(target);
        // Where there is no such migration, EF will say so.
        var route = last is null ? [] : history.RouteTo(last);
        return new PendingMigrations([.. route.Where(applied.Contains)], [.. route.Except(applied)]);
    }

    /// <summary>Without the time that an id begins with.</summary>
    private static string NameOf(string id) => id.Split('_', 2) is [var time, var name] && time.All(char.IsAsciiDigit) ? name : id;
}
