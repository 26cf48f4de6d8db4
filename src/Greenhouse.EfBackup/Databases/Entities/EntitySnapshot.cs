using Greenhouse.EfBackup.Format;
using Greenhouse.EfBackup.Protocol;
using Greenhouse.EfBackup.Schema;

namespace Greenhouse.EfBackup.Databases.Entities;

/// <summary>Entities as they were when they were read: a provider without transactions shows no other state that stays.</summary>
/// <param name="model">Where they lie in tables.</param>
/// <param name="tables">Their rows.</param>
internal sealed class EntitySnapshot(EntityModel model, IReadOnlyList<EntityTable> tables) : ISelectingSnapshot
{
    private EntitySelection? _selected;

    public Task<LiveSchema> ReadSchemaAsync(CancellationToken cancellation) => Task.FromResult(model.Schema);

    /// <summary>A column's type is the name of its kind.</summary>
    public ValueKind KindOf(LiveColumn column, ColumnMeaning? meaning) => Kind(column);

    public static ValueKind Kind(LiveColumn column) => Enum.Parse<ValueKind>(column.StoreType, ignoreCase: true);

    public bool MayRead(TableDescription table) => true;

    public Task<long?> CountRowsAsync(TableDescription table, CancellationToken cancellation) => Task.FromResult<long?>(Rows(table).LongCount());

    public Task<long> CountValuesAsync(TableDescription table, ColumnDescription column, CancellationToken cancellation)
    {
        var place = Table(table).PlaceOf(column.Name);
        return Task.FromResult(Rows(table).LongCount(row => !EntityValues.IsNull(row[place])));
    }

    public async Task<IReadOnlyDictionary<string, long>> SelectAsync(IReadOnlyList<TableDescription> described, RowSelection selection, CancellationToken cancellation)
    {
        var selected = new EntitySelection(tables);
        await selected.SelectAsync(described, selection);
        _selected = selected;
        return described.ToDictionary(table => table.Key, table => Rows(table).LongCount(), StringComparer.Ordinal);
    }

    public Task<IRowReading> BeginReadingAsync(IReadOnlyList<TableDescription> described, BytePool pool, CancellationToken cancellation)
        => Task.FromResult<IRowReading>(new Reading(this, described));

    public Task<IReadOnlyList<DanglingRows>> FindDanglingRowsAsync(IReadOnlyList<TableDescription> described, bool willRead, CancellationToken cancellation)
        => Task.FromResult(new EntityKeys(tables).FindDanglingRows(described, _selected is null ? null : _selected.Has));

    /// <summary>Providers count by themselves, and go on behind the rows that they are given.</summary>
    public Task<IReadOnlyList<SequenceDescription>> ReadSequencesAsync(IReadOnlyList<TableDescription> described, CancellationToken cancellation) => Task.FromResult<IReadOnlyList<SequenceDescription>>([]);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    /// <summary>A description that comes from another kind of database has the key that it had there.</summary>
    private EntityTable Table(TableDescription described) => tables.First(table => table.Table.Name == described.Name && table.Table.Schema == described.Schema);

    private IEnumerable<byte[][]> Rows(TableDescription described)
    {
        var table = Table(described);
        return table.Rows.Values.Where(row => _selected?.Has(table.Table.Key, row) != false);
    }

    private void Write(TableDescription described, RowSink sink, CancellationToken cancellation)
    {
        var table = Table(described);
        var labels = RowReader.Labels(described);
        int[] places = [.. described.StoredColumns.Select(column => table.PlaceOf(column.Name))];
        foreach (var row in EntityOrder.Sorted(table, described).Where(row => _selected?.Has(table.Table.Key, row) != false))
        {
            cancellation.ThrowIfCancellationRequested();
            sink.BeginRow();
            for (var i = 0; i < places.Length; i++)
            {
                sink.Buffer.WriteRaw(labels[i]);
                var start = sink.Buffer.Position;
                sink.Buffer.WriteRaw(row[places[i]]);
                described.StoredColumns[i].Masking?.Apply(sink.Buffer, start);
            }

            sink.Buffer.WriteByte((byte)'}');
            sink.EndRow();
        }
    }

    private sealed class Reading(EntitySnapshot snapshot, IReadOnlyList<TableDescription> described) : IRowReading
    {
        private int _next;

        public Task ReadNextAsync(RowSink sink, CancellationToken cancellation)
        {
            var table = described[_next++];
            try
            {
                snapshot.Write(table, sink, cancellation);
            }
            catch (RowTooLongException)
            {
                throw new EfBackupException(
                    ErrorCode.RowTooLarge,
                    $"row {sink.Rows + 1} of table {table.Key} (in the order of its key) is longer than the {BackupFormat.MaxRowBytes} bytes of JSON that a backup holds",
                    "shorten the value, or leave the table out with --exclude and keep it by other means");
            }

            return Task.CompletedTask;
        }

        /// <summary>All were looked for before.</summary>
        public Task<IReadOnlyList<DanglingRows>> FindDanglingRowsAsync(CancellationToken cancellation) => Task.FromResult<IReadOnlyList<DanglingRows>>([]);

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
