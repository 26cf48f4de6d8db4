using System.Data;
using Greenhouse.EfBackup.Format;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using SQLitePCL;

namespace Greenhouse.EfBackup.Databases.Sqlite;

/// <summary>A SQLite file, opened by the context's own connection so that its interceptors (keys, functions, collations) take part.</summary>
internal sealed class SqliteDatabase : IDatabase
{
    // Pages in memory, in KiB: sorting and index building with SQLite's 2 MB spill too early.
    private const int CacheKilobytes = 24 << 10;
    private readonly DbContext _context;
    private readonly SqliteConnection _connection;
    private readonly DatabaseSettings _settings;
    private readonly string _connectionString;
    private long? _cacheSize;
    private CancellationTokenRegistration _interruption;
    private bool _disposed;

    private SqliteDatabase(DbContext context, SqliteConnection connection, DatabaseSettings settings, string connectionString, string? name)
    {
        (_context, _connection, _settings, _connectionString) = (context, connection, settings, connectionString);
        Name = name ?? (Path.GetFileName(connection.DataSource) is { Length: > 0 } file ? file : connection.DataSource);
    }

    public string Name { get; }

    public StringComparer Names => SqliteNameComparer.Instance;

    /// <summary>Opens the file that the context names; a missing one is an error and never made.</summary>
    /// <param name="name">What it is called, where that is not the file's name.</param>
    public static async Task<SqliteDatabase> OpenAsync(DbContext context, DatabaseSettings settings, CancellationToken cancellation, string? name = null)
    {
        var connection = (SqliteConnection)context.Database.GetDbConnection();
        var (connectionString, isOurs) = (connection.ConnectionString, connection.State == ConnectionState.Closed);
        if (isOurs)
        {
            connection.ConnectionString = Existing(connectionString);
        }

        if (settings.LockTimeout is { } patience)
        {
            // The driver counts in seconds, and takes none for no end.
            connection.DefaultTimeout = Math.Max(1, (int)Math.Ceiling(patience.TotalSeconds));
        }

        var database = new SqliteDatabase(context, connection, settings, connectionString, name);
        try
        {
            await context.Database.OpenConnectionAsync(cancellation);
            if (raw.sqlite3_get_autocommit(connection.Handle!) == 0)
            {
                throw SurroundingTransaction.OfConnection(database.Name);
            }

            // A statement that runs long (sorting, building an index) ends at once when the user interrupts.
            database._interruption = cancellation.Register(() => raw.sqlite3_interrupt(connection.Handle!));
            database._cacheSize = isOurs ? null : database.ReadNumber("PRAGMA cache_size");
            database.Execute($"PRAGMA cache_size = -{CacheKilobytes}");
            return database;
        }
        catch (SqliteException exception)
        {
            await database.DisposeAsync();
            throw SqliteErrors.Explain(exception, database.Name);
        }
        catch
        {
            await database.DisposeAsync();
            throw;
        }
    }

    public Task<T> GuardAsync<T>(Func<Task<T>> action, CancellationToken cancellation)
        => Task.FromResult(SqliteErrors.Guard(Name, () => action().GetAwaiter().GetResult(), cancellation));

    public async Task<ISnapshot> OpenSnapshotAsync(CancellationToken cancellation) => await OpenSelectionAsync(cancellation);

    public Task<ISelectingSnapshot> OpenSelectionAsync(CancellationToken cancellation)
        => Task.FromResult(SqliteErrors.Guard<ISelectingSnapshot>(
            Name,
            () =>
            {
                Execute("BEGIN");
                // A transaction sees the state of its first read (https://www.sqlite.org/isolation.html).
                Execute("SELECT count(*) FROM sqlite_master");
                return new SqliteSnapshot(_connection, Name, () => { Execute("ROLLBACK"); return ValueTask.CompletedTask; });
            },
            cancellation));

    public Task<IRestoreTransaction> BeginRestoreAsync(IReadOnlyList<TableDescription> tables, CancellationToken cancellation)
        => Task.FromResult(SqliteErrors.Guard<IRestoreTransaction>(Name, () => SqliteRestoreTransaction.Begin(_connection, Name), cancellation));

    public async Task<ISchemaChange> BeginSchemaChangeAsync(IReadOnlyList<TableDescription> tables, CancellationToken cancellation)
    {
        // The file is held by other connections meanwhile, and the context works on a copy.
        var file = raw.sqlite3_db_filename(_connection.Handle!, "main").utf8_to_string() ?? "";
        await DisposeAsync();
        return await SqliteSchemaChange.BeginAsync(_context, file, Name, _settings, cancellation);
    }

    /// <summary>Half-built tables of migrations that were killed.</summary>
    public IReadOnlyList<string> FindHalfBuilt() => SqliteRemains.FindTables(_connection);

    public List<T> Query<T>(string sql, Func<SqliteDataReader, T> read) => SqliteCatalog.Query(_connection, sql, read);

    public void Execute(string sql)
    {
        using var command = _connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    /// <summary>The application's connection is then as it was before.</summary>
    public async ValueTask DisposeAsync()
    {
        // Once: the application may have opened the connection too.
        if (_disposed)
        {
            return;
        }

        _disposed = true;
        await _interruption.DisposeAsync();
        if (_cacheSize is { } size && _connection.State == ConnectionState.Open)
        {
            Execute($"PRAGMA cache_size = {size}");
        }

        await _context.Database.CloseConnectionAsync();
        if (_connection.State == ConnectionState.Closed && _connection.ConnectionString != _connectionString)
        {
            _connection.ConnectionString = _connectionString;
        }
    }

    /// <summary>No new file, and a connection of our own: what a restore sets on it must not come back out of a pool.</summary>
    private static string Existing(string connectionString)
    {
        var settings = new SqliteConnectionStringBuilder(connectionString) { Pooling = false };
        if (settings.Mode == SqliteOpenMode.ReadWriteCreate)
        {
            settings.Mode = SqliteOpenMode.ReadWrite;
        }

        return settings.ConnectionString;
    }

    private long ReadNumber(string sql)
    {
        using var command = _connection.CreateCommand();
        command.CommandText = sql;
        return (long)command.ExecuteScalar()!;
    }
}
