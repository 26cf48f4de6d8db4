using System.Runtime.InteropServices;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Greenhouse.EfBackup.Databases.Sqlite;

/// <summary>
/// The functions of the SQLite library that the application has loaded, called by address: a value costs no object and no handle's count.
/// All take a statement or value that one thread uses at a time.
/// </summary>
internal static unsafe class SqliteNative
{
    public const int Integer = 1;
    public const int Real = 2;
    public const int Text = 3;
    public const int Blob = 4;
    public const int Null = 5;

    public const int Ok = 0;
    public const int Row = 100;
    public const int Done = 101;

    // A statement's value is read without locking the connection each time, which is what sqlite3_column_value is not promised for where
    // several threads use the connection at once; here one does.
    public static readonly delegate* unmanaged[Cdecl]<nint, int> Step = (delegate* unmanaged[Cdecl]<nint, int>)Export("sqlite3_step");
    public static readonly delegate* unmanaged[Cdecl]<nint, int> Reset = (delegate* unmanaged[Cdecl]<nint, int>)Export("sqlite3_reset");
    public static readonly delegate* unmanaged[Cdecl, SuppressGCTransition]<nint, int, nint> ColumnValue = (delegate* unmanaged[Cdecl, SuppressGCTransition]<nint, int, nint>)Export("sqlite3_column_value");
    public static readonly delegate* unmanaged[Cdecl, SuppressGCTransition]<nint, int> ValueType = (delegate* unmanaged[Cdecl, SuppressGCTransition]<nint, int>)Export("sqlite3_value_type");
    public static readonly delegate* unmanaged[Cdecl, SuppressGCTransition]<nint, long> ValueInt64 = (delegate* unmanaged[Cdecl, SuppressGCTransition]<nint, long>)Export("sqlite3_value_int64");
    public static readonly delegate* unmanaged[Cdecl, SuppressGCTransition]<nint, double> ValueDouble = (delegate* unmanaged[Cdecl, SuppressGCTransition]<nint, double>)Export("sqlite3_value_double");
    public static readonly delegate* unmanaged[Cdecl, SuppressGCTransition]<nint, int> ValueBytes = (delegate* unmanaged[Cdecl, SuppressGCTransition]<nint, int>)Export("sqlite3_value_bytes");
    public static readonly delegate* unmanaged[Cdecl, SuppressGCTransition]<nint, byte*> ValueText = (delegate* unmanaged[Cdecl, SuppressGCTransition]<nint, byte*>)Export("sqlite3_value_text");
    public static readonly delegate* unmanaged[Cdecl]<nint, byte*> ValueBlob = (delegate* unmanaged[Cdecl]<nint, byte*>)Export("sqlite3_value_blob");
    public static readonly delegate* unmanaged[Cdecl, SuppressGCTransition]<nint, int, int> BindNull = (delegate* unmanaged[Cdecl, SuppressGCTransition]<nint, int, int>)Export("sqlite3_bind_null");
    public static readonly delegate* unmanaged[Cdecl, SuppressGCTransition]<nint, int, long, int> BindInt64 = (delegate* unmanaged[Cdecl, SuppressGCTransition]<nint, int, long, int>)Export("sqlite3_bind_int64");
    public static readonly delegate* unmanaged[Cdecl, SuppressGCTransition]<nint, int, double, int> BindDouble = (delegate* unmanaged[Cdecl, SuppressGCTransition]<nint, int, double, int>)Export("sqlite3_bind_double");
    public static readonly delegate* unmanaged[Cdecl]<nint, int, byte*, int, nint, int> BindText = (delegate* unmanaged[Cdecl]<nint, int, byte*, int, nint, int>)Export("sqlite3_bind_text");
    public static readonly delegate* unmanaged[Cdecl]<nint, int, byte*, int, nint, int> BindBlob = (delegate* unmanaged[Cdecl]<nint, int, byte*, int, nint, int>)Export("sqlite3_bind_blob");

    public static readonly delegate* unmanaged[Cdecl]<nint, nint> DbMutex = (delegate* unmanaged[Cdecl]<nint, nint>)Export("sqlite3_db_mutex");
    public static readonly delegate* unmanaged[Cdecl]<nint, void> MutexEnter = (delegate* unmanaged[Cdecl]<nint, void>)Export("sqlite3_mutex_enter");
    public static readonly delegate* unmanaged[Cdecl]<nint, void> MutexLeave = (delegate* unmanaged[Cdecl]<nint, void>)Export("sqlite3_mutex_leave");

    private static nint _library;

    private static nint Export(string name)
    {
        if (_library == 0)
        {
            // The name that the application's SQLite bundle goes by (e_sqlite3, sqlite3, e_sqlcipher ...), found where its own assembly finds it.
            _library = NativeLibrary.Load(raw.GetNativeLibraryName(), typeof(SqliteConnection).Assembly, searchPath: null);
        }

        return NativeLibrary.GetExport(_library, name);
    }
}
