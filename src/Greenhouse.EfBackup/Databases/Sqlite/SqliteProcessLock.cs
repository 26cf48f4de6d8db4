using Greenhouse.EfBackup.Protocol;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace Greenhouse.EfBackup.Databases.Sqlite;

/// <summary>
/// An empty file beside the database, open to one process at a time. It stays: whoever removed it could leave two processes with a lock each, one of a
/// file that is no longer there. The operating system opens the lock of a process that is killed.
/// </summary>
internal static class SqliteProcessLock
{
    private static readonly TimeSpan _pause = TimeSpan.FromMilliseconds(50);

    /// <returns>Null for a database in memory, which no other process reaches.</returns>
    public static async Task<IAsyncDisposable?> TakeAsync(DbContext context, ProcessLock what, TimeSpan patience, CancellationToken cancellation)
    {
        var connection = (SqliteConnection)context.Database.GetDbConnection();
        await context.Database.OpenConnectionAsync(cancellation);
        // Only an open connection knows where its file lies.
        var file = connection.DataSource;
        await context.Database.CloseConnectionAsync();
        return file.Length == 0 ? null : await OpenAsync(file + what.Suffix, what, Path.GetFileName(file), Environment.TickCount64 + (long)patience.TotalMilliseconds, cancellation);
    }

    private static async Task<FileStream> OpenAsync(string path, ProcessLock what, string database, long end, CancellationToken cancellation)
    {
        while (true)
        {
            try
            {
                return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, bufferSize: 0);
            }
            catch (IOException exception) when (exception.GetType() == typeof(IOException))
            {
                if (Environment.TickCount64 >= end)
                {
                    throw new EfBackupException(
                        ErrorCode.MigrationBusy,
                        $"another process {what.Does} {database} and does not come to an end, or {path} can't be locked ({exception.Message})",
                        "see what it does, and start again when it is done",
                        inner: exception);
                }
            }
            catch (Exception exception) when (exception is UnauthorizedAccessException or IOException)
            {
                throw new EfBackupException(
                    ErrorCode.FileFailed,
                    $"{path}, which keeps processes from working side by side, can't be opened: {exception.Message}",
                    "give the right to write into the database's folder, which SQLite needs too",
                    inner: exception);
            }

            await Task.Delay(_pause, cancellation);
        }
    }
}
