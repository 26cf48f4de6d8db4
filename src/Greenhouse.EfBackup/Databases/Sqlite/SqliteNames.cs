using Greenhouse.EfBackup.Format;

namespace Greenhouse.EfBackup.Databases.Sqlite;

/// <summary>Names and lists of names as SQL.</summary>
internal static class SqliteNames
{
    public static string Quote(string name) => $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    public static string Text(string text) => $"'{text.Replace("'", "''", StringComparison.Ordinal)}'";

    public static string List(IEnumerable<string> names) => string.Join(", ", names.Select(Quote));

    /// <summary>Every row of a table, in FORMAT.md's order of rows.</summary>
    /// <param name="table">The table.</param>
    /// <param name="collation">The collation that orders text.</param>
    /// <param name="condition">Which rows, as SQL; empty for all.</param>
    public static string SelectInOrder(TableDescription table, string collation, string condition)
        => $"SELECT {List(table.StoredColumns.Select(column => column.Name))} FROM {Quote(table.Name)}{(condition.Length > 0 ? $" WHERE {condition}" : "")}{InOrder(table, collation)}";

    /// <summary>FORMAT.md's order of rows.</summary>
    public static string InOrder(TableDescription table, string collation)
    {
        var order = table.PrimaryKey.Count > 0
            ? table.PrimaryKey.Select(name => table.Columns.First(column => SqliteNameComparer.Instance.Equals(column.Name, name)))
            : table.StoredColumns;
        return $" ORDER BY {string.Join(", ", order.Select(column => Order(column, collation)))}";
    }

    private static string Order(ColumnDescription column, string collation)
        => column.Kind switch
        {
            // A row id's order needs no sorting, and a COLLATE clause would hide that from SQLite.
            ValueKind.Integer or ValueKind.Boolean or ValueKind.Double or ValueKind.Single => Quote(column.Name),
            ValueKind.Decimal => $"CAST({Quote(column.Name)} AS REAL), {Quote(column.Name)} COLLATE {collation}",
            _ => $"{Quote(column.Name)} COLLATE {collation}",
        };
}
