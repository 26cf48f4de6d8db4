using System.Data;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Greenhouse.EfBackup.Databases.PostgreSql.Connecting;

/// <summary>Statements on one connection, without a limit of time but the server's own. Errors are the driver's: <see cref="PostgreSqlErrors"/> explains them.</summary>
internal sealed class PostgreSqlSession
{
    // What every transaction of ours runs with, so that text is exact and the same whatever server, role and database are set to. Hidden rows are an
    // error and not a hole; compiling a statement (jit) takes longer than it gains where the rows only pass through.
    private const string Settings = """
        SET LOCAL TimeZone = 'UTC'; SET LOCAL DateStyle = 'ISO, YMD'; SET LOCAL IntervalStyle = 'postgres'; SET LOCAL extra_float_digits = 3;
        SET LOCAL bytea_output = 'hex'; SET LOCAL lc_monetary = 'C'; SET LOCAL xmloption = 'content'; SET LOCAL row_security = off;
        SET LOCAL client_encoding = 'UTF8'; SET LOCAL array_nulls = on; SET LOCAL quote_all_identifiers = off; SET LOCAL default_tablespace = '';
        SET LOCAL statement_timeout = 0; SET LOCAL idle_in_transaction_session_timeout = 0; SET LOCAL jit = off; SET LOCAL synchronize_seqscans = off;
        SET LOCAL work_mem = '64MB'; SET LOCAL client_min_messages = notice;
        """;

    // A client that is killed, or whose network breaks, must not leave a statement and its locks behind for as long as that takes.
    private const string Watch = "SET LOCAL client_connection_check_interval = '1s';";

    private const int FirstWithConnectionCheck = 14;
    private const int FirstWithTransactionTimeout = 17;
    private readonly NpgsqlConnection _connection;
    private readonly DbContext _context;
    private string _watch;
    private bool _begun;
    private bool _closed;

    /// <param name="connection">The connection.</param>
    /// <param name="context">Whose interceptors open it.</param>
    /// <param name="like">Another session with the same server.</param>
    public PostgreSqlSession(NpgsqlConnection connection, DbContext context, PostgreSqlSession? like = null)
    {
        (_connection, _context, _watch) = (connection, context, like?._watch ?? "");
        connection.StateChange += (_, change) => _closed |= change.CurrentState != ConnectionState.Open;
    }

    /// <summary>The connection, in the transaction that was begun.</summary>
    /// <exception cref="NpgsqlException">It was closed since; if it is open again, by the application or by EF, it is another one, without our locks and state.</exception>
    public NpgsqlConnection Connection => _begun && _closed ? throw new NpgsqlException("it was closed in the middle of a transaction") : _connection;

    /// <summary>How long the transaction that was begun last waits for a lock.</summary>
    public TimeSpan LockTimeout { get; private set; }

    /// <summary>What ends a COPY on this connection, until it is disposed of.</summary>
    public PostgreSqlInterruption Interruption(CancellationToken cancellation) => new(_context, _connection, cancellation);

    /// <summary>Finds out whether the server can notice within a statement that nobody waits for it any more; on some platforms it can't.</summary>
    public async Task TryWatchAsync(CancellationToken cancellation)
    {
        if (_connection.PostgreSqlVersion.Major >= FirstWithConnectionCheck)
        {
            try
            {
                await ExecuteAsync($"BEGIN; {Watch} ROLLBACK", cancellation);
                _watch = Watch;
            }
            catch (PostgresException)
            {
                await RollBackAsync();
            }
        }
    }

    /// <summary>Begins a transaction with the settings that reading and loading need.</summary>
    /// <param name="mode">Isolation and access, <c>ISOLATION LEVEL READ COMMITTED READ WRITE</c>.</param>
    /// <param name="lockTimeout">How long a lock is waited for.</param>
    /// <param name="first">Statements that must come before any other.</param>
    /// <param name="last">Statements that come after the settings.</param>
    public Task BeginAsync(string mode, TimeSpan lockTimeout, CancellationToken cancellation, string first = "", string last = "")
    {
        var transactionTimeout = _connection.PostgreSqlVersion.Major >= FirstWithTransactionTimeout ? "SET LOCAL transaction_timeout = 0;" : "";
        // A database without an encoding holds any bytes: they pass as they are.
        var encoding = _connection.PostgresParameters.GetValueOrDefault("server_encoding") == "SQL_ASCII" ? "SET LOCAL client_encoding = 'SQL_ASCII';" : "";
        LockTimeout = lockTimeout;
        (_begun, _closed) = (true, false);
        // 0 would mean to wait for ever.
        var milliseconds = Math.Max(1, (long)lockTimeout.TotalMilliseconds);
        return ExecuteAsync($"BEGIN {mode}; {first} {Settings} {encoding} {transactionTimeout} {_watch} SET LOCAL lock_timeout = {milliseconds}; {last}", cancellation);
    }

    public async Task ExecuteAsync(string sql, CancellationToken cancellation)
    {
        await using var command = Command(sql);
        await command.ExecuteNonQueryAsync(cancellation);
    }

    /// <param name="sql">A statement, its parameters <c>$1</c>, <c>$2</c>.</param>
    /// <returns>How many rows it changed.</returns>
    public async Task<long> ChangeAsync(string sql, CancellationToken cancellation, params string[] parameters)
    {
        await using var command = Command(sql, parameters);
        return await command.ExecuteNonQueryAsync(cancellation);
    }

    /// <param name="sql">A query, its parameters <c>$1</c>, <c>$2</c>.</param>
    /// <param name="read">Makes one row's value.</param>
    public async Task<List<T>> QueryAsync<T>(string sql, Func<NpgsqlDataReader, T> read, CancellationToken cancellation, params string[] parameters)
    {
        await using var command = Command(sql, parameters);
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        var rows = new List<T>();
        while (await reader.ReadAsync(cancellation))
        {
            rows.Add(read(reader));
        }

        return rows;
    }

    /// <summary>Ends the transaction, if there is one and the connection still stands: on a broken one the server has ended it already.</summary>
    public async Task RollBackAsync()
    {
        try
        {
            if (_connection.State == ConnectionState.Open)
            {
                await ExecuteAsync("ROLLBACK", CancellationToken.None);
            }
        }
        catch (NpgsqlException)
        {
            // The connection is gone, and the transaction with it.
        }
    }

    /// <summary>Ends the transaction and closes the connection.</summary>
    public async Task CloseAsync()
    {
        await RollBackAsync();
        await _connection.DisposeAsync();
    }

    private NpgsqlCommand Command(string sql, params string[] parameters)
    {
        var command = new NpgsqlCommand(sql, Connection) { CommandTimeout = 0 };
        foreach (var parameter in parameters)
        {
            command.Parameters.Add(new NpgsqlParameter { Value = parameter });
        }

        return command;
    }
}
