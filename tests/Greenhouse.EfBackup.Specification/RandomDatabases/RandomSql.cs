namespace Greenhouse.EfBackup.Specification.RandomDatabases;

/// <summary>The statements that make a random database.</summary>
/// <param name="database">The database.</param>
/// <param name="dialect">Of its kind.</param>
/// <param name="quote">How a name is quoted.</param>
public sealed class RandomSql(RandomDatabase database, RandomDialect dialect, Func<string, string> quote)
{
    public string Schema
        => Together([.. database.Tables.Select(Table), .. dialect.AddsReferences ? database.Tables.SelectMany(table => table.References.Select(reference => $"ALTER TABLE {quote(table.Name)} ADD {Reference(reference)};")) : []]);

    public string Rows
        => Together(database.Tables.SelectMany(table => table.Rows.Select(row => $"INSERT INTO {quote(table.Name)} ({Names(table.Columns.Select(column => column.Name))}) VALUES ({string.Join(", ", row)});")));

    private string Table(RandomTable table)
        => $"CREATE TABLE {quote(table.Name)} ({string.Join(", ", [.. table.Columns.Select(column => Column(table, column)), .. Key(table), .. dialect.AddsReferences ? [] : table.References.Select(Reference)])});";

    private string Column(RandomTable table, RandomColumn column)
        => $"{quote(column.Name)} {(table.IsCounted && column.Name == table.Key[0] ? dialect.CountedKey : column.Type.Store + (column.Nullable ? "" : " NOT NULL"))}";

    private string[] Key(RandomTable table) => table.Key.Count == 0 || table.IsCounted ? [] : [$"PRIMARY KEY ({Names(table.Key)})"];

    private string Reference(RandomReference reference)
        => $"FOREIGN KEY ({Names(reference.Columns)}) REFERENCES {quote(reference.Table.Name)} ({Names(reference.Table.Key)}) ON DELETE {reference.Action}";

    private static string Together(IEnumerable<string> statements) => $"BEGIN;\n{string.Join('\n', statements)}\nCOMMIT;\n";

    private string Names(IEnumerable<string> names) => string.Join(", ", names.Select(quote));
}
