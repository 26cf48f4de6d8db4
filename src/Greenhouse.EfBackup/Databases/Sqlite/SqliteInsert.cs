using Greenhouse.EfBackup.Format;
using Microsoft.Data.Sqlite;

namespace Greenhouse.EfBackup.Databases.Sqlite;

/// <summary>
/// A prepared INSERT of so many rows at once. Beginning and ending a statement costs SQLite about as much as a row, and for an AUTOINCREMENT
/// key more.
/// </summary>
internal sealed class SqliteInsert : IDisposable
{
    private readonly SqliteStatement _statement;
    private readonly SqliteColumnBinder[] _binders;
    private readonly byte[][] _labels;

    /// <param name="labels">What stands before each value in a row.</param>
    /// <param name="columns">The columns of the file, each with the one that takes its values.</param>
    /// <param name="rows">Rows a statement.</param>
    /// <param name="foreign">The file is of another kind of database.</param>
    public SqliteInsert(SqliteConnection connection, string table, byte[][] labels, IReadOnlyList<(ColumnDescription Source, ColumnDescription Target)> columns, int rows, bool foreign)
    {
        Rows = rows;
        _labels = labels;
        _binders = [.. Enumerable.Range(0, rows * columns.Count).Select(place => Binder(columns[place % columns.Count], place + 1, foreign))];
        var values = $"({string.Join(", ", Enumerable.Repeat("?", columns.Count))})";
        _statement = new SqliteStatement(
            connection,
            $"INSERT INTO {SqliteNames.Quote(table)} ({SqliteNames.List(columns.Select(column => column.Target.Name))}) VALUES {string.Join(", ", Enumerable.Repeat(values, rows))}");
    }

    /// <summary>How many rows it takes.</summary>
    public int Rows { get; }

    /// <summary>Takes the next <see cref="Rows"/> rows; all of them, or none.</summary>
    /// <exception cref="FormatException">A row is malformed.</exception>
    /// <exception cref="SqliteException">The database refuses a row.</exception>
    public void Run(ref RowReader row, BindingScratch scratch)
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

        try
        {
            _statement.Step();
        }
        finally
        {
            _statement.Reset();
        }
    }

    /// <inheritdoc cref="SqliteStatement.HoldConnection"/>
    public SqliteStatement.HeldConnection HoldConnection() => _statement.HoldConnection();

    public void Dispose() => _statement.Dispose();

    private static SqliteColumnBinder Binder((ColumnDescription Source, ColumnDescription Target) column, int parameter, bool foreign)
        => foreign ? new SqliteForeignColumnBinder(column.Source, column.Target, parameter) : new SqliteColumnBinder(column.Target, parameter);
}
