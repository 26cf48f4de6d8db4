using Microsoft.Data.Sqlite;

namespace Greenhouse.EfBackup.Databases.Sqlite;

/// <summary>
/// Sets a large table's indexes aside while its rows are loaded and builds them afterwards from the very SQL that made them: sorting once
/// is several times faster than a random insertion a row. All inside the restore's transaction.
/// </summary>
internal sealed class SqliteIndexes(SqliteConnection connection)
{
    private readonly List<string> _definitions = [];
    private readonly List<(string Table, string? Index, string Values)> _statistics = [];

    /// <summary>Drops the indexes of a table; those that serve a constraint stay.</summary>
    public void SetAside(string table)
    {
        var indexes = SqliteCatalog.Query(
            connection,
            "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND tbl_name = $table COLLATE NOCASE AND sql IS NOT NULL ORDER BY rowid",
            row => (Name: row.GetString(0), Sql: row.GetString(1)),
            ("$table", table));
        foreach (var (name, sql) in indexes)
        {
            KeepStatistics(name);
            SqliteCatalog.Query(connection, $"DROP INDEX {SqliteNames.Quote(name)}", row => 0);
            _definitions.Add(sql);
        }
    }

    /// <summary>Builds what was dropped.</summary>
    public void Rebuild()
    {
        foreach (var sql in _definitions)
        {
            SqliteCatalog.Query(connection, sql, row => 0);
        }

        foreach (var (table, index, values) in _statistics)
        {
            SqliteCatalog.Query(connection, "INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES ($table, $index, $values)", row => 0, ("$table", table), ("$index", index!), ("$values", values));
        }

        _definitions.Clear();
        _statistics.Clear();
    }

    /// <summary>Dropping an index forgets what ANALYZE found out about it.</summary>
    private void KeepStatistics(string index)
    {
        if (SqliteCatalog.Query(connection, "SELECT 1 FROM sqlite_master WHERE name = 'sqlite_stat1'", row => 0).Count > 0)
        {
            _statistics.AddRange(SqliteCatalog.Query(
                connection,
                "SELECT tbl, idx, stat FROM sqlite_stat1 WHERE idx = $index",
                row => (row.GetString(0), (string?)row.GetString(1), row.GetString(2)),
                ("$index", index)));
        }
    }
}
