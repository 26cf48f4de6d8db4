using Greenhouse.EfBackup.Format;

namespace Greenhouse.EfBackup.Schema;

/// <summary>
/// Kinds that stand for one another where a backup goes into another kind of database: where one has a type for what the other keeps as something else,
/// and EF Core reads the same value from both.
/// </summary>
internal static class KindConversion
{
    /// <param name="from">The column in the backup.</param>
    /// <param name="to">The column of the database, of another kind of values.</param>
    public static bool IsPossible(ColumnDescription from, ColumnDescription to)
        => (from.Kind, to.Kind) switch
        {
            // A DateTime is a time of no zone in SQLite and an instant in PostgreSQL.
            (ValueKind.DateTime, ValueKind.Timestamp) or (ValueKind.Timestamp, ValueKind.DateTime) => true,
            // An address, a version, a path: text here and a type of its own there. And lists, as far as a model knows what is in them.
            (ValueKind.String, ValueKind.Text) or (ValueKind.Text, ValueKind.String) => true,
            (ValueKind.Json, ValueKind.Text) or (ValueKind.Text, ValueKind.Json) => IsArray(from) || IsArray(to),
            // A text that holds JSON.
            (ValueKind.String, ValueKind.Json) or (ValueKind.Json, ValueKind.String) => true,
            // An unsigned long is numeric(20,0) in PostgreSQL.
            (ValueKind.Integer, ValueKind.Decimal) or (ValueKind.Decimal, ValueKind.Integer) => true,
            _ => false,
        };

    /// <summary>What is assumed about values whose meaning the other kind of database does not keep.</summary>
    public static IEnumerable<string> NotesOf(TableDescription source, TableDescription target, StringComparer names)
        => source.StoredColumns
            .Select(column => (From: column, To: target.Columns.FirstOrDefault(place => names.Equals(place.Name, column.Name))))
            .Select(column => (column.From.Kind, column.To?.Kind) switch
            {
                (ValueKind.DateTime, ValueKind.Timestamp) => $"times of no zone in {source.Key}.{column.From.Name} are taken for UTC",
                (ValueKind.Timestamp, ValueKind.DateTime) => $"instants in {source.Key}.{column.From.Name} become times of no zone, in UTC",
                _ => "",
            })
            .Where(note => note.Length > 0);

    /// <summary>PostgreSQL's own kind of list; others are kept as JSON.</summary>
    public static bool IsArray(ColumnDescription column) => column.StoreType.EndsWith("[]", StringComparison.Ordinal);
}
