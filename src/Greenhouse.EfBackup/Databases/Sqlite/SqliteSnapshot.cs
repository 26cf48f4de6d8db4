using Greenhouse.EfBackup.Format;
using Greenhouse.EfBackup.Schema;
using Microsoft.Data.Sqlite;

namespace Greenhouse.EfBackup.Databases.Sqlite;

/// <summary>The state that an open transaction of a connection sees. SQLite works in this process, so that there is nothing to wait for but threads of our own.</summary>
internal sealed class SqliteSnapshot(SqliteConnection connection, string database, Func<ValueTask> end) : ISelectingSnapshot
{
    private readonly string _database = database;
    private readonly SqliteSelectedRows _selected = new(connection);
    private readonly SqliteForeignKeys _foreignKeys = new(connection);
    private KeyWatch<SqliteForeignKey>? _watch;

    public Task<LiveSchema> ReadSchemaAsync(CancellationToken cancellation)
        => Task.FromResult(SqliteErrors.Guard(_database, () => SqliteCatalog.Read(connection), cancellation));

    public ValueKind KindOf(LiveColumn column, ColumnMeaning? meaning) => SqliteKinds.Of(column, meaning);

    public Task<long?> CountRowsAsync(TableDescription table, CancellationToken cancellation)
        => Task.FromResult<long?>(SqliteErrors.Guard(_database, () => Scalar($"SELECT count(*) FROM {SqliteNames.Quote(table.Name)}"), cancellation));

    public Task<long> CountValuesAsync(TableDescription table, ColumnDescription column, CancellationToken cancellation)
        => Task.FromResult(SqliteErrors.Guard(_database, () => Scalar($"SELECT count({SqliteNames.Quote(column.Name)}) FROM {SqliteNames.Quote(table.Name)}"), cancellation));

    public Task<IRowReading> BeginReadingAsync(IReadOnlyList<TableDescription> tables, BytePool pool, CancellationToken cancellation)
        => Task.FromResult<IRowReading>(new Reading(this, tables));

    public Task<IReadOnlyList<DanglingRows>> FindDanglingRowsAsync(IReadOnlyList<TableDescription> tables, bool willRead, CancellationToken cancellation)
        => Task.FromResult(SqliteErrors.Guard<IReadOnlyList<DanglingRows>>(_database, () => FindDanglingRows(tables, willRead), cancellation));

    public bool MayRead(TableDescription table) => true;

    public Task<IReadOnlyDictionary<string, long>> SelectAsync(IReadOnlyList<TableDescription> tables, RowSelection selection, CancellationToken cancellation)
        => Task.FromResult(SqliteErrors.Guard(_database, () => _selected.SelectAsync(tables, selection, cancellation).GetAwaiter().GetResult(), cancellation));

    public Task<IReadOnlyList<SequenceDescription>> ReadSequencesAsync(IReadOnlyList<TableDescription> tables, CancellationToken cancellation)
        => Task.FromResult(SqliteErrors.Guard<IReadOnlyList<SequenceDescription>>(_database, () => ReadSequences(tables), cancellation));

    public ValueTask DisposeAsync() => end();

    private void ReadRows(TableDescription table, RowSink sink, CancellationToken cancellation)
        => SqliteTableReading.Read(connection, table, SqliteNames.SelectInOrder(table, SqliteTextOrder.CollationOf(connection), _selected.Condition(table)), _watch, sink, cancellation);

    private IReadOnlyList<DanglingRows> FindDanglingRows(IReadOnlyList<TableDescription> tables, bool willRead)
    {
        if (!_selected.IsEmpty)
        {
            return _selected.FindDanglingRows(tables);
        }

        _watch = willRead ? _foreignKeys.Watch(tables) : null;
        return _foreignKeys.FindDanglingRows(tables, _watch);
    }

    private SequenceDescription[] ReadSequences(IReadOnlyList<TableDescription> tables)
    {
        if (Scalar("SELECT count(*) FROM sqlite_master WHERE name = 'sqlite_sequence'") == 0)
        {
            return [];
        }

        var names = tables.ToDictionary(table => table.Name, table => table.Key, SqliteNameComparer.Instance);
        return [.. SqliteCatalog.Query(connection, "SELECT name, seq FROM sqlite_sequence WHERE seq IS NOT NULL ORDER BY name COLLATE BINARY", row => (Name: row.GetString(0), Value: row.GetInt64(1)))
            .Where(sequence => names.ContainsKey(sequence.Name))
            .Select(sequence => new SequenceDescription(names[sequence.Name], sequence.Value))];
    }

    /// <summary>One table after the other: SQLite has one reader a connection, and works in this process.</summary>
    private sealed class Reading(SqliteSnapshot snapshot, IReadOnlyList<TableDescription> tables) : IRowReading
    {
        private int _next;

        public Task ReadNextAsync(RowSink sink, CancellationToken cancellation)
        {
            var table = tables[_next++];
            SqliteErrors.Guard(snapshot._database, () => snapshot.ReadRows(table, sink, cancellation), cancellation);
            return Task.CompletedTask;
        }

        public Task<IReadOnlyList<DanglingRows>> FindDanglingRowsAsync(CancellationToken cancellation)
            => Task.FromResult(SqliteErrors.Guard<IReadOnlyList<DanglingRows>>(snapshot._database, () => snapshot._watch is { } watch ? snapshot._foreignKeys.Describe(watch) : [], cancellation));

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }

    private long Scalar(string sql) => SqliteCatalog.Query(connection, sql, row => row.GetInt64(0))[0];
}
