using System.Net.Sockets;
using Greenhouse.EfBackup.Protocol;
using Microsoft.EntityFrameworkCore.Storage;
using Npgsql;

namespace Greenhouse.EfBackup.Databases.PostgreSql.Connecting;

/// <summary>What server and driver answer, as errors with a way on (codes: https://www.postgresql.org/docs/current/errcodes-appendix.html).</summary>
internal static class PostgreSqlErrors
{
    // Where the server finds it out (src/backend/utils/misc/rls.c); its message may be in any language.
    private const string HidesRows = "check_enable_rls";
    private const string Unchanged = "the database is as it was before";

    /// <summary>Carries out something with the database, turning its errors into ours.</summary>
    public static async Task<T> GuardAsync<T>(string database, Func<Task<T>> action, CancellationToken cancellation)
    {
        try
        {
            cancellation.ThrowIfCancellationRequested();
            return await action();
        }
        catch (Exception exception) when (Translate(exception, database, cancellation) is { } known)
        {
            throw known;
        }
    }

    public static Task GuardAsync(string database, Func<Task> action, CancellationToken cancellation)
        => GuardAsync(
            database,
            async () =>
            {
                await action();
                return 0;
            },
            cancellation);

    /// <returns>Null for what is neither the database's nor an interruption.</returns>
    public static Exception? Translate(Exception exception, string database, CancellationToken cancellation)
        => exception switch
        {
            EfBackupException => null,
            OperationCanceledException or NpgsqlException when cancellation.IsCancellationRequested => new OperationCanceledException("cancelled", exception, cancellation),
            PostgresException known => Explain(known, database),
            NpgsqlException failed => Explain(failed, database),
            // EF Core's way of opening a connection wraps what another try may not meet.
            InvalidOperationException { InnerException: NpgsqlException inner } => Translate(inner, database, cancellation),
            RetryLimitExceededException { InnerException: NpgsqlException inner } => Translate(inner, database, cancellation),
            // An unknown host, where the driver is of version 8.
            SocketException unknown => Unreachable(exception, database, unknown.Message),
            // The driver's stream says so when the connection breaks in the middle of a COPY.
            ObjectDisposedException or EndOfStreamException or IOException { InnerException: SocketException } => Lost(exception, database),
            _ => null,
        };

    /// <summary>A connection that breaks, or is not answered, before the login is through was never there.</summary>
    public static Exception? TranslateOpening(Exception exception, string database, CancellationToken cancellation)
        => Translate(exception, database, cancellation) is EfBackupException known
            ? known.ErrorCode == ErrorCode.ConnectionLost ? Unreachable(exception, database, WhyLost(exception)) : known
            : null;

    /// <summary>The server refuses a row, and not our way of bringing it: bad data or an integrity constraint.</summary>
    public static bool IsRefusal(PostgresException exception) => exception.SqlState is ['2', '2' or '3', ..];

