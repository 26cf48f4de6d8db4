using System.Data;
using Greenhouse.EfBackup.Databases.PostgreSql.Catalog;
using Greenhouse.EfBackup.Databases.PostgreSql.Connecting;
using Greenhouse.EfBackup.Databases.PostgreSql.Reading;
using Greenhouse.EfBackup.Databases.PostgreSql.Writing;
using Greenhouse.EfBackup.Format;
using Greenhouse.EfBackup.Protocol;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Greenhouse.EfBackup.Databases.PostgreSql;

/// <summary>A PostgreSQL database, opened by the context's own connection so that its interceptors (tokens, SET ROLE) take part.</summary>
internal sealed class PostgreSqlDatabase : IDatabase
{
    private const int OldestServed = 12;

    // Tables that are made while others are being locked need another round.
    private const int LockRounds = 5;

    // The server itself would wait for ever.
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(30);
    private readonly DbContext _context;
    private readonly PostgreSqlSession _session;
    private readonly PostgreSqlReaders _readers;
    private readonly TimeSpan _lockTimeout;
    private bool _changing;
    private bool _disposed;

    private PostgreSqlDatabase(DbContext context, NpgsqlConnection connection, DatabaseSettings settings)
    {
        (_context, _lockTimeout, Name) = (context, settings.LockTimeout ?? _patience, connection.Database);
        _session = new PostgreSqlSession(connection, context);
        _readers = new PostgreSqlReaders(context, connection, settings.Readers, _lockTimeout);
    }

    public string Name { get; }

    public StringComparer Names => StringComparer.Ordinal;

    /// <exception cref="EfBackupException">The server or the database is not there, or refuses.</exception>
    public static Task<PostgreSqlDatabase> OpenAsync(DbContext context, DatabaseSettings settings, CancellationToken cancellation)
    {
        var connection = (NpgsqlConnection)context.Database.GetDbConnection();
        return PostgreSqlErrors.GuardAsync(
            connection.Database,
            async () =>
            {
                var isOurs = connection.State == ConnectionState.Closed;
                await OpenConnectionAsync(context, connection.Database, cancellation);
                await RefuseAsync(context, connection, isOurs, cancellation);
                var database = new PostgreSqlDatabase(context, connection, settings);
                await database._session.TryWatchAsync(cancellation);
                return database;
            },
            cancellation);
    }

    /// <summary>What fails ends the transaction.</summary>
    public async Task<T> GuardAsync<T>(Func<Task<T>> action, CancellationToken cancellation)
    {
        try
        {
            return await PostgreSqlLocks.Reading.GuardAsync(_session, Name, action, cancellation);
        }
        catch
        {
            await _session.RollBackAsync();
            throw;
        }
    }

    public Task<ISnapshot> OpenSnapshotAsync(CancellationToken cancellation)
        => GuardAsync<ISnapshot>(
            async () =>
            {
                if (_changing)
                {
                    return new PostgreSqlSnapshot(_session, readers: null, Name, () => Task.CompletedTask);
                }

                await LockForReadingAsync("READ ONLY", cancellation);
                return new PostgreSqlSnapshot(_session, _readers, Name, _session.RollBackAsync);
            },
            cancellation);

    /// <summary>Only a transaction that may write makes temporary tables.</summary>
    public Task<ISelectingSnapshot> OpenSelectionAsync(CancellationToken cancellation)
        => GuardAsync<ISelectingSnapshot>(
            async () =>
            {
                await LockForReadingAsync("READ WRITE", cancellation);
                return new PostgreSqlSnapshot(_session, readers: null, Name, _session.RollBackAsync);
            },
            cancellation);

    public Task<IRestoreTransaction> BeginRestoreAsync(IReadOnlyList<TableDescription> tables, CancellationToken cancellation)
        => GuardAsync(() => PostgreSqlRestoreTransaction.BeginAsync(_session, Name, tables, _changing ? null : _lockTimeout, cancellation), cancellation);

