using Greenhouse.EfBackup.Format;
using Greenhouse.EfBackup.Schema;

namespace Greenhouse.EfBackup.Databases.Entities;

/// <summary>Takes rows of a file, each value as the property that it is for would have it.</summary>
internal sealed class EntityRowLoader
{
    private readonly TablePair _pair;
    private readonly EntityTable _table;
    private readonly byte[][] _labels;
    private readonly (ColumnDescription Source, ColumnDescription Target, int Place, EntityColumn Column)[] _columns;
    private readonly (int Place, byte[] Value)[] _defaults;

    public EntityRowLoader(TablePair pair, EntityTable table, EntityModel model)
    {
        (_pair, _table) = (pair, table);
        _labels = RowReader.Labels(pair.Source);
        _columns =
        [
            .. pair.Source.StoredColumns.Select(source => (Source: source, Target: pair.Target.Columns.First(target => target.Name == source.Name)))
                .Select(column => (column.Source, column.Target, table.PlaceOf(column.Target.Name), model.ColumnOf(table.Table.Key, column.Target.Name))),
        ];
        _defaults = [.. Enumerable.Range(0, table.Columns.Count).Where(place => _columns.All(column => column.Place != place)).Select(place => (place, model.DefaultOf(table.Table.Key, table.Columns[place].Name)))];
    }

    /// <param name="take">Takes each row with its key and its place in the table, from 1.</param>
    /// <returns>How many there are.</returns>
    /// <exception cref="EfBackupException">A row can't be read, or has a value that a property can't hold.</exception>
    public long Read(IEnumerable<RowChunk> chunks, Action<RowChunk> recycle, Action<long> progress, Action<string, byte[][], long> take, CancellationToken cancellation)
    {
        var rows = 0L;
        foreach (var chunk in chunks)
        {
            cancellation.ThrowIfCancellationRequested();
            try
            {
                var reader = new RowReader(chunk);
                while (!reader.AtEnd)
                {
                    var row = Read(ref reader, chunk);
                    take(_table.KeyOf(row), row, ++rows);
                }
            }
            catch (Exception exception) when (RowErrors.Unfit(exception, _pair.Target.Key, rows + 1) is { } unfit)
            {
                throw unfit;
            }

            recycle(chunk);
            progress(rows);
        }

        return rows;
    }

    /// <summary>A row with the values that the file has.</summary>
    /// <returns>Null where they are the same.</returns>
    public byte[][]? Update(byte[][] there, byte[][] row)
    {
        if (_columns.All(column => there[column.Place].AsSpan().SequenceEqual(row[column.Place])))
        {
            return null;
        }

        byte[][] changed = [.. there];
        foreach (var column in _columns)
        {
            changed[column.Place] = row[column.Place];
        }

        return changed;
    }

    private byte[][] Read(ref RowReader reader, RowChunk chunk)
    {
        var row = _table.NewRow();
        foreach (var (place, value) in _defaults)
        {
            row[place] = value;
        }

        for (var i = 0; i < _columns.Length; i++)
        {
            reader.Expect(_labels[i]);
            var (start, column) = (reader.Place, _columns[i]);
            _ = column.Source.Kind == ValueKind.Json ? reader.ReadDocument() : reader.ReadValue();
            row[column.Place] = column.Column.Take(chunk.Bytes.AsSpan(start, reader.Place - start), column.Source, column.Target);
        }

        reader.EndRow();
        return row;
    }
}
