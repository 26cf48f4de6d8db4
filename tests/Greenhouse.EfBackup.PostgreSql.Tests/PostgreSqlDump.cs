using System.Security.Cryptography;
using System.Text;
using Greenhouse.EfBackup.Specification;
using Npgsql;

namespace Greenhouse.EfBackup.PostgreSql.Tests;

/// <summary>Everything a PostgreSQL database holds, as its own COPY writes it, generated columns included.</summary>
internal static class PostgreSqlDump
{
    private const int LongText = 200;

    /// <summary>Whatever the server's settings are: exact, and always the same.</summary>
    private const string Settings = "SET DateStyle = 'ISO, YMD'; SET IntervalStyle = 'postgres'; SET TimeZone = 'UTC'; SET extra_float_digits = 1; SET bytea_output = 'hex'; SET row_security = off";

    public static Dump Of(NpgsqlConnection connection)
    {
        Execute(connection, Settings);
        return new(Tables(connection).ToDictionary(table => table.Key, IReadOnlyList<string> (table) => Rows(connection, table)), Counters(connection));
    }

    /// <summary>Every table whose rows are its own: not a partition, which its root shows.</summary>
    public static IReadOnlyList<DumpedTable> Tables(NpgsqlConnection connection)
        => [.. Query(
            connection,
            """
            SELECT n.nspname, c.relname, c.relkind::text FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
            WHERE c.relkind IN ('r', 'p') AND NOT c.relispartition AND n.nspname NOT LIKE 'pg\_%' AND n.nspname <> 'information_schema'
            ORDER BY n.nspname COLLATE "C", c.relname COLLATE "C"
            """,
            reader => new DumpedTable(reader.GetString(0), reader.GetString(1), Partitioned: reader.GetString(2) == "p"))];

    public static void Execute(string connectionString, string sql)
    {
        using var connection = new NpgsqlConnection(connectionString);
        connection.Open();
        Execute(connection, sql);
    }

    public static void Execute(NpgsqlConnection connection, string sql)
    {
        using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 0 };
        command.ExecuteNonQuery();
    }

    public static IReadOnlyList<string> Query(NpgsqlConnection connection, string sql) => Query(connection, sql, reader => reader.GetString(0));

    public static IReadOnlyList<T> Query<T>(NpgsqlConnection connection, string sql, Func<NpgsqlDataReader, T> read)
    {
        using var command = new NpgsqlCommand(sql, connection);
        using var reader = command.ExecuteReader();
        var rows = new List<T>();
        while (reader.Read())
        {
            rows.Add(read(reader));
        }

        return rows;
    }

    public static string Quote(string name) => $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    private static List<string> Counters(NpgsqlConnection connection)
    {
        var sequences = Query(
            connection,
            "SELECT n.nspname, c.relname FROM pg_sequence s JOIN pg_class c ON c.oid = s.seqrelid JOIN pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname NOT LIKE 'pg\\_%'",
            reader => new DumpedTable(reader.GetString(0), reader.GetString(1), Partitioned: false));
        return [.. sequences
            .Select(sequence => $"counter {sequence.Key} {Query(connection, $"SELECT last_value || ' ' || is_called FROM {sequence.Sql}").Single()}")
            .Order(StringComparer.Ordinal)];
    }

    private static List<string> Rows(NpgsqlConnection connection, DumpedTable table)
    {
        using var copy = (StreamReader)connection.BeginTextExport($"COPY (SELECT * FROM {table.From}) TO STDOUT");
        // Not through the reader itself, which takes a mark at the start of the first value for its own.
        using var bytes = new MemoryStream();
        copy.BaseStream.CopyTo(bytes);
        var rows = Encoding.UTF8.GetString(bytes.GetBuffer(), 0, (int)bytes.Length).Split('\n')[..^1].Select(Row).ToList();
        rows.Sort(StringComparer.Ordinal);
        return rows;
    }

    /// <summary>COPY escapes tabs and line feeds of values: those that are left stand between them.</summary>
    private static string Row(string line) => line.Length <= LongText ? line : string.Join('\t', line.Split('\t').Select(Short));

    private static string Short(string value)
        => value.Length <= LongText ? value : $"{value.Length} characters, {Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(value)))}";
}

/// <param name="Partitioned">Its rows lie in its partitions; those of another table are its own, without its children's.</param>
internal sealed record DumpedTable(string Schema, string Name, bool Partitioned)
{
    /// <summary>As the format names a table: the schema only where it is not the default one.</summary>
    public string Key => Schema == "public" ? Name : $"{Schema}.{Name}";

    public string Sql => $"{PostgreSqlDump.Quote(Schema)}.{PostgreSqlDump.Quote(Name)}";

    public string From => Partitioned ? Sql : $"ONLY {Sql}";
}
