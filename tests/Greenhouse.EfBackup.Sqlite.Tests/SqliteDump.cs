using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Greenhouse.EfBackup.Specification;
using Microsoft.Data.Sqlite;

namespace Greenhouse.EfBackup.Sqlite.Tests;

/// <summary>Everything a SQLite database holds: storage class and bits of every value, generated columns included.</summary>
internal static class SqliteDump
{
    private const int LongText = 200;

    public static Dump Of(SqliteConnection connection)
        => new(
            Tables(connection).ToDictionary(table => table, IReadOnlyList<string> (table) => Rows(connection, table)),
            HasSequences(connection) ? Query(connection, "SELECT 'counter ' || name || ' ' || seq FROM sqlite_sequence ORDER BY 1") : []);

    public static IReadOnlyList<string> Tables(SqliteConnection connection)
        => Query(connection, "SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table' AND substr(name, 1, 7) <> 'sqlite_' ORDER BY name");

    public static IReadOnlyList<string> Columns(SqliteConnection connection, string table)
        => Query(connection, $"SELECT name FROM pragma_table_xinfo({Text(table)}) ORDER BY cid");

    public static IReadOnlyList<string> EmptiableColumns(SqliteConnection connection, string table)
        => Query(connection, $"SELECT name FROM pragma_table_xinfo({Text(table)}) WHERE \"notnull\" = 0 AND pk = 0 AND hidden = 0 ORDER BY cid");

    public static bool HasSequences(SqliteConnection connection)
        => Query(connection, "SELECT name FROM sqlite_master WHERE name = 'sqlite_sequence'").Count > 0;

    public static void Execute(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    public static IReadOnlyList<string> Query(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        using var reader = command.ExecuteReader();
        var rows = new List<string>();
        while (reader.Read())
        {
            rows.Add(reader.GetString(0));
        }

        return rows;
    }

    private static List<string> Rows(SqliteConnection connection, string table)
    {
        var columns = Columns(connection, table).Select(name => $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"");
        using var command = connection.CreateCommand();
        command.CommandText = $"SELECT {string.Join(", ", columns.Select(name => $"typeof({name}), CASE WHEN typeof({name}) IN ('text', 'blob') THEN hex({name}) ELSE {name} END"))} FROM \"{table.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
        using var reader = command.ExecuteReader();
        var rows = new List<string>();
        while (reader.Read())
        {
            rows.Add(string.Join(" | ", Enumerable.Range(0, reader.FieldCount / 2).Select(column => Value(reader, column * 2))));
        }

        rows.Sort(StringComparer.Ordinal);
        return rows;
    }

    private static string Value(SqliteDataReader reader, int column)
        => reader.GetString(column) switch
        {
            "null" => "null",
            "integer" => reader.GetInt64(column + 1).ToString(CultureInfo.InvariantCulture),
            "real" => $"real {BitConverter.DoubleToInt64Bits(reader.GetDouble(column + 1)):x16}",
            var type => $"{type} {Short(reader.GetString(column + 1))}",
        };

    private static string Short(string hex)
        => hex.Length <= LongText ? hex : $"{hex.Length} digits, {Convert.ToHexString(SHA256.HashData(Encoding.ASCII.GetBytes(hex)))}";

    private static string Text(string name) => $"'{name.Replace("'", "''", StringComparison.Ordinal)}'";
}
