using System.Data.Common;
using Greenhouse.EfBackup.Protocol;

namespace Greenhouse.EfBackup.Databases;

/// <summary>What an application's migrations throw, as an error with a way on.</summary>
internal static class MigrationErrors
{
    /// <summary>Runs migrations; the database's own errors, and the application's, come out as ours.</summary>
    /// <param name="database">The database's name.</param>
    /// <param name="target">Where the migrations lead.</param>
    public static async Task GuardAsync(string database, string target, Func<Task> migrate, CancellationToken cancellation)
    {
        try
        {
            cancellation.ThrowIfCancellationRequested();
            await migrate();
        }
        catch (Exception exception) when (exception is not EfBackupException)
        {
            // A statement that is interrupted fails in the database's words.
            throw cancellation.IsCancellationRequested ? new OperationCanceledException("cancelled", exception, cancellation) : Failed(database, target, exception);
        }
    }

    private static EfBackupException Failed(string database, string target, Exception exception)
        => new(
            ErrorCode.MigrationFailed,
            $"{(target == "0" ? "taking all migrations back" : $"bringing {database} to the migration {target}")} failed: {Innermost(exception).Message.TrimEnd('.')}",
            exception is DbException or { InnerException: DbException }
                ? "schema and data are as they were before. Mend the migration, or the rows that it can't take, and try again"
                : "schema and data are as they were before. Make `dotnet ef migrations script` work, and try again",
            inner: exception);

    private static Exception Innermost(Exception exception) => exception is DbException || exception.InnerException is null ? exception : Innermost(exception.InnerException);
}
