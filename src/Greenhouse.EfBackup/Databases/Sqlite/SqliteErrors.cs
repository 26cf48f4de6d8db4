using Greenhouse.EfBackup.Protocol;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Greenhouse.EfBackup.Databases.Sqlite;

/// <summary>What SQLite answers, as errors with a way on.</summary>
internal static class SqliteErrors
{
    private const int Busy = 5;
    private const int Locked = 6;
    private const int ReadOnly = 8;
    private const int Interrupt = 9;
    private const int Corrupt = 11;
    private const int Full = 13;
    private const int CantOpen = 14;
    private const int Constraint = 19;
    private const int NotADb = 26;

    /// <summary>Carries out something with the database, turning its errors into ours.</summary>
    public static T Guard<T>(string database, Func<T> action, CancellationToken cancellation)
    {
        try
        {
            cancellation.ThrowIfCancellationRequested();
            return action();
        }
        catch (SqliteException exception) when (exception.SqliteErrorCode == Interrupt && cancellation.IsCancellationRequested)
        {
            throw new OperationCanceledException(exception.Message, exception, cancellation);
        }
        catch (SqliteException exception)
        {
            throw Explain(exception, database);
        }
    }

    public static void Guard(string database, Action action, CancellationToken cancellation)
        => Guard(
            database,
            () =>
            {
                action();
                return 0;
            },
            cancellation);

    /// <summary>Throws for a result code of a native call.</summary>
    public static void Check(int code, sqlite3 connection)
    {
        if (code is not (SqliteNative.Ok or SqliteNative.Row or SqliteNative.Done))
        {
            throw new SqliteException(raw.sqlite3_errmsg(connection).utf8_to_string(), code & 0xFF, code);
        }
    }

    public static EfBackupException Explain(SqliteException exception, string database)
        => exception.SqliteErrorCode switch
        {
            CantOpen => new(ErrorCode.DatabaseNotFound, $"the database {database} can't be opened: there is no such file, or it may not be read", "create it (`dotnet ef database update`), or name the right file with --connection \"Data Source=...\"", inner: exception),
            Busy or Locked => new(ErrorCode.DatabaseLocked, $"the database {database} is locked by another connection", "end what is writing to it, or wait longer (--lock-timeout, `Default Timeout` in the connection string), then try again", inner: exception),
            NotADb or Corrupt => new(ErrorCode.NotADatabase, $"the file of {database} is not a SQLite database, or is damaged: {exception.Message}", "see `PRAGMA integrity_check`; an encrypted database needs its password in the connection string", inner: exception),
            ReadOnly => new(ErrorCode.DatabaseFailed, $"the database {database} can't be written: {exception.Message}", "give the user the right to write the file and its folder", inner: exception),
            Full => new(ErrorCode.DiskFull, $"no space is left for the database {database}", "free some space; the database is as it was before", inner: exception),
            // Only a unique index that is built after the rows says it here; a row that is refused by itself is named by the loader.
            Constraint => new(ErrorCode.RowRefused, $"the database {database} refused rows of the backup: {exception.Message}", "its unique indexes are stricter than those the backup was taken under; nothing was changed. Restore into a database at the backup's migration (`dotnet ef-backup show` names it)", inner: exception),
            _ when exception.Message.Contains("foreign key mismatch", StringComparison.Ordinal) => new(ErrorCode.DatabaseFailed, $"the database {database} has a foreign key that can't be checked: {exception.Message}", "give the referenced columns a unique index, or leave the referencing table out with --exclude", inner: exception),
            _ => new(ErrorCode.DatabaseFailed, $"the database {database} answered: {exception.Message}", "the database is as it was before; mend what it says and try again", inner: exception),
        };
}
