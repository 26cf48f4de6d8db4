using Greenhouse.EfBackup.Format;
using Greenhouse.EfBackup.Schema;
using Microsoft.Data.Sqlite;

namespace Greenhouse.EfBackup.Databases.Sqlite;

/// <summary>
/// Reads the schema by SQLite's own pragmas. EF's model factory for scaffolding leaves out what a backup needs (names of generated columns'
/// kinds, partial and expression indexes, tables without rows' ids) and scans every table to guess types.
/// </summary>
internal static class SqliteCatalog
{
    private const string Tables = """
        SELECT l.name, l.type FROM pragma_table_list AS l
        WHERE l.schema = 'main' AND l.type IN ('table', 'virtual') AND l.name NOT LIKE 'sqlite\_%' ESCAPE '\'
        ORDER BY l.name
        """;

    // hidden: 2 and 3 are generated columns, virtual and stored (https://www.sqlite.org/pragma.html#pragma_table_xinfo).
    private const string Columns = """
        SELECT m.name, c.name, c.type, c."notnull", c.dflt_value, c.pk, c.hidden
        FROM sqlite_master AS m JOIN pragma_table_xinfo(m.name) AS c
        WHERE m.type = 'table' AND c.hidden <> 1 ORDER BY m.name, c.cid
        """;

    private const string ForeignKeys = """
        SELECT m.name, f.id, f."table", f."from", f."to", f.on_delete
        FROM sqlite_master AS m JOIN pragma_foreign_key_list(m.name) AS f
        WHERE m.type = 'table' ORDER BY m.name, f.id, f.seq
        """;

    private const string Indexes = """
        SELECT m.name, i.name, i."unique", s.sql, k.name
        FROM sqlite_master AS m JOIN pragma_index_list(m.name) AS i JOIN pragma_index_info(i.name) AS k
        LEFT JOIN sqlite_master AS s ON s.type = 'index' AND s.name = i.name
        WHERE m.type = 'table' AND i.origin <> 'pk' ORDER BY m.name, i.name, k.seqno
        """;

    public static LiveSchema Read(SqliteConnection connection)
    {
        var kinds = Query(connection, Tables, row => (Name: row.GetString(0), Type: row.GetString(1)));
        var columns = Query(connection, Columns, ReadColumn).ToLookup(column => column.Table, SqliteNameComparer.Instance);
        var keys = Query(connection, ForeignKeys, ReadForeignKey).ToLookup(key => key.Table, SqliteNameComparer.Instance);
        var indexes = Query(connection, Indexes, ReadIndex).ToLookup(index => index.Table, SqliteNameComparer.Instance);

        var names = kinds.ToDictionary(table => table.Name, table => table.Name, SqliteNameComparer.Instance);
        string[] KeyOf(string table) => [.. columns[table].Where(column => column.KeyPlace > 0).OrderBy(column => column.KeyPlace).Select(column => column.Column.Name)];

        return new LiveSchema(
            [.. kinds.Where(table => table.Type == "table").Select(table => new LiveTable
            {
                Key = table.Name,
                Name = table.Name,
                Columns = [.. columns[table.Name].Select(column => column.Column)],
                PrimaryKey = KeyOf(table.Name),
                ForeignKeys = [.. keys[table.Name].GroupBy(key => key.Id).Select(parts => Describe([.. parts], names, KeyOf))],
                Indexes = [.. indexes[table.Name].GroupBy(index => index.Name).Select(Describe)],
            })],
            [.. kinds.Where(table => table.Type == "virtual").Select(table => new NotTable(table.Name, "virtual table", "its module keeps its rows; rebuild it from the tables that feed it"))])
        {
            Remains = SqliteRemains.Find(connection),
        };
    }

    public static List<T> Query<T>(SqliteConnection connection, string sql, Func<SqliteDataReader, T> read, params (string Name, object Value)[] parameters)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        foreach (var (name, value) in parameters)
        {
            command.Parameters.AddWithValue(name, value);
        }

        using var reader = command.ExecuteReader();
        var rows = new List<T>();
        while (reader.Read())
        {
            rows.Add(read(reader));
        }

        return rows;
    }

    private static (string Table, LiveColumn Column, long KeyPlace) ReadColumn(SqliteDataReader row)
        => (row.GetString(0), new LiveColumn
        {
            Name = row.GetString(1),
            StoreType = row.GetString(2),
            Nullable = row.GetInt64(3) == 0,
            Default = row.IsDBNull(4) ? null : row.GetString(4),
            Generated = row.GetInt64(6) is 2 or 3,
        }, row.GetInt64(5));

    private static (string Table, long Id, string References, string From, string? To, string OnDelete) ReadForeignKey(SqliteDataReader row)
        => (row.GetString(0), row.GetInt64(1), row.GetString(2), row.GetString(3), row.IsDBNull(4) ? null : row.GetString(4), row.GetString(5));

    private static (string Table, string Name, bool Unique, string? Sql, string Column) ReadIndex(SqliteDataReader row)
        => (row.GetString(0), row.GetString(1), row.GetInt64(2) == 1, row.IsDBNull(3) ? null : row.GetString(3), row.IsDBNull(4) ? "(expression)" : row.GetString(4));

    private static ForeignKeyDescription Describe(
        (string Table, long Id, string References, string From, string? To, string OnDelete)[] parts, Dictionary<string, string> names, Func<string, string[]> keyOf)
        => new()
        {
            Columns = [.. parts.Select(part => part.From)],
            References = names.GetValueOrDefault(parts[0].References, parts[0].References),
            // A key that names no columns references the primary key.
            ReferencedColumns = parts[0].To is null ? keyOf(parts[0].References) : [.. parts.Select(part => part.To!)],
            OnDelete = parts[0].OnDelete == "NO ACTION" ? null : parts[0].OnDelete,
        };

    private static IndexDescription Describe(IEnumerable<(string Table, string Name, bool Unique, string? Sql, string Column)> parts)
    {
        var columns = parts.ToArray();
        return new() { Name = columns[0].Name, Unique = columns[0].Unique, Definition = columns[0].Sql, Columns = [.. columns.Select(part => part.Column)] };
    }
}
