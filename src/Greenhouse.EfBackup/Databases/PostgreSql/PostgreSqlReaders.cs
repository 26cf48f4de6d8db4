using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Greenhouse.EfBackup.Databases.PostgreSql;

/// <summary>
/// More connections that see the state of the first one (https://www.postgresql.org/docs/current/functions-admin.html#FUNCTIONS-SNAPSHOT-SYNCHRONIZATION). They
/// are clones of it, since the driver no longer shows its password once it is open; connection interceptors take part.
/// </summary>
internal sealed class PostgreSqlReaders(DbContext context, NpgsqlConnection connection, int readers, TimeSpan lockTimeout)
{
    /// <summary>More than one may read.</summary>
    public bool AreSeveral => readers > 1;

    /// <param name="first">The session whose state it is; it reads too.</param>
    /// <param name="most">How many are of use, the first one included.</param>
    /// <returns>The others. Fewer than allowed where the server has no connection left: they save time and nothing else.</returns>
    public async Task<IReadOnlyList<PostgreSqlSession>> OpenAsync(PostgreSqlSession first, int most, CancellationToken cancellation)
    {
        var sessions = new List<PostgreSqlSession>();
        var snapshot = (await first.QueryAsync("SELECT pg_catalog.pg_export_snapshot(), pg_catalog.current_setting('search_path')", row => (Id: row.GetString(0), Path: row.GetString(1)), cancellation))[0];
        try
        {
            while (sessions.Count + 1 < Math.Min(readers, most))
            {
                sessions.Add(await OpenAsync(first, snapshot.Id, snapshot.Path, cancellation));
            }
        }
        catch (PostgresException exception) when (exception.SqlState == PostgresErrorCodes.TooManyConnections)
        {
        }
        catch
        {
            await CloseAsync(sessions);
            throw;
        }

        return sessions;
    }

    public static async Task CloseAsync(IEnumerable<PostgreSqlSession> sessions)
    {
        foreach (var session in sessions)
        {
            await session.RollBackAsync();
            await session.Connection.DisposeAsync();
        }
    }

    private async Task<PostgreSqlSession> OpenAsync(PostgreSqlSession first, string snapshot, string searchPath, CancellationToken cancellation)
    {
        var clone = (NpgsqlConnection)((ICloneable)connection).Clone();
        var session = new PostgreSqlSession(clone, first);
        try
        {
            await ConnectionInterception.OpenAsync(context, clone, cancellation);
            await session.BeginAsync(
                "ISOLATION LEVEL REPEATABLE READ READ ONLY",
                lockTimeout,
                cancellation,
                first: $"SET TRANSACTION SNAPSHOT {PostgreSqlNames.Text(snapshot)}; SELECT pg_catalog.set_config('search_path', {PostgreSqlNames.Text(searchPath)}, true);");
            return session;
        }
        catch
        {
            await clone.DisposeAsync();
            throw;
        }
    }
}
