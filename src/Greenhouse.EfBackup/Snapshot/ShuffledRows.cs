using Greenhouse.EfBackup.Format;

namespace Greenhouse.EfBackup.Snapshot;

/// <summary>Puts shuffled values into the rows of a table, in the order in which the rows come.</summary>
internal sealed class ShuffledRows
{
    private readonly byte[][] _labels;
    private readonly IReadOnlyList<byte[]>?[] _values;
    private readonly RowSink _target;
    private int _row;

    /// <param name="table">The table.</param>
    /// <param name="values">The values of each column; null where they stay.</param>
    /// <param name="target">Takes the rows.</param>
    public ShuffledRows(TableDescription table, IReadOnlyList<byte[]>?[] values, RowSink target)
    {
        (_labels, _values, _target) = (RowReader.Labels(table), values, target);
        Sink = new RowSink(buffer =>
        {
            Write(new RowChunk(buffer.Bytes, 0, buffer.Position));
            buffer.Clear();
        });
    }

    /// <summary>Takes rows as they are.</summary>
    public RowSink Sink { get; }

    /// <summary>Where each row of a chunk stands: rows are lines, with a comma before the line feed.</summary>
    public static IEnumerable<RowChunk> RowsOf(RowChunk chunk)
    {
        var end = chunk.Start + chunk.Length;
        for (var start = chunk.Start; start < end;)
        {
            var line = Array.IndexOf(chunk.Bytes, (byte)'\n', start, end - start);
            var stop = line < 0 ? end : line;
            var length = stop - start - (stop > start && chunk.Bytes[stop - 1] == (byte)',' ? 1 : 0);
            if (length > 0)
            {
                yield return new RowChunk(chunk.Bytes, start, length);
            }

            start = stop + 1;
        }
    }

    private void Write(RowChunk chunk)
    {
        foreach (var row in RowsOf(chunk))
        {
            _target.BeginRow();
            WriteRow(row);
            _target.EndRow();
            _row++;
        }
    }

    private void WriteRow(RowChunk row)
    {
        var reader = new RowReader(row);
        for (var i = 0; i < _labels.Length; i++)
        {
            var start = reader.Place;
            reader.Expect(_labels[i]);
            var value = reader.Place;
            reader.ReadValue();
            _target.Buffer.WriteRaw(row.Bytes.AsSpan(start, (_values[i] is null ? reader.Place : value) - start));
            if (_values[i] is { } shuffled)
            {
                _target.Buffer.WriteRaw(shuffled[_row]);
            }
        }

        _target.Buffer.WriteByte((byte)'}');
    }
}
