using Greenhouse.EfBackup.Databases.PostgreSql.Catalog;
using Greenhouse.EfBackup.Format;

namespace Greenhouse.EfBackup.Databases.PostgreSql.Reading;

/// <summary>The rows of a table as SQL, in FORMAT.md's order of rows.</summary>
internal static class PostgreSqlSelect
{
    // The server keeps its answer to a COPY until it has eight kilobytes of it, which may be after hours of sorting; a notice makes it send what it has before
    // it sorts. Without an answer the driver gives up after the time that is meant for an application's queries. An empty search text gets a notice, asked for
    // as it is run (the clock is only known then) and once.
    private const string Answering = "(SELECT pg_catalog.left(pg_catalog.clock_timestamp()::text, 0)::pg_catalog.tsquery) IS NOT NULL";

    /// <param name="table">The table as the server knows it.</param>
    /// <param name="description">The columns that are wanted.</param>
    /// <param name="condition">Which rows, as SQL; empty for all.</param>
    public static string InOrder(PostgreSqlTable table, TableDescription description, string condition = "")
    {
        var columns = description.StoredColumns.Select(column => Value(table, column));
        return $"SELECT {string.Join(", ", columns)} FROM {table.Rows} WHERE {Answering}{(condition.Length > 0 ? $" AND {condition}" : "")}{By(table, description)}";
    }

    /// <summary>FORMAT.md's order of rows.</summary>
    public static string By(PostgreSqlTable table, TableDescription description)
    {
        var order = description.PrimaryKey.Count > 0
            ? description.PrimaryKey.Select(name => Key(table, description.Columns.First(column => column.Name == name)))
            : description.StoredColumns.Select(column => Whole(table, column));
        return string.Join(", ", order) is { Length: > 0 } by ? $" ORDER BY {by}" : "";
    }

    /// <summary>
    /// concat() gives the text of a type's output function; a cast may give another one (of an inet, of char(n), of a boolean). IS NOT NULL would be false
    /// for a row in a column that has a null among its fields (https://www.postgresql.org/docs/current/functions-comparison.html).
    /// </summary>
    public static string TextOf(string column) => $"CASE WHEN {column} IS DISTINCT FROM NULL THEN pg_catalog.concat({column}) END";

    private static string Value(PostgreSqlTable table, ColumnDescription column)
    {
        var name = PostgreSqlNames.Quote(column.Name);
        return table.EncodingOf(column) == Encoding.Text ? TextOf(name) : name;
    }

    /// <summary>A column of the key: never null, so that an index can give the order.</summary>
    private static string Key(PostgreSqlTable table, ColumnDescription column)
        => IsByValue(column.Kind) ? PostgreSqlNames.Quote(column.Name) : ByText(table, column);

    /// <summary>A column of a table without a key: what compares equal is still told apart, so that the order depends on the bytes of the rows only.</summary>
    private static string Whole(PostgreSqlTable table, ColumnDescription column)
        => !IsByValue(column.Kind) ? $"{ByText(table, column)} NULLS FIRST"
            : column.Kind is ValueKind.Decimal or ValueKind.Single or ValueKind.Double ? $"{PostgreSqlNames.Quote(column.Name)} NULLS FIRST, {ByText(table, column)}"
            : $"{PostgreSqlNames.Quote(column.Name)} NULLS FIRST";

    private static bool IsByValue(ValueKind kind)
        => kind is ValueKind.Boolean or ValueKind.Integer or ValueKind.Single or ValueKind.Double or ValueKind.Decimal or ValueKind.Binary
            or ValueKind.Guid or ValueKind.Date or ValueKind.Time or ValueKind.DateTime or ValueKind.Timestamp;

    private static string ByText(PostgreSqlTable table, ColumnDescription column)
    {
        var name = PostgreSqlNames.Quote(column.Name);
        // The type's own text is what is stored; bpchar as text would lose its padding.
        var text = table.EncodingOf(column) == Encoding.String && table.BaseTypes[column.Name] != "bpchar" ? name : TextOf(name);
        return table.InOtherOrder ? $"pg_catalog.convert_to({text}, 'UTF8')" : $"{text} COLLATE \"C\"";
    }
}
