using Greenhouse.EfBackup.Protocol;

namespace Greenhouse.EfBackup.Databases;

/// <summary>What can be wrong with a row on its way into a database, said the same way for each kind of database.</summary>
internal static class RowErrors
{
    /// <summary>The row that stands in the backup.</summary>
    /// <param name="exception">What was thrown while it was read.</param>
    /// <param name="table">The table's key.</param>
    /// <param name="row">Its place in the table, from 1.</param>
    /// <returns>Null for what is no fault of the row.</returns>
    public static EfBackupException? Unfit(Exception exception, string table, long row)
        => exception switch
        {
            FormatException => new EfBackupException(
                ErrorCode.ValueUnfit,
                $"row {row} of table {table} in the backup can't be read: {exception.Message}",
                "the file was not written by Greenhouse.EfBackup, or was changed and hashed anew; take another backup",
                inner: exception),
            ValueNotHeldException => new EfBackupException(
                ErrorCode.ValueNotHeld,
                $"row {row} of table {table} in the backup: {exception.Message}",
                "nothing was changed. Change the column's type, or the value in the source database, and back it up again",
                inner: exception),
            _ => null,
        };

    /// <summary>The database does not take it.</summary>
    /// <param name="table">The table's key.</param>
    /// <param name="row">Its place in the table, as far as it is known.</param>
    /// <param name="why">What the database says.</param>
    public static EfBackupException Refused(string table, string row, string why, Exception exception)
        => new(
            ErrorCode.RowRefused,
            $"the database refused row {row} of table {table}{why}",
            "the target's constraints are stricter than those the backup was taken under; nothing was changed. Restore into a database at the backup's migration (`dotnet ef-backup show` names it)",
            inner: exception);
}