    public Task<ISchemaChange> BeginSchemaChangeAsync(IReadOnlyList<TableDescription> tables, CancellationToken cancellation)
        => GuardAsync<ISchemaChange>(
            async () =>
            {
                var own = await PostgreSqlApplicationSettings.ReadAsync(_session, cancellation);
                // The same transaction as a restore has, with the same locks.
                var transaction = await PostgreSqlRestoreTransaction.BeginAsync(_session, Name, tables, _lockTimeout, cancellation);
                _changing = true;
                return new PostgreSqlSchemaChange(this, _context, _session, transaction, own, () => _changing = false);
            },
            cancellation);

    public async ValueTask DisposeAsync()
    {
        // Once: the application may have opened the connection too.
        if (!_disposed)
        {
            _disposed = true;
            await _context.Database.CloseConnectionAsync();
        }
    }

    private static async Task OpenConnectionAsync(DbContext context, string database, CancellationToken cancellation)
    {
        try
        {
            await context.Database.OpenConnectionAsync(cancellation);
        }
        catch (Exception exception) when (PostgreSqlErrors.TranslateOpening(exception, database, cancellation) is { } known)
        {
            throw known;
        }
    }

    /// <summary>The application's own connection is given back, whatever is wrong with it.</summary>
    private static async Task RefuseAsync(DbContext context, NpgsqlConnection connection, bool isOurs, CancellationToken cancellation)
    {
        try
        {
            RefuseOld(connection);
            if (!isOurs)
            {
                await RefuseTransactionAsync(connection, cancellation);
            }
        }
        catch
        {
            await context.Database.CloseConnectionAsync();
            throw;
        }
    }

    /// <summary>The driver knows whether there is one, and says so to whoever begins another.</summary>
    private static async Task RefuseTransactionAsync(NpgsqlConnection connection, CancellationToken cancellation)
    {
        try
        {
            await using var another = await connection.BeginTransactionAsync(cancellation);
        }
        catch (InvalidOperationException)
        {
            throw SurroundingTransaction.OfConnection(connection.Database);
        }
    }

    private static void RefuseOld(NpgsqlConnection connection)
    {
        if (connection.PostgreSqlVersion.Major < OldestServed)
        {
            throw new EfBackupException(
                ErrorCode.DatabaseFailed,
                $"the server of {connection.Database} is PostgreSQL {connection.PostgreSqlVersion}",
                $"PostgreSQL {OldestServed} and later are served; update the server, or back it up with its own pg_dump");
        }
    }

    /// <summary>
    /// All tables are locked before the transaction's state is fixed: TRUNCATE and some forms of ALTER TABLE empty a table even for those who began
    /// before (https://www.postgresql.org/docs/current/mvcc-caveats.html). What was made between the listing and the locks is seen by listing again.
    /// </summary>
    /// <param name="access"><c>READ ONLY</c> or <c>READ WRITE</c>.</param>
    private async Task LockForReadingAsync(string access, CancellationToken cancellation)
    {
        var seen = await PostgreSqlCatalog.ListAsync(_session, cancellation);
        for (var round = 0; ; round++)
        {
            var readable = seen.Where(table => table.Readable).Select(table => table.Rows).ToArray();
            var locks = readable.Length > 0 ? $"LOCK TABLE {string.Join(", ", readable)} IN ACCESS SHARE MODE;" : "";
            try
            {
                await _session.BeginAsync($"ISOLATION LEVEL REPEATABLE READ {access}", _lockTimeout, cancellation, last: locks);
            }
            catch (PostgresException exception) when (exception.SqlState == PostgresErrorCodes.UndefinedTable && round < LockRounds)
            {
                // One was dropped meanwhile.
                await _session.RollBackAsync();
                seen = await PostgreSqlCatalog.ListAsync(_session, cancellation);
                continue;
            }

            var now = await PostgreSqlCatalog.ListAsync(_session, cancellation);
            if (now.Select(table => table.Oid).ToHashSet().SetEquals(seen.Select(table => table.Oid)) || round >= LockRounds)
            {
                return;
            }

            await _session.RollBackAsync();
            seen = now;
        }
    }
}
