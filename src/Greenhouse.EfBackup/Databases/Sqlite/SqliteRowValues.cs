using System.Runtime.CompilerServices;

namespace Greenhouse.EfBackup.Databases.Sqlite;

/// <summary>
/// The values of a statement's row, by address. Asking SQLite for each value of each row is a third of the time that reading takes, and it gives the
/// same answer every time: a statement puts all its rows into one array. So the first value is asked for at every row, and the others only where it
/// has moved; now and then all are, to prove that it stays so.
/// </summary>
internal sealed unsafe class SqliteRowValues(SqliteStatement statement, int count)
{
    private const int RowsBetweenProofs = 1024;
    private readonly nint[] _values = new nint[count];
    private int _rows;

    /// <summary>The <c>sqlite3_value*</c> of each column of the row that was just stepped to.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ReadOnlySpan<nint> Current()
    {
        var moved = SqliteNative.ColumnValue(statement.Handle, 0) != _values[0];
        if (moved || _rows++ % RowsBetweenProofs == 0)
        {
            Ask(moved);
        }

        return _values;
    }

    /// <exception cref="InvalidOperationException">A value moved and the first did not: this SQLite is not like any known one.</exception>
    private void Ask(bool moved)
    {
        for (var i = 0; i < _values.Length; i++)
        {
            var value = SqliteNative.ColumnValue(statement.Handle, i);
            if (!moved && value != _values[i])
            {
                throw new InvalidOperationException("SQLite moved the values of a row.");
            }

            _values[i] = value;
        }
    }
}
