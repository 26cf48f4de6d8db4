using Greenhouse.EfBackup.Format;
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

    /// <summary>Merged rows and those that were there can't stand beside each other.</summary>
    /// <param name="table">The table's key.</param>
    /// <param name="row">The key of a row of the backup, <c>Id=5</c>.</param>
    /// <param name="other">The key of the row that is in its way.</param>
    /// <param name="index">What their values must be unique for.</param>
    public static EfBackupException ValueTaken(string table, string row, string other, IndexDescription index, Exception exception)
        => new(
            ErrorCode.ValueTaken,
            $"row {row} of table {table} in the backup and row {other} have the same {string.Join(", ", index.Columns)}, which must be unique ({index.Name}); nothing was changed",
            "give one of them another value, delete the row that is in the way, or leave the table out with --exclude",
            inner: exception);
}