    private static EfBackupException Explain(PostgresException exception, string database)
        => exception.SqlState switch
        {
            PostgresErrorCodes.InvalidCatalogName => new(ErrorCode.DatabaseNotFound, $"the database {database} is not there", "create it (`dotnet ef database update`), or name the right one with --connection", inner: exception),
            ['2', '8', ..] => new(ErrorCode.LoginRefused, $"the server of {database} refuses the login: {exception.MessageText}", "see user and password in the connection string, and the server's pg_hba.conf", inner: exception),
            PostgresErrorCodes.LockNotAvailable => new(ErrorCode.DatabaseLocked, $"tables of {database} are locked by somebody else", "wait until they are done, or end them (`SELECT pg_terminate_backend(process)`), or wait longer with --lock-timeout; nothing was changed", inner: exception),
            PostgresErrorCodes.DeadlockDetected => new(ErrorCode.DatabaseLocked, $"{database}: the server ended a deadlock with somebody else by giving this up", $"try again; {Unchanged}", inner: exception),
            PostgresErrorCodes.InsufficientPrivilege when exception.Routine == HidesRows => new(ErrorCode.RightMissing, $"{database}: {exception.MessageText}: a backup would have holes", "name a user with BYPASSRLS, or the table's owner where its policies are not forced on him, with --connection", inner: exception),
            PostgresErrorCodes.InsufficientPrivilege => new(ErrorCode.RightMissing, $"{database}: {exception.MessageText}", $"reading needs USAGE on schemas and SELECT on every table and sequence; restoring needs the tables' owner, and REFERENCES on tables outside of the backup that they reference. Grant it, or name another user with --connection. {Capital(Unchanged)}", inner: exception),
            PostgresErrorCodes.DiskFull => new(ErrorCode.DiskFull, $"no space is left on the disk of the server of {database}: {exception.MessageText}", $"free some space there; {Unchanged}", inner: exception),
            PostgresErrorCodes.UndefinedTable or PostgresErrorCodes.UndefinedColumn or PostgresErrorCodes.UndefinedObject => new(ErrorCode.SchemaChanged, $"{database}: {exception.MessageText}", $"somebody changed the tables meanwhile; {Unchanged}. Try again when they are done", inner: exception),
            PostgresErrorCodes.TooManyConnections => new(ErrorCode.ServerUnreachable, $"the server of {database} has no connection left: {exception.MessageText}", "end some that are not needed, or raise the limit of the server (max_connections), the database or the user", inner: exception),
            PostgresErrorCodes.CannotConnectNow => Unreachable(exception, database, exception.MessageText),
            ['5', '7', 'P', ..] => Lost(exception, database),
            // Only a unique index that is built after the rows says it here; a row that is refused by itself is named by the loader.
            _ when IsRefusal(exception) => new(ErrorCode.RowRefused, $"the database {database} refused rows of the backup: {exception.MessageText}{(exception.Detail is null ? "" : $" ({exception.Detail})")}", "its constraints are stricter than those the backup was taken under; nothing was changed. Restore into a database at the backup's migration (`dotnet ef-backup show` names it)", inner: exception),
            _ => new(ErrorCode.DatabaseFailed, $"the database {database} answered: {exception.MessageText} ({exception.SqlState})", $"{Unchanged}; mend what it says and try again", inner: exception),
        };

    private static EfBackupException Explain(NpgsqlException exception, string database)
        => exception switch
        {
            _ when exception.InnerException is SocketException socket && socket.SocketErrorCode is SocketError.ConnectionRefused or SocketError.HostNotFound or SocketError.HostUnreachable or SocketError.NetworkUnreachable or SocketError.TimedOut or SocketError.AddressNotAvailable or SocketError.NoData
                => Unreachable(exception, database, socket.Message),
            { InnerException: TimeoutException } when exception.Message.Contains("stream", StringComparison.Ordinal) => Lost(exception, database),
            { InnerException: TimeoutException } when exception.Message.Contains("pool", StringComparison.Ordinal) => Unreachable(exception, database, exception.Message),
            { InnerException: TimeoutException } => Unreachable(exception, database, exception.InnerException.Message),
            { InnerException: null } when exception.Message.Contains("password", StringComparison.OrdinalIgnoreCase) => new(ErrorCode.LoginRefused, $"the server of {database} wants a password and the connection string has none", "put it there, or into a password file (PGPASSFILE)", inner: exception),
            _ => Lost(exception, database),
        };

    private static EfBackupException Unreachable(Exception exception, string database, string why)
        => new(ErrorCode.ServerUnreachable, $"the server of {database} can't be reached: {why}", "start it, or name the right host and port with --connection", inner: exception);

    private static EfBackupException Lost(Exception exception, string database)
        => new(ErrorCode.ConnectionLost, $"the connection to {database} was lost: {WhyLost(exception)}", $"see the server's log for why it ended; the server gives up what was not committed, so that {Unchanged}", inner: exception);

    /// <summary>The driver says no more than that it could not read or write; why is further in.</summary>
    private static string WhyLost(Exception exception)
        => exception switch
        {
            PostgresException known => known.MessageText,
            EndOfStreamException => "the server closed it",
            { InnerException: { } inner } => WhyLost(inner),
            _ => exception.Message,
        };

    private static string Capital(string text) => char.ToUpperInvariant(text[0]) + text[1..];
}
