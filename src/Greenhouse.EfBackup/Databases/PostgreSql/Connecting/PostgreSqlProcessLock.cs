using System.Globalization;
using Greenhouse.EfBackup.Protocol;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Greenhouse.EfBackup.Databases.PostgreSql.Connecting;

/// <summary>
/// An advisory lock of the database, on a connection of its own: the server opens it when that ends. It is asked for again and again and not waited for, since a
/// statement that waits holds a state of the database, and a migration that builds an index concurrently would wait for that.
/// </summary>
internal sealed class PostgreSqlProcessLock : IAsyncDisposable
{
    private static readonly TimeSpan _pause = TimeSpan.FromMilliseconds(100);
    private readonly NpgsqlConnection _connection;
    private readonly ProcessLock _what;

    private PostgreSqlProcessLock(NpgsqlConnection connection, ProcessLock what) => (_connection, _what) = (connection, what);

    public static Task<PostgreSqlProcessLock> TakeAsync(DbContext context, ProcessLock what, TimeSpan patience, CancellationToken cancellation)
    {
        var own = (NpgsqlConnection)context.Database.GetDbConnection();
        return PostgreSqlErrors.GuardAsync(own.Database, () => TakeAsync(context, own, what, Environment.TickCount64 + (long)patience.TotalMilliseconds, cancellation), cancellation);
    }

    public async ValueTask DisposeAsync()
    {
        try
        {
            // A pool would keep the session, and the lock with it.
            await ReadAsync("SELECT pg_catalog.pg_advisory_unlock({0})", CancellationToken.None);
        }
        catch (NpgsqlException)
        {
            // The connection is gone, and so is the lock.
        }

        await _connection.DisposeAsync();
    }

    private static async Task<PostgreSqlProcessLock> TakeAsync(DbContext context, NpgsqlConnection own, ProcessLock what, long end, CancellationToken cancellation)
    {
        var taken = new PostgreSqlProcessLock(Clone(own), what);
        try
        {
            await ConnectionInterception.OpenAsync(context, taken._connection, cancellation);
            while (!await taken.ReadAsync("SELECT pg_catalog.pg_try_advisory_lock({0})", cancellation))
            {
                if (Environment.TickCount64 >= end)
                {
                    throw new EfBackupException(
                        ErrorCode.MigrationBusy,
                        $"another process {what.Does} {own.Database} and does not come to an end",
                        "see what it does (it holds an advisory lock: pg_locks), and start again when it is done");
                }

                await Task.Delay(_pause, cancellation);
            }

            return taken;
        }
        catch
        {
            await taken._connection.DisposeAsync();
            throw;
        }
    }

    /// <summary>With the password, which an open connection no longer shows. A pool of one would have nothing left for the migration.</summary>
    private static NpgsqlConnection Clone(NpgsqlConnection own)
    {
        var settings = new NpgsqlConnectionStringBuilder(own.ConnectionString);
        if (!settings.Pooling || settings.MaxPoolSize > 1)
        {
            return (NpgsqlConnection)((ICloneable)own).Clone();
        }

        settings.Pooling = false;
        return own.CloneWith(settings.ConnectionString);
    }

    private async Task<bool> ReadAsync(string sql, CancellationToken cancellation)
    {
        await using var command = _connection.CreateCommand();
        command.CommandText = string.Format(CultureInfo.InvariantCulture, sql, _what.Key);
        return (bool)(await command.ExecuteScalarAsync(cancellation))!;
    }
}
