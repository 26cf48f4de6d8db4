using Npgsql;

namespace Greenhouse.EfBackup.Databases.PostgreSql;

/// <summary>Who is in the way: the locks that keep us out (https://www.postgresql.org/docs/current/explicit-locking.html), and whose they are.</summary>
internal sealed class PostgreSqlLocks
{
    /// <summary>ACCESS SHARE waits for one mode only.</summary>
    public static readonly PostgreSqlLocks Reading = new("l.mode = 'AccessExclusiveLock'");

    /// <summary>ACCESS EXCLUSIVE waits for every other.</summary>
    public static readonly PostgreSqlLocks Changing = new("true");

    private const int Most = 5;
    private readonly string _query;

    private PostgreSqlLocks(string condition)
    {
        _query = $"""
            SELECT DISTINCT ON (a.pid) c.relname::text, a.pid, coalesce(a.usename::text, '?'), a.application_name, coalesce(a.state, '?'), l.mode,
                   coalesce(extract(epoch FROM pg_catalog.clock_timestamp() - a.xact_start)::int8, 0)
            FROM pg_catalog.pg_locks l
            JOIN pg_catalog.pg_class c ON c.oid = l.relation JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
            JOIN pg_catalog.pg_stat_activity a ON a.pid = l.pid
            WHERE l.granted AND l.locktype = 'relation' AND l.database = (SELECT oid FROM pg_catalog.pg_database WHERE datname = pg_catalog.current_database())
              AND c.relkind IN ('r', 'p') AND n.nspname NOT IN ('pg_catalog', 'information_schema', 'pg_toast') AND l.pid <> pg_catalog.pg_backend_pid() AND {condition}
            ORDER BY a.pid, c.relname
            LIMIT {Most}
            """;
    }

    /// <summary>The same error, with those who hold locks now.</summary>
    public async Task<EfBackupException> NameHoldersAsync(PostgreSqlSession session, EfBackupException exception, CancellationToken cancellation)
    {
        try
        {
            var holders = await session.QueryAsync(
                _query,
                row => $"{row.GetString(0)}: process {row.GetInt32(1)} of {row.GetString(2)}{(row.GetString(3).Length > 0 ? $" ({row.GetString(3)})" : "")}, {row.GetString(4)}, holds {row.GetString(5)}, its transaction is {row.GetInt64(6)} s old",
                cancellation);
            return holders.Count == 0 ? exception : new EfBackupException(exception.ErrorCode, exception.Message, exception.Help, holders, exception);
        }
        catch (NpgsqlException)
        {
            // Who holds it is beside the point when nothing can be asked any more.
            return exception;
        }
    }
}
