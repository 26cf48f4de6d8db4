using Greenhouse.EfBackup.Format;
using Greenhouse.EfBackup.Schema;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Greenhouse.EfBackup.Databases.Sqlite;

/// <summary>
/// A prepared statement that takes the values of so many rows of a file at once. Beginning and ending a statement costs SQLite about as much as a row, and for
/// an AUTOINCREMENT key more.
/// </summary>
internal sealed class SqliteRowStatement : IDisposable
{
    private readonly SqliteConnection _connection;
    private readonly SqliteStatement _statement;
    private readonly SqliteColumnBinder[] _binders;
    private readonly byte[][] _labels;

    /// <param name="pair">Where the rows come from and go to.</param>
    /// <param name="rows">Rows a statement.</param>
    /// <param name="sql">The statement, of the values of all rows as SQL: <c>(?, ?), (?, ?)</c>.</param>
    public SqliteRowStatement(SqliteConnection connection, TablePair pair, int rows, Func<string, string> sql)
    {
        (_connection, Rows) = (connection, rows);
        _labels = RowReader.Labels(pair.Source);
        var columns = Columns(pair);
        _binders = [.. Enumerable.Range(0, rows * columns.Count).Select(place => Binder(columns[place % columns.Count], place + 1, pair.Foreign))];
        var values = $"({string.Join(", ", Enumerable.Repeat("?", columns.Count))})";
        _statement = new SqliteStatement(connection, sql(string.Join(", ", Enumerable.Repeat(values, rows))));
    }

    /// <summary>How many rows it takes.</summary>
    public int Rows { get; }

    /// <summary>How many rows the last run has changed.</summary>
    public int Changes { get; private set; }

    /// <summary>The columns of the file, each with the one that takes its values.</summary>
    public static IReadOnlyList<(ColumnDescription Source, ColumnDescription Target)> Columns(TablePair pair)
        => [.. pair.Source.StoredColumns.Select(column => (column, pair.Target.Columns.First(place => SqliteNameComparer.Instance.Equals(place.Name, column.Name))))];

    /// <summary>Takes the next <see cref="Rows"/> rows; all of them, or none.</summary>
    /// <exception cref="FormatException">A row is malformed.</exception>
    /// <exception cref="SqliteException">The database refuses a row.</exception>
    public void Run(ref RowReader row, BindingScratch scratch)
    {
        Bind(ref row, scratch);
        try
        {
            _statement.Step();
            Changes = raw.sqlite3_changes(_connection.Handle!);
        }
        finally
        {
            _statement.Reset();
        }
    }

    /// <summary>The same, for a statement that answers with a text.</summary>
    /// <returns>Null where it answers with nothing.</returns>
    public string? Ask(ref RowReader row, BindingScratch scratch)
    {
        Bind(ref row, scratch);
        try
        {
            return _statement.Step() ? _statement.Text(0) : null;
        }
        finally
        {
            _statement.Reset();
        }
    }

    /// <inheritdoc cref="SqliteStatement.HoldConnection"/>
    public SqliteStatement.HeldConnection HoldConnection() => _statement.HoldConnection();

    public void Dispose() => _statement.Dispose();

    private void Bind(ref RowReader row, BindingScratch scratch)
    {
        scratch.Clear();
        for (var place = 0; place < _binders.Length;)
        {
            for (var column = 0; column < _labels.Length; column++, place++)
            {
                row.Expect(_labels[column]);
                _statement.Check(_binders[place].Bind(_statement.Handle, ref row, scratch));
            }

            row.EndRow();
        }
    }

    private static SqliteColumnBinder Binder((ColumnDescription Source, ColumnDescription Target) column, int parameter, bool foreign)
        => foreign ? new SqliteForeignColumnBinder(column.Source, column.Target, parameter) : new SqliteColumnBinder(column.Target, parameter);
}
