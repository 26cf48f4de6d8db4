using Greenhouse.EfBackup.Format;
using Greenhouse.EfBackup.Schema;
using Microsoft.Data.Sqlite;

namespace Greenhouse.EfBackup.Databases.Sqlite;

/// <summary>
/// Inserts rows whose key is missing, and gives those that are there the values of the file, where they differ. Most rows of a merge are there already and the same:
/// one statement finds them once.
/// </summary>
internal sealed class SqliteMerge : ISqliteRows
{
    private readonly SqliteConnection _connection;
    private readonly TablePair _pair;
    private readonly SqliteMergeCount _count;
    private readonly SqliteRowStatement _statement;

    /// <param name="update">Rows that are there get the values of the file.</param>
    /// <param name="count">Counts what changes.</param>
    public SqliteMerge(SqliteConnection connection, TablePair pair, int rows, bool update, SqliteMergeCount count)
    {
        (_connection, _pair, _count) = (connection, pair, count);
        // By its collation, a key that is a text may be found under another spelling.
        string[] others = [.. SqliteRowStatement.Columns(pair).Select(column => column.Target)
            .Where(column => column.Kind is ValueKind.String or ValueKind.Text || !pair.Target.PrimaryKey.Contains(column.Name, SqliteNameComparer.Instance)).Select(column => column.Name)];
        var action = update && others.Length > 0 ? $"UPDATE {Differing(pair.Target.Name, others)} AND {SqliteMergeCount.Function}()" : "NOTHING";
        _statement = new SqliteRowStatement(connection, pair, rows, values => $"{SqliteInsert.Sql(pair, values)} ON CONFLICT ({SqliteNames.List(pair.Target.PrimaryKey)}) DO {action}");
    }

    public int Rows => _statement.Rows;

    public void Run(ref RowReader row, BindingScratch scratch)
    {
        _statement.Run(ref row, scratch);
        _count.Changed += _statement.Changes;
    }

    public SqliteStatement.HeldConnection HoldConnection() => _statement.HoldConnection();

    public EfBackupException? Explain(RowReader row, BindingScratch scratch, SqliteException exception)
        => new SqliteTakenValue(_connection, _pair).Find(row, scratch, exception);

    public void Dispose() => _statement.Dispose();

    /// <summary>
    /// IS NOT compares by a column's collation, and takes 1 and 1.0 for one: what is stored is the same where type and bytes are. A number is turned into
    /// what its column keeps before it gets here (https://www.sqlite.org/lang_upsert.html, "excluded").
    /// </summary>
    private static string Differing(string table, string[] columns)
    {
        var set = columns.Select(column => $"{SqliteNames.Quote(column)} = excluded.{SqliteNames.Quote(column)}");
        var differs = columns.Select(column => (Here: $"{SqliteNames.Quote(table)}.{SqliteNames.Quote(column)}", There: $"excluded.{SqliteNames.Quote(column)}"))
            .Select(value => $"{value.Here} IS NOT {value.There} COLLATE BINARY OR typeof({value.Here}) <> typeof({value.There})");
        return $"SET {string.Join(", ", set)} WHERE ({string.Join(" OR ", differs)})";
    }
}

/// <summary>
/// Counts what is merged. SQLite says how many rows were inserted or updated, and not which: a function that is asked of rows to be updated only, after all else, tells them apart.
/// </summary>
internal sealed class SqliteMergeCount : IDisposable
{
    private readonly SqliteConnection _connection;

    public SqliteMergeCount(SqliteConnection connection)
    {
        _connection = connection;
        connection.CreateFunction(Function, () => ++Updated > 0);
    }

    /// <summary>The name of the function, in SQL.</summary>
    public const string Function = "efbackup_updated";

    /// <summary>Rows that were inserted or updated so far.</summary>
    public long Changed { get; set; }

    public long Updated { get; private set; }

    public void Dispose() => _connection.CreateFunction(Function, (Func<bool>?)null);
}
