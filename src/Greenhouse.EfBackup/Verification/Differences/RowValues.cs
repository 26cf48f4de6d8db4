using Greenhouse.EfBackup.Format;

namespace Greenhouse.EfBackup.Verification.Differences;

/// <summary>One row and the places of its values, which are looked for only where somebody asks.</summary>
/// <param name="table">The row's table.</param>
/// <param name="side">Whose row it is.</param>
internal sealed class RowValues(TableDescription table, Side side)
{
    private readonly byte[][] _labels = RowReader.Labels(table);
    private readonly (int Start, int Length)[] _values = new (int, int)[table.StoredColumns.Count];
    private byte[] _bytes = [];
    private int _start;
    private int _length;
    private bool _read;

    public Side Side => side;

    /// <summary>The row from its first brace to its last.</summary>
    public ReadOnlySpan<byte> Row => _bytes.AsSpan(_start, _length);

    /// <summary>The JSON of a value.</summary>
    /// <param name="column">The place among the table's stored columns.</param>
    /// <exception cref="UnreadableRowException">It is no row of the table.</exception>
    public ReadOnlySpan<byte> this[int column]
    {
        get
        {
            var chunk = ChunkOf(column);
            return chunk.Span;
        }
    }

    /// <summary>The same with the array in which it stands.</summary>
    public RowChunk ChunkOf(int column)
    {
        if (!_read)
        {
            UnreadableRowException.Guard(side, Read);
            _read = true;
        }

        return new RowChunk(_bytes, _values[column].Start, _values[column].Length);
    }

    public bool IsNull(int column) => this[column].SequenceEqual("null"u8);

    /// <summary>Stands for another row, which stays where it is.</summary>
    public void Set(byte[] bytes, int start, int length) => (_bytes, _start, _length, _read) = (bytes, start, length, false);

    /// <summary>Takes a copy of another row of the same table.</summary>
    public void Copy(ReadOnlySpan<byte> row)
    {
        if (_bytes.Length < row.Length)
        {
            _bytes = new byte[row.Length * 2];
        }

        row.CopyTo(_bytes);
        (_start, _length, _read) = (0, row.Length, false);
    }

    private void Read()
    {
        var row = new RowReader(new RowChunk(_bytes, _start, _length));
        for (var i = 0; i < _labels.Length; i++)
        {
            row.Expect(_labels[i]);
            var start = row.Place;
            row.ReadValue();
            _values[i] = (start, row.Place - start);
        }

        row.Expect(_labels.Length == 0 ? "{}"u8 : "}"u8);
        if (!row.AtEnd)
        {
            throw new FormatException("more follows its last value");
        }
    }
}
