using Greenhouse.EfBackup.Protocol;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using SQLitePCL;

namespace Greenhouse.EfBackup.Databases.Sqlite;

/// <summary>
/// Keeps everybody else from writing a file while a copy of it is changed, until the copy takes its place. With a rollback journal that is a lock that this
/// connection does not give back between transactions (https://www.sqlite.org/pragma.html#pragma_locking_mode). With a write-ahead log, where others may read,
/// it is an open transaction, which must end before the copy can be installed: whether somebody wrote in between is seen before the installation commits.
/// </summary>
internal sealed class SqliteHold : IAsyncDisposable
{
    private readonly SqliteConnection _holder;
    private readonly SqliteConnection? _watcher;
    private readonly string _name;
    private readonly long _version;

    private SqliteHold(SqliteConnection holder, SqliteConnection? watcher, string name)
    {
        (_holder, _watcher, _name) = (holder, watcher, name);
        _version = watcher is null ? 0 : Version(watcher);
    }

    /// <exception cref="EfBackupException">Somebody else writes, or reads a file without write-ahead log.</exception>
    public static async Task<SqliteHold> TakeAsync(DbContext context, string connectionString, string name, DatabaseSettings settings, CancellationToken cancellation)
    {
        var holder = await OpenAsync(context, connectionString, settings, cancellation);
        SqliteConnection? watcher = null;
        try
        {
            if (Query(holder, "PRAGMA journal_mode") == "wal")
            {
                watcher = await OpenAsync(context, connectionString, settings, cancellation);
                SqliteErrors.Guard(name, () => Execute(holder, "BEGIN IMMEDIATE"), cancellation);
            }
            else
            {
                SqliteErrors.Guard(name, () => Execute(holder, "PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE; SELECT count(*) FROM sqlite_master; COMMIT"), cancellation);
            }

            return new SqliteHold(holder, watcher, name);
        }
        catch
        {
            await holder.DisposeAsync();
            await (watcher?.DisposeAsync() ?? ValueTask.CompletedTask);
            throw;
        }
    }

    /// <summary>Copies the file as it is.</summary>
    public void CopyTo(string file)
    {
        using var copy = Open(file, SqliteOpenMode.ReadWriteCreate);
        // The one that holds a write transaction can't be a source.
        (_watcher ?? _holder).BackupDatabase(copy);
    }

    /// <summary>Puts the copy in the file's place, in one transaction.</summary>
    /// <exception cref="EfBackupException">Somebody wrote meanwhile: nothing is changed.</exception>
    public void Install(string file)
    {
        using var copy = Open(file, SqliteOpenMode.ReadWrite);
        if (_watcher is not null)
        {
            Execute(_holder, "ROLLBACK");
        }

        using var installation = raw.sqlite3_backup_init(_holder.Handle!, "main", copy.Handle!, "main");
        if (installation.IsInvalid)
        {
            SqliteErrors.Check(raw.sqlite3_errcode(_holder.Handle!), _holder.Handle!);
        }

        // The first page takes the lock. From there on nobody can have written who had not before.
        Step(installation, 1);
        if (_watcher is not null && Version(_watcher) != _version)
        {
            throw new EfBackupException(ErrorCode.DatabaseLocked, $"somebody wrote into {_name} in the moment before it was to be changed; nothing was changed", "stop what writes there, and try again");
        }

        Step(installation, -1);
        SqliteErrors.Check(raw.sqlite3_backup_finish(installation), _holder.Handle!);
    }

    public async ValueTask DisposeAsync()
    {
        await _holder.DisposeAsync();
        await (_watcher?.DisposeAsync() ?? ValueTask.CompletedTask);
    }

    private void Step(sqlite3_backup installation, int pages)
    {
        var result = raw.sqlite3_backup_step(installation, pages);
        if (result is not (raw.SQLITE_OK or raw.SQLITE_DONE))
        {
            SqliteErrors.Check(result, _holder.Handle!);
        }
    }

    /// <summary>It changes where another connection commits (https://www.sqlite.org/pragma.html#pragma_data_version).</summary>
    private static long Version(SqliteConnection connection) => long.Parse(Query(connection, "PRAGMA data_version"), System.Globalization.CultureInfo.InvariantCulture);

    private static async Task<SqliteConnection> OpenAsync(DbContext context, string connectionString, DatabaseSettings settings, CancellationToken cancellation)
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder(connectionString) { Pooling = false, Mode = SqliteOpenMode.ReadWrite }.ConnectionString);
        if (settings.LockTimeout is { } patience)
        {
            connection.DefaultTimeout = Math.Max(1, (int)Math.Ceiling(patience.TotalSeconds));
        }

        await ConnectionInterception.OpenAsync(context, connection, cancellation);
        return connection;
    }

    private static SqliteConnection Open(string file, SqliteOpenMode mode)
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = file, Mode = mode, Pooling = false }.ConnectionString);
        connection.Open();
        return connection;
    }

    private static string Query(SqliteConnection connection, string sql) => SqliteCatalog.Query(connection, sql, row => row.GetString(0))[0];

    private static void Execute(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
