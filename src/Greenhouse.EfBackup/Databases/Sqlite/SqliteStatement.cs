using System.Runtime.CompilerServices;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Greenhouse.EfBackup.Databases.Sqlite;

/// <summary>A prepared statement that is stepped by address.</summary>
internal sealed unsafe class SqliteStatement : IDisposable
{
    private readonly sqlite3 _connection;
    private readonly sqlite3_stmt _statement;

    public SqliteStatement(SqliteConnection connection, string sql)
    {
        _connection = connection.Handle!;
        SqliteErrors.Check(raw.sqlite3_prepare_v2(_connection, sql, out _statement, out var rest), _connection);
        Rest = rest;
        Handle = _statement.DangerousGetHandle();
    }

    /// <summary>The <c>sqlite3_stmt*</c>.</summary>
    public nint Handle { get; }

    /// <summary>What stands behind the statement, which is another one or nothing.</summary>
    public string Rest { get; }

    /// <summary>One step: true for a row, false at the end.</summary>
    /// <exception cref="SqliteException">SQLite says no.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool Step()
    {
        var code = SqliteNative.Step(Handle);
        SqliteErrors.Check(code, _connection);
        return code == SqliteNative.Row;
    }

    /// <summary>A value of the row that was stepped to, as text; null for null.</summary>
    public string? Text(int column) => System.Runtime.InteropServices.Marshal.PtrToStringUTF8((nint)SqliteNative.ValueText(SqliteNative.ColumnValue(Handle, column)));

    public void Reset() => _ = SqliteNative.Reset(Handle);

    /// <exception cref="SqliteException">SQLite says no.</exception>
    public void Check(int code) => SqliteErrors.Check(code, _connection);

    /// <summary>
    /// Takes the connection's mutex for this thread until disposed: the hundred million calls that follow then find it theirs and lock
    /// nothing (https://www.sqlite.org/c3ref/mutex_alloc.html, recursive mutexes).
    /// </summary>
    public HeldConnection HoldConnection() => new(_connection);

    public void Dispose() => _statement.Dispose();

    /// <summary>Gives the mutex back.</summary>
    public readonly ref struct HeldConnection
    {
        private readonly nint _mutex;

        internal HeldConnection(sqlite3 connection)
        {
            _mutex = SqliteNative.DbMutex(connection.DangerousGetHandle());
            SqliteNative.MutexEnter(_mutex);
        }

        public void Dispose() => SqliteNative.MutexLeave(_mutex);
    }
}
