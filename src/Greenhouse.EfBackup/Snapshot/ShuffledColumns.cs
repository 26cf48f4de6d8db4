using System.Diagnostics.CodeAnalysis;
using Greenhouse.EfBackup.Databases;
using Greenhouse.EfBackup.Format;
using Greenhouse.EfBackup.Masking;
using Greenhouse.EfBackup.Protocol;

namespace Greenhouse.EfBackup.Snapshot;

/// <summary>The values of the columns that are shuffled, in their new order: each is read before any row is, and held in memory.</summary>
internal sealed class ShuffledColumns
{
    /// <summary>The most bytes of all of them.</summary>
    public const long MostBytes = 256 << 20;

    // What a list and an array's head take for each value.
    private const int BytesBesideEach = 32;

    private readonly Dictionary<(string Table, string Column), List<byte[]>> _values = [];
    private long _bytes;

    /// <param name="snapshot">Where they are read.</param>
    /// <param name="tables">The tables that will be written.</param>
    /// <exception cref="EfBackupException">They are too many to be held.</exception>
    public static async Task<ShuffledColumns> ReadAsync(ISnapshot snapshot, IReadOnlyList<TableDescription> tables, CancellationToken cancellation)
    {
        var read = new ShuffledColumns();
        foreach (var table in tables)
        {
            foreach (var column in table.StoredColumns)
            {
                if (column.Masking is ShuffleMask mask)
                {
                    await read.ReadAsync(snapshot, table, column, mask, cancellation);
                }
            }
        }

        return read;
    }

    /// <summary>Where rows go on their way to a sink.</summary>
    /// <returns>False where nothing of the table is shuffled.</returns>
    public bool TryShuffle(TableDescription table, RowSink target, [NotNullWhen(true)] out RowSink? sink)
    {
        var values = table.StoredColumns.Select(column => _values.GetValueOrDefault((table.Key, column.Name))).ToArray();
        sink = values.All(list => list is null) ? null : new ShuffledRows(table, values, target).Sink;
        return sink is not null;
    }

    private async Task ReadAsync(ISnapshot snapshot, TableDescription table, ColumnDescription column, ShuffleMask mask, CancellationToken cancellation)
    {
        // Ordered by its values, since it has no other column: what the key makes of that depends on nothing else.
        var alone = table with { Columns = [column], PrimaryKey = [] };
        var label = RowReader.Labels(alone)[0].Length;
        var values = new List<byte[]>();
        var sink = new RowSink(buffer =>
        {
            Take(new RowChunk(buffer.Bytes, 0, buffer.Position));
            buffer.Clear();
        });
        await using (var rows = await snapshot.BeginReadingAsync([alone], new BytePool(), cancellation))
        {
            await rows.ReadNextAsync(sink, cancellation);
            Take(new RowChunk(sink.Buffer.Bytes, 0, sink.Buffer.Position));
        }

        mask.Shuffle(values);
        _values[(table.Key, column.Name)] = values;

        void Take(RowChunk chunk)
        {
            foreach (var row in ShuffledRows.RowsOf(chunk))
            {
                var value = chunk.Bytes.AsSpan(row.Start + label, row.Length - label - 1).ToArray();
                values.Add(value);
                _bytes += value.Length + BytesBesideEach;
                if (_bytes > MostBytes)
                {
                    throw new EfBackupException(
                        ErrorCode.MaskUnfit, $"the column {table.Key}.{column.Name} can't be shuffled: its values take more than the {MostBytes >> 20} MiB of memory that are used for it", "give it another rule");
                }
            }
        }
    }
}
