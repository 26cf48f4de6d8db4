using Npgsql;

namespace Greenhouse.EfBackup.PostgreSql.Tests;

/// <summary>Makes a database differ from its backup wherever it can.</summary>
internal static class PostgreSqlDamage
{
    private const string IntegrityViolation = "23";

    public static void Do(NpgsqlConnection connection)
    {
        // Neither foreign keys nor triggers hinder it.
        PostgreSqlDump.Execute(connection, "SET session_replication_role = replica");
        foreach (var table in PostgreSqlDump.Tables(connection).Where(table => table.Name != "__EFMigrationsHistory"))
        {
            Empty(connection, table);
            DeleteFirst(connection, table);
        }

        MoveCounters(connection);
    }

    /// <summary>All columns that may be null at once; one after the other where a constraint does not take that.</summary>
    private static void Empty(NpgsqlConnection connection, DumpedTable table)
    {
        var columns = PostgreSqlDump.Query(
            connection,
            $"SELECT attname::text FROM pg_attribute WHERE attrelid = '{Literal(table.Sql)}'::regclass AND attnum > 0 AND NOT attisdropped AND NOT attnotnull AND attgenerated = ''");
        if (columns.Count > 0 && !TryEmpty(connection, table, columns))
        {
            foreach (var column in columns)
            {
                TryEmpty(connection, table, [column]);
            }
        }
    }

    private static bool TryEmpty(NpgsqlConnection connection, DumpedTable table, IEnumerable<string> columns)
    {
        try
        {
            PostgreSqlDump.Execute(connection, $"UPDATE {table.From} SET {string.Join(", ", columns.Select(column => $"{PostgreSqlDump.Quote(column)} = NULL"))}");
            return true;
        }
        catch (PostgresException exception) when (exception.SqlState.StartsWith(IntegrityViolation, StringComparison.Ordinal))
        {
            return false;
        }
    }

    /// <summary>By the text of the whole row: not every type has an order.</summary>
    private static void DeleteFirst(NpgsqlConnection connection, DumpedTable table)
        => PostgreSqlDump.Execute(connection, $"DELETE FROM {table.From} WHERE (tableoid, ctid) = (SELECT tableoid, ctid FROM {table.From} AS t ORDER BY t::text COLLATE \"C\" LIMIT 1)");

    private static void MoveCounters(NpgsqlConnection connection)
        => PostgreSqlDump.Query(
            connection,
            """
            SELECT setval(s.seqrelid::regclass, CASE WHEN seqincrement > 0 THEN least(coalesce(pg_sequence_last_value(s.seqrelid), seqstart) + 1000, seqmax) ELSE greatest(coalesce(pg_sequence_last_value(s.seqrelid), seqstart) - 1000, seqmin) END)::text
            FROM pg_sequence s JOIN pg_class c ON c.oid = s.seqrelid JOIN pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname NOT LIKE 'pg\_%'
            """);

    private static string Literal(string text) => text.Replace("'", "''", StringComparison.Ordinal);
}
