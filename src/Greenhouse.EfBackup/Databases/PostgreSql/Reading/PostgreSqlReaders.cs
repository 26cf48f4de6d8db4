using Greenhouse.EfBackup.Databases.PostgreSql.Catalog;
using Greenhouse.EfBackup.Databases.PostgreSql.Connecting;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Greenhouse.EfBackup.Databases.PostgreSql.Reading;

/// <summary>
/// More connections that see the state of the first one (https://www.postgresql.org/docs/current/functions-admin.html#FUNCTIONS-SNAPSHOT-SYNCHRONIZATION). They
/// are clones of it, since the driver no longer shows its password once it is open; connection interceptors take part.
/// </summary>
internal sealed class PostgreSqlReaders(DbContext context, NpgsqlConnection connection, int readers, TimeSpan lockTimeout)
{
    // What the first session holds is to be had at once, unless somebody waits for it to let go: who came after him would wait for both.
    private const string Impatience = "SET LOCAL lock_timeout = '100ms'";
    private const int TablesAtOnce = 100;

    /// <summary>A pool that is empty is waited for, and here for nobody but us.</summary>
    private int PoolSize => new NpgsqlConnectionStringBuilder(connection.ConnectionString) is { Pooling: true } settings ? settings.MaxPoolSize : int.MaxValue;

    /// <summary>More than one may read.</summary>
    public bool AreSeveral => readers > 1;

    /// <param name="first">The session whose state it is; it reads too.</param>
    /// <param name="most">How many are of use, the first one included.</param>
    /// <param name="tables">What will be read.</param>
    /// <returns>The others. Fewer than allowed where the server has no connection left, or somebody waits for a table: they save time and nothing else.</returns>
    public async Task<IReadOnlyList<PostgreSqlSession>> OpenAsync(PostgreSqlSession first, int most, IEnumerable<PostgreSqlTable> tables, CancellationToken cancellation)
    {
        var sessions = new List<PostgreSqlSession>();
        var locks = string.Concat(tables.Chunk(TablesAtOnce).Select(some => $"EXPLAIN (COSTS OFF) {string.Join(" UNION ALL ", some.Select(table => $"SELECT 1 FROM {table.Rows}"))};"));
        var snapshot = (await first.QueryAsync("SELECT pg_catalog.pg_export_snapshot(), pg_catalog.current_setting('search_path')", row => (Id: row.GetString(0), Path: row.GetString(1)), cancellation))[0];
        try
        {
            while (sessions.Count + 1 < Math.Min(Math.Min(readers, most), PoolSize))
            {
                sessions.Add(await OpenAsync(first, snapshot.Id, snapshot.Path, locks, cancellation));
            }
        }
        catch (NpgsqlException) when (!cancellation.IsCancellationRequested)
        {
            // If there is more to it than that, the first session meets it too.
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
            await session.CloseAsync();
        }
    }

    /// <param name="locks">Statements that take all locks of reading, those of indexes included, which LOCK TABLE would not.</param>
    private async Task<PostgreSqlSession> OpenAsync(PostgreSqlSession first, string snapshot, string searchPath, string locks, CancellationToken cancellation)
    {
        var clone = (NpgsqlConnection)((ICloneable)connection).Clone();
        var session = new PostgreSqlSession(clone, context, first);
        try
        {
            await ConnectionInterception.OpenAsync(context, clone, cancellation);
            await session.BeginAsync(
                "ISOLATION LEVEL REPEATABLE READ READ ONLY",
                lockTimeout,
                cancellation,
                first: $"SET TRANSACTION SNAPSHOT {PostgreSqlNames.Text(snapshot)}; {Impatience}; {locks} SELECT pg_catalog.set_config('search_path', {PostgreSqlNames.Text(searchPath)}, true);");
            return session;
        }
        catch
        {
            await clone.DisposeAsync();
            throw;
        }
    }
}
