using Greenhouse.EfBackup.Format;
using Greenhouse.EfBackup.Schema;
using Microsoft.Data.Sqlite;

namespace Greenhouse.EfBackup.Databases.Sqlite;

/// <summary>
/// Inserts rows whose key is missing, and then gives those that are there the values of the file, where they differ. Both count what they change: one
/// statement that does both would not say which it did, and this one is run only where some are there.
/// </summary>
internal sealed class SqliteMerge : ISqliteRows
{
    private readonly SqliteConnection _connection;
    private readonly TablePair _pair;
    private readonly SqliteMergeCount _count;
    private readonly SqliteRowStatement _insert;
    private readonly SqliteRowStatement? _update;

    /// <param name="update">Rows that are there get the values of the file.</param>
    /// <param name="count">Counts what is inserted and updated.</param>
    public SqliteMerge(SqliteConnection connection, TablePair pair, int rows, bool update, SqliteMergeCount count)
    {
        (_connection, _pair, _count) = (connection, pair, count);
        var key = SqliteNames.List(pair.Target.PrimaryKey);
        _insert = new SqliteRowStatement(connection, pair, rows, values => $"{SqliteInsert.Sql(pair, values)} ON CONFLICT ({key}) DO NOTHING");
        // By its collation, a key that is a text may be found under another spelling.
        string[] others = [.. SqliteRowStatement.Columns(pair).Select(column => column.Target)
            .Where(column => column.Kind is ValueKind.String or ValueKind.Text || !pair.Target.PrimaryKey.Contains(column.Name, SqliteNameComparer.Instance)).Select(column => column.Name)];
        _update = update && others.Length > 0 ? new SqliteRowStatement(connection, pair, rows, values => $"{SqliteInsert.Sql(pair, values)} ON CONFLICT ({key}) DO UPDATE {Differing(pair.Target.Name, others)}") : null;
    }

    public int Rows => _insert.Rows;

    public void Run(ref RowReader row, BindingScratch scratch)
    {
        var before = row;
        _insert.Run(ref row, scratch);
        _count.Inserted += _insert.Changes;
        if (_update is not null && _insert.Changes < Rows)
        {
            row = before;
            _update.Run(ref row, scratch);
            _count.Updated += _update.Changes;
        }
    }

    public SqliteStatement.HeldConnection HoldConnection() => _insert.HoldConnection();

    public EfBackupException? Explain(RowReader row, BindingScratch scratch, SqliteException exception)
        => new SqliteTakenValue(_connection, _pair).Find(row, scratch, exception);

    public void Dispose()
    {
        _insert.Dispose();
        _update?.Dispose();
    }

    /// <summary>
    /// IS NOT compares by a column's collation, and takes 1 and 1.0 for one: what is stored is the same where type and bytes are. A number is turned into
    /// what its column keeps before it gets here (https://www.sqlite.org/lang_upsert.html, "excluded").
    /// </summary>
    private static string Differing(string table, string[] columns)
    {
        var set = columns.Select(column => $"{SqliteNames.Quote(column)} = excluded.{SqliteNames.Quote(column)}");
        var differs = columns.Select(column => (Here: $"{SqliteNames.Quote(table)}.{SqliteNames.Quote(column)}", There: $"excluded.{SqliteNames.Quote(column)}"))
            .Select(value => $"{value.Here} IS NOT {value.There} COLLATE BINARY OR typeof({value.Here}) <> typeof({value.There})");
        return $"SET {string.Join(", ", set)} WHERE {string.Join(" OR ", differs)}";
    }
}

/// <summary>Rows that were merged so far.</summary>
internal sealed class SqliteMergeCount
{
    public long Inserted { get; set; }

    public long Updated { get; set; }
}
