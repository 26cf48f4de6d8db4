using System.Runtime.CompilerServices;

namespace Greenhouse.EfBackup.Databases.Sqlite;

/// <summary>
/// Rows as SQLite holds them, on their way from the thread that steps through a statement to the one that writes them. A block never grows: texts that do not
/// fit into it stay where SQLite has them, which is until the next step.
/// </summary>
internal sealed unsafe class SqliteRowBlock(int columns)
{
    private const int Cells = 8 << 10;
    private const int TextBytes = 256 << 10;

    // A block takes another row while it has this much room: rows of fewer bytes are always copied.
    private const int TextRoom = TextBytes / 2;

    private readonly SqliteCell[] _cells = new SqliteCell[Math.Max(Cells, columns)];
    private readonly byte[] _text = GC.AllocateUninitializedArray<byte>(TextBytes, pinned: true);
    private int _used;

    /// <summary>How many rows it has.</summary>
    public int Rows { get; private set; }

    /// <summary>Its last row has texts or blobs that are SQLite's: the statement may not be stepped before they are written.</summary>
    public bool IsLent { get; private set; }

    public ReadOnlySpan<SqliteCell> Row(int row) => _cells.AsSpan(row * columns, columns);

    /// <summary>Takes the next rows of a statement in place of those it has.</summary>
    /// <returns>False where the statement has no more rows than these.</returns>
    /// <exception cref="Microsoft.Data.Sqlite.SqliteException">SQLite says no.</exception>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public bool Fill(SqliteStatement statement, SqliteRowValues values)
    {
        (Rows, _used, IsLent) = (0, 0, false);
        for (var next = 0; next + columns <= _cells.Length && _used <= TextRoom && !IsLent; next += columns)
        {
            if (!statement.Step())
            {
                return false;
            }

            Take(values.Current(), _cells.AsSpan(next, columns));
            Rows++;
        }

        return true;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Take(ReadOnlySpan<nint> values, Span<SqliteCell> cells)
    {
        for (var i = 0; i < values.Length; i++)
        {
            var value = values[i];
            switch (SqliteNative.ValueType(value))
            {
                case SqliteNative.Integer:
                    cells[i] = new SqliteCell(SqliteNative.Integer, 0, SqliteNative.ValueInt64(value));
                    break;
                case SqliteNative.Real:
                    cells[i] = new SqliteCell(SqliteNative.Real, 0, BitConverter.DoubleToInt64Bits(SqliteNative.ValueDouble(value)));
                    break;
                case SqliteNative.Text:
                    // The text first: asking for its length may convert it (sqlite.org/c3ref/column_blob.html).
                    var text = SqliteNative.ValueText(value);
                    cells[i] = Keep(SqliteNative.Text, text, SqliteNative.ValueBytes(value));
                    break;
                case SqliteNative.Blob:
                    cells[i] = TakeBlob(value);
                    break;
                default:
                    cells[i] = new SqliteCell(SqliteNative.Null, 0, 0);
                    break;
            }
        }
    }

    /// <summary>Apart from the others: a blob may have to be read from the file, so that the call lets the collector go on, for which a method that has such a call prepares at every entry.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private SqliteCell TakeBlob(nint value)
    {
        var blob = SqliteNative.ValueBlob(value);
        return Keep(SqliteNative.Blob, blob, SqliteNative.ValueBytes(value));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private SqliteCell Keep(int type, byte* bytes, int length)
    {
        if (length > TextBytes - _used)
        {
            IsLent = true;
            return new SqliteCell(type, length, (nint)bytes);
        }

        var place = _text.AsSpan(_used, length);
        new ReadOnlySpan<byte>(bytes, length).CopyTo(place);
        _used += length;
        // The array is pinned.
        return new SqliteCell(type, length, (nint)Unsafe.AsPointer(ref System.Runtime.InteropServices.MemoryMarshal.GetReference(place)));
    }
}
