using Microsoft.Data.Sqlite;

namespace Greenhouse.EfBackup.Databases.Sqlite;

/// <summary>
/// What migrations that were killed leave in a database: the row that EF Core 9 and later lock with, which every later migration waits for without an end, and
/// the half-built tables that were to take others' places.
/// </summary>
internal static class SqliteRemains
{
    public const string Lock = "__EFMigrationsLock";
    private const string HalfBuilt = "ef_temp_";

    private const string Tables = """
        SELECT t.name, EXISTS (SELECT 1 FROM sqlite_master AS o WHERE o.type = 'table' AND o.name = substr(t.name, 9) COLLATE NOCASE)
        FROM sqlite_master AS t WHERE t.type = 'table' AND t.name LIKE 'ef\_temp\_%' ESCAPE '\' ORDER BY t.name
        """;

    /// <summary>A sentence each.</summary>
    public static IReadOnlyList<string> Find(SqliteConnection connection)
        => [.. Locks(connection), .. SqliteCatalog.Query(connection, Tables, row => (Name: row.GetString(0), IsCopy: row.GetBoolean(1))).Select(table => table.IsCopy
            ? $"the half-built table {table.Name}"
            : $"the table {table.Name}, and no table {table.Name[HalfBuilt.Length..]}, whose rows it may hold")];

    /// <summary>The names of the half-built tables.</summary>
    public static IReadOnlyList<string> FindTables(SqliteConnection connection) => SqliteCatalog.Query(connection, Tables, row => row.GetString(0));

    private static List<string> Locks(SqliteConnection connection)
        => SqliteCatalog.Query(connection, $"SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = '{Lock}'", row => row.GetInt64(0)).Count == 0
            ? []
            : SqliteCatalog.Query(connection, $"SELECT \"Timestamp\" FROM \"{Lock}\"", row => $"the lock of a migration that began at {row.GetString(0)}");
}
