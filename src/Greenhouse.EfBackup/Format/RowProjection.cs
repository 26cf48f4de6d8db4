namespace Greenhouse.EfBackup.Format;

/// <summary>Rows of a file with some of their columns left out and others under another name.</summary>
internal sealed class RowProjection
{
    private readonly byte[][] _from;
    private readonly byte[]?[] _to;
    private readonly bool[] _documents;
    private readonly RowBuffer _buffer = new();

    /// <param name="file">The table as the rows have it.</param>
    /// <param name="names">The new name of each of its stored columns, in order; null for one that is left out.</param>
    public RowProjection(TableDescription file, IReadOnlyList<string?> names)
    {
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

    /// <summary>Makes the rows; each chunk that comes out holds until the next one.</summary>
    /// <param name="rows">Rows of the file.</param>
    /// <param name="recycle">Takes their chunks back.</param>
    /// <exception cref="FormatException">They are no rows of the table.</exception>
    public IEnumerable<RowChunk> Of(IEnumerable<RowChunk> rows, Action<RowChunk> recycle)
    {
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
                    _buffer.WriteRaw(chunk.Bytes.AsSpan(start, row.Place - start));
                }
            }

            var end = row.Place;
            row.EndRow();
            _buffer.WriteRaw(chunk.Bytes.AsSpan(end, row.Place - end));
        }
    }
}
