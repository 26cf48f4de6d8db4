using Greenhouse.EfBackup.Format;

namespace Greenhouse.EfBackup.Schema;

/// <summary>Whether migrations have led to the very schema that a backup was taken from: columns, types, defaults, keys and indexes.</summary>
internal static class SchemaDifferences
{
    /// <param name="backup">The tables of the backup.</param>
    /// <param name="reached">The tables of the database now.</param>
    /// <param name="names">How identifiers compare.</param>
    /// <returns>A sentence each.</returns>
    public static IReadOnlyList<string> Between(IReadOnlyList<TableDescription> backup, IReadOnlyList<TableDescription> reached, StringComparer names)
        => [.. backup.SelectMany(table => reached.FirstOrDefault(candidate => names.Equals(candidate.Key, table.Key)) is { } found ? OfTable(table, found, names) : [$"table {table.Key} is not there"])];

    private static IEnumerable<string> OfTable(TableDescription backup, TableDescription reached, StringComparer names)
        => Of(backup, "column", backup.Columns, reached.Columns, column => column.Name, Text, names)
            .Concat(Of(backup, "index", backup.Indexes, reached.Indexes, index => index.Name, Text, names))
            .Concat(Text(backup.PrimaryKey) == Text(reached.PrimaryKey) ? [] : [$"the primary key of {backup.Key} is {Text(reached.PrimaryKey)}, and was {Text(backup.PrimaryKey)}"])
            .Concat(Of(backup, "foreign key", backup.ForeignKeys, reached.ForeignKeys, Text, Text, names));

    private static IEnumerable<string> Of<T>(
        TableDescription table, string what, IReadOnlyList<T> backup, IReadOnlyList<T> reached, Func<T, string> nameOf, Func<T, string> textOf, StringComparer names)
    {
        foreach (var part in backup)
        {
            if (!reached.Any(candidate => names.Equals(nameOf(candidate), nameOf(part))))
            {
                yield return $"{what} {nameOf(part)} of {table.Key} is not there";
            }
            else if (reached.All(candidate => !names.Equals(nameOf(candidate), nameOf(part)) || textOf(candidate) != textOf(part)))
            {
                yield return $"{what} {nameOf(part)} of {table.Key} is {textOf(reached.First(candidate => names.Equals(nameOf(candidate), nameOf(part))))}, and was {textOf(part)}";
            }
        }

        foreach (var part in reached.Where(part => !backup.Any(candidate => names.Equals(nameOf(candidate), nameOf(part)))))
        {
            yield return $"{what} {nameOf(part)} of {table.Key} is new";
        }
    }

    private static string Text(ColumnDescription column)
        => $"{column.StoreType}{(column.Nullable ? "" : " NOT NULL")}{(column.Generated ? " computed" : "")}{(column.Default is null ? "" : $" DEFAULT {column.Default}")}";

    private static string Text(IndexDescription index) => $"{(index.Unique ? "unique " : "")}{Text(index.Columns)}{(index.Definition is null ? "" : $": {index.Definition}")}";

    private static string Text(ForeignKeyDescription key) => $"{Text(key.Columns)} REFERENCES {key.References}{Text(key.ReferencedColumns)}{(key.OnDelete is null ? "" : $" ON DELETE {key.OnDelete}")}";

    private static string Text(IEnumerable<string> columns) => $"({string.Join(", ", columns)})";
}
