using System.Globalization;
using Greenhouse.EfBackup.Databases.PostgreSql.Catalog;
using Npgsql;

namespace Greenhouse.EfBackup.Databases.PostgreSql.Connecting;

/// <summary>
/// Who is in the way: the locks that can keep us out (https://www.postgresql.org/docs/current/explicit-locking.html), and whose they are. They are asked for
/// after we have given up, since a failed transaction answers nothing: whoever came after us is not meant.
/// </summary>
internal sealed class PostgreSqlLocks
{
    /// <summary>ACCESS SHARE waits for one mode only.</summary>
    public static readonly PostgreSqlLocks Reading = new("l.mode = 'AccessExclusiveLock'", []);

    private const int Most = 5;

    private const string Inside = "(SELECT r.oid FROM unnest($1::text::oid[]) r (oid) UNION SELECT p.relid::oid FROM unnest($1::text::oid[]) r (oid), pg_catalog.pg_partition_tree(r.oid) p)";

    // A counter is set under SHARE ROW EXCLUSIVE.
    private const string Beside = $"""
        l.relation NOT IN {Inside} AND (
            EXISTS (SELECT FROM pg_catalog.pg_constraint k WHERE k.contype = 'f' AND (k.conrelid = l.relation AND k.confrelid IN {Inside} OR k.confrelid = l.relation AND k.conrelid IN {Inside}))
            OR c.relkind = 'S' AND l.mode NOT IN ('AccessShareLock', 'RowShareLock')
               AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend d WHERE d.classid = 'pg_catalog.pg_class'::regclass AND d.objid = c.oid AND d.refclassid = 'pg_catalog.pg_class'::regclass
                               AND d.deptype IN ('a', 'i') AND d.refobjid NOT IN {Inside}))
        """;

    private readonly string _query;
    private readonly IReadOnlyList<uint> _tables;

    private PostgreSqlLocks(string condition, IEnumerable<uint> tables)
    {
        _tables = [.. tables];
        _query = $"""
            SELECT DISTINCT ON (a.pid) CASE WHEN n.nspname = pg_catalog.current_schema() THEN '' ELSE n.nspname || '.' END || coalesce(t.relname || ' (index ' || c.relname || ')', c.relname),
                   a.pid, coalesce(a.usename::text, '?'), coalesce(a.application_name, ''), a.state, l.mode, extract(epoch FROM pg_catalog.clock_timestamp() - a.xact_start)::int8
            FROM pg_catalog.pg_locks l
            JOIN pg_catalog.pg_class c ON c.oid = l.relation JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
            LEFT JOIN pg_catalog.pg_index i ON i.indexrelid = c.oid LEFT JOIN pg_catalog.pg_class t ON t.oid = i.indrelid
            JOIN pg_catalog.pg_stat_activity a ON a.pid = l.pid
            WHERE l.granted AND l.locktype = 'relation' AND l.database = (SELECT oid FROM pg_catalog.pg_database WHERE datname = pg_catalog.current_database())
              AND n.nspname NOT IN ('pg_catalog', 'information_schema') AND l.pid <> pg_catalog.pg_backend_pid()
              AND coalesce(a.xact_start <= pg_catalog.clock_timestamp() - $2::text::float8 * interval '1 second', true) AND {condition}
            ORDER BY a.pid, c.relkind DESC, c.relname
            LIMIT {Most}
            """;
    }

    /// <summary>ACCESS EXCLUSIVE on these tables waits for every mode.</summary>
    public static PostgreSqlLocks On(IEnumerable<uint> tables) => new($"l.relation IN {Inside}", tables);

    /// <summary>These tables are ours already: what belongs to them, and the tables that foreign keys connect them with.</summary>
    public static PostgreSqlLocks Around(IEnumerable<uint> tables) => new(Beside, tables);

    /// <summary>Carries out something with the database; where a lock is not to be had, the transaction is given up and those who hold it are named.</summary>
    public async Task<T> GuardAsync<T>(PostgreSqlSession session, string database, Func<Task<T>> action, CancellationToken cancellation)
    {
        try
        {
            return await PostgreSqlErrors.GuardAsync(database, action, cancellation);
        }
        catch (EfBackupException exception) when (exception.InnerException is PostgresException { SqlState: PostgresErrorCodes.LockNotAvailable })
        {
            await session.RollBackAsync();
            throw new EfBackupException(exception.ErrorCode, exception.Message, exception.Help, await FindHoldersAsync(session, cancellation), exception);
        }
    }

    private async Task<IReadOnlyList<string>> FindHoldersAsync(PostgreSqlSession session, CancellationToken cancellation)
    {
        try
        {
            return await session.QueryAsync(_query, Describe, cancellation, PostgreSqlNames.Oids(_tables), session.LockTimeout.TotalSeconds.ToString(CultureInfo.InvariantCulture));
        }
        catch (NpgsqlException)
        {
            // Who holds it is beside the point when nothing can be asked any more.
            return [];
        }
    }

    /// <summary>State and age are shown to the same user and to those who may see everybody's.</summary>
    private static string Describe(NpgsqlDataReader row)
    {
        var application = row.GetString(3) is { Length: > 0 } name ? $" ({name})" : "";
        var state = row.IsDBNull(4) ? "" : $", {row.GetString(4)}";
        var age = row.IsDBNull(6) ? "" : $", its transaction is {row.GetInt64(6)} s old";
        return $"{row.GetString(0)}: process {row.GetInt32(1)} of {row.GetString(2)}{application}{state}, holds {row.GetString(5)}{age}";
    }
}
