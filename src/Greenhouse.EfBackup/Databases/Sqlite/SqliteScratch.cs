using System.Data;
using Greenhouse.EfBackup.Protocol;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using SQLitePCL;

namespace Greenhouse.EfBackup.Databases.Sqlite;

/// <summary>A scratch database of SQLite: a file in a folder of its own.</summary>
internal sealed class SqliteScratch : IScratchDatabase
{
    private readonly SqliteScratchFolder _folder;
    private readonly SqliteDetour _detour;
    private readonly Action<string, Exception> _left;

    private SqliteScratch(SqliteScratchFolder folder, SqliteDetour detour, Action<string, Exception> left) => (_folder, _detour, _left) = (folder, detour, left);

    public string Place => _folder.File;

    /// <param name="context">Its connection is closed, unless the application itself has opened it.</param>
    /// <param name="folder">Where the file is to lie; where that can't be written, it lies among the system's temporary files.</param>
    /// <param name="left">Told of what could not be removed, and why.</param>
    /// <exception cref="EfBackupException">There is no place for it.</exception>
    public static async Task<SqliteScratch> MakeAsync(DbContext context, string folder, Action<string, Exception> left)
    {
        RefuseMemory((SqliteConnection)context.Database.GetDbConnection());
        var made = MakeFolder([folder, Path.GetTempPath()]);
        var scratch = new SqliteScratch(made, new SqliteDetour(context), left);
        try
        {
            await scratch._detour.TakeAsync(made.File);
            return scratch;
        }
        catch
        {
            await scratch.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _detour.DisposeAsync();
        try
        {
            _folder.Dispose();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            _left(Place, exception);
        }
    }

    /// <summary>It would be gone with the connection, which must be closed.</summary>
    private static void RefuseMemory(SqliteConnection connection)
    {
        if (connection.State != ConnectionState.Closed && string.IsNullOrEmpty(raw.sqlite3_db_filename(connection.Handle!, "main").utf8_to_string()))
        {
            throw new EfBackupException(ErrorCode.NotRehearsed, "the database lies in memory, and would be lost where its connection is used for another one", "use a database in a file");
        }
    }

    private static SqliteScratchFolder MakeFolder(string[] parents)
    {
        for (var i = 0; ; i++)
        {
            try
            {
                return SqliteScratchFolder.Make(parents[i]);
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                if (i == parents.Length - 1)
                {
                    throw new EfBackupException(ErrorCode.NotRehearsed, $"no scratch database can be made, in {string.Join(" or ", parents)}: {exception.Message}", "give the user the right to write one of them", inner: exception);
                }
            }
        }
    }
}
