namespace Greenhouse.EfBackup.Format;

/// <summary>Rows of a file with some of their columns left out, others under another name, and values spelled anew.</summary>
internal sealed class RowProjection
{
    private readonly byte[][] _from;
    private readonly byte[]?[] _to;
    private readonly bool[] _documents;
    private readonly IValueSpelling?[] _spellings;
    private readonly RowBuffer _buffer = new();

    /// <param name="file">The table as the rows have it.</param>
    /// <param name="names">The new name of each of its stored columns, in order; null for one that is left out.</param>
    /// <param name="spellings">What becomes of the values of each of them; null for what stays as it is.</param>
    public RowProjection(TableDescription file, IReadOnlyList<string?> names, IReadOnlyList<IValueSpelling?>? spellings = null)
    {
        _spellings = [.. spellings ?? new IValueSpelling?[names.Count]];
        _from = RowReader.Labels(file);
        _documents = [.. file.StoredColumns.Select(column => column.Kind == ValueKind.Json)];
        _to = new byte[]?[names.Count];
        var first = true;
        for (var i = 0; i < names.Count; i++)
        {
            if (names[i] is { } name)
            {
                _to[i] = [(byte)(first ? '{' : ','), .. JsonText.Quote(name), (byte)':'];
                first = false;
            }
        }

        IsEmpty = first;
    }

    /// <summary>No column is left.</summary>
    public bool IsEmpty { get; }

    /// <summary>How many rows were made.</summary>
    public long Rows { get; private set; }

    /// <summary>Makes the rows; each chunk that comes out holds until the next one.</summary>
    /// <param name="rows">Rows of the file.</param>
    /// <param name="recycle">Takes their chunks back.</param>
    /// <exception cref="FormatException">They are no rows of the table.</exception>
    /// <exception cref="ValueNotHeldException">A value can't be spelled anew.</exception>
    public IEnumerable<RowChunk> Of(IEnumerable<RowChunk> rows, Action<RowChunk> recycle)
    {
        Rows = 0;
        foreach (var chunk in rows)
        {
            _buffer.Clear();
            Project(chunk);
            recycle(chunk);
            yield return new RowChunk(_buffer.Bytes, 0, _buffer.Position);
        }
    }

    private void Project(RowChunk chunk)
    {
        var row = new RowReader(chunk);
        while (!row.AtEnd)
        {
            for (var i = 0; i < _from.Length; i++)
            {
                row.Expect(_from[i]);
                var start = row.Place;
                _ = _documents[i] ? row.ReadDocument() : row.ReadValue();
                if (_to[i] is { } label)
                {
                    _buffer.WriteRaw(label);
                    var value = chunk.Bytes.AsSpan(start, row.Place - start);
                    if (_spellings[i] is { } spelling && !value.SequenceEqual("null"u8))
                    {
                        spelling.Write(value, _buffer);
                    }
                    else
                    {
                        _buffer.WriteRaw(value);
                    }
                }
            }

            var end = row.Place;
            row.EndRow();
            _buffer.WriteRaw(chunk.Bytes.AsSpan(end, row.Place - end));
            Rows++;
        }
    }
}
