using Greenhouse.EfBackup.Databases;
using Greenhouse.EfBackup.Format;
using Greenhouse.EfBackup.Schema;

namespace Greenhouse.EfBackup.Tests.Storage;

/// <summary>A snapshot of one row, whose bytes it is given.</summary>
internal sealed class OneRow(byte[] row) : ISnapshot, IRowReading
{
    public Task<IRowReading> BeginReadingAsync(IReadOnlyList<TableDescription> tables, BytePool pool, CancellationToken cancellation) => Task.FromResult<IRowReading>(this);

    public Task ReadNextAsync(RowSink sink, CancellationToken cancellation)
    {
        sink.BeginRow();
        sink.Buffer.WriteRaw(row);
        sink.EndRow();
        return Task.CompletedTask;
    }

    public Task<IReadOnlyList<DanglingRows>> FindDanglingRowsAsync(CancellationToken cancellation) => Task.FromResult<IReadOnlyList<DanglingRows>>([]);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    public Task<LiveSchema> ReadSchemaAsync(CancellationToken cancellation) => throw new NotSupportedException();

    public ValueKind KindOf(LiveColumn column, ColumnMeaning? meaning) => throw new NotSupportedException();

    public bool MayRead(TableDescription table) => true;

    public Task<long?> CountRowsAsync(TableDescription table, CancellationToken cancellation) => throw new NotSupportedException();

    public Task<long> CountValuesAsync(TableDescription table, ColumnDescription column, CancellationToken cancellation) => throw new NotSupportedException();

    public Task<IReadOnlyList<DanglingRows>> FindDanglingRowsAsync(IReadOnlyList<TableDescription> tables, bool willRead, CancellationToken cancellation) => throw new NotSupportedException();

    public Task<IReadOnlyList<SequenceDescription>> ReadSequencesAsync(IReadOnlyList<TableDescription> tables, CancellationToken cancellation) => throw new NotSupportedException();
}
