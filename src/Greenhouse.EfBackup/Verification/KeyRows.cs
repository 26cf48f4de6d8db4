using Greenhouse.EfBackup.Format;

namespace Greenhouse.EfBackup.Verification;

/// <summary>Takes rows of a table apart: every one must be whole, and the values of its keys are hashed.</summary>
internal sealed class KeyRows
{
    private readonly byte[][] _labels;
    private readonly bool[] _documents;
    private readonly Token[] _values;
    private readonly KeySource[] _sources;
    private readonly SipHash _hash;
    private readonly KeyText _text = new();

    /// <param name="table">The table.</param>
    /// <param name="sources">Its keys and foreign keys.</param>
    /// <param name="hash">The run's.</param>
    public KeyRows(TableDescription table, IEnumerable<KeySource> sources, SipHash hash)
    {
        _labels = RowReader.Labels(table);
        _documents = [.. table.StoredColumns.Select(column => column.Kind == ValueKind.Json)];
        _values = new Token[_labels.Length];
        _sources = [.. sources];
        _hash = hash;
    }

    /// <summary>Rows so far.</summary>
    public long Count { get; private set; }

    /// <param name="rows">Whole rows.</param>
    /// <param name="into">Takes a record a key and row. A key with a null in it is none, and a foreign key with one references nothing.</param>
    /// <exception cref="FormatException">The row after the last that was counted is none of the table's.</exception>
    public void Add(RowChunk rows, KeySorter into)
    {
        var row = new RowReader(rows);
        while (!row.AtEnd)
        {
            Read(ref row);
            Count++;
            foreach (var source in _sources)
            {
                if (TryHash(source, rows.Bytes, out var hash))
                {
                    into.Add(new KeyRecord(hash, source.Number, Count));
                }
            }
        }
    }

    private void Read(ref RowReader row)
    {
        if (_labels.Length == 0)
        {
            row.Expect("{"u8);
        }

        for (var i = 0; i < _labels.Length; i++)
        {
            row.Expect(_labels[i]);
            _values[i] = _documents[i] ? row.ReadDocument() : row.ReadValue();
        }

        row.EndRow();
    }

    private bool TryHash(KeySource source, byte[] chunk, out (ulong First, ulong Second) hash)
    {
        hash = default;
        _text.Begin(source.Set);
        for (var i = 0; i < source.Columns.Count; i++)
        {
            var value = _values[source.Columns[i]];
            if (IsNull(value, chunk))
            {
                return false;
            }

            _text.Write(value, chunk, source.Spellings[i]);
        }

        hash = _hash.Of(_text.Written);
        return true;
    }

    /// <summary>Where a document is read, null is one too.</summary>
    private static bool IsNull(Token value, byte[] chunk)
        => value.Type == TokenType.Null || (value.Type == TokenType.Document && chunk.AsSpan(value.Start, value.Length).SequenceEqual("null"u8));
}
