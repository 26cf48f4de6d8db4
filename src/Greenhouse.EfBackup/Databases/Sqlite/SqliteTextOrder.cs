using System.Text;
using Microsoft.Data.Sqlite;

namespace Greenhouse.EfBackup.Databases.Sqlite;

/// <summary>
/// The order of text in FORMAT.md: by its bytes as UTF-8. BINARY compares the bytes of the database's own encoding, which is another
/// order where that is UTF-16.
/// </summary>
internal static class SqliteTextOrder
{
    private const string AsUtf8 = "EFBACKUP_UTF8";

    /// <summary>The name of a collation that has this order on the connection.</summary>
    public static string CollationOf(SqliteConnection connection)
    {
        if (IsUtf8(connection))
        {
            return "BINARY";
        }

        connection.CreateCollation(AsUtf8, (left, right) => Encoding.UTF8.GetBytes(left).AsSpan().SequenceCompareTo(Encoding.UTF8.GetBytes(right)));
        return AsUtf8;
    }

    /// <summary>The database keeps text as UTF-8, as nearly all do.</summary>
    public static bool IsUtf8(SqliteConnection connection)
        => SqliteCatalog.Query(connection, "PRAGMA encoding", row => row.GetString(0))[0] == "UTF-8";
}
