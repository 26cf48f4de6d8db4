using Greenhouse.EfBackup.Databases.PostgreSql.Catalog;
using Greenhouse.EfBackup.Databases.PostgreSql.Connecting;
using Greenhouse.EfBackup.Format;
using Greenhouse.EfBackup.Schema;

namespace Greenhouse.EfBackup.Databases.PostgreSql.Reading;

/// <summary>The state that an open transaction sees.</summary>
/// <param name="session">The connection of the transaction.</param>
/// <param name="readers">Makes readers of the same state; null where only the transaction itself sees it.</param>
/// <param name="database">The database's name.</param>
/// <param name="end">Ends the transaction.</param>
internal sealed class PostgreSqlSnapshot(PostgreSqlSession session, PostgreSqlReaders? readers, string database, Func<Task> end) : ISelectingSnapshot
{
    private PostgreSqlCatalog? _catalog;
    private KeyWatch<PostgreSqlForeignKey>? _watch;
    private PostgreSqlSelectedRows? _selected;

    public string Database => database;

    /// <summary>The schema as it was last read.</summary>
    public PostgreSqlCatalog Catalog => _catalog ?? throw new InvalidOperationException("The schema has not been read.");

    public Task<LiveSchema> ReadSchemaAsync(CancellationToken cancellation)
        => GuardAsync(
            async () =>
            {
                _catalog = await PostgreSqlCatalog.ReadAsync(session, cancellation);
                return _catalog.Schema;
            },
            cancellation);

    public ValueKind KindOf(LiveColumn column, ColumnMeaning? meaning) => PostgreSqlTypes.KindOf(column.BaseType!);

    public Task<long?> CountRowsAsync(TableDescription table, CancellationToken cancellation)
    {
        var known = Catalog.Find(table);
        return known.Readable
            ? GuardAsync<long?>(async () => (await session.QueryAsync($"SELECT count(*) FROM {known.Rows}", row => row.GetInt64(0), cancellation))[0], cancellation)
            : Task.FromResult<long?>(null);
    }

    public Task<long> CountValuesAsync(TableDescription table, ColumnDescription column, CancellationToken cancellation)
        => GuardAsync(async () => (await session.QueryAsync($"SELECT count({PostgreSqlNames.Quote(column.Name)}) FROM {Catalog.Find(table).Rows}", row => row.GetInt64(0), cancellation))[0], cancellation);

    public Task<IRowReading> BeginReadingAsync(IReadOnlyList<TableDescription> tables, BytePool pool, CancellationToken cancellation)
        => GuardAsync<IRowReading>(
            async () =>
            {
                if (_selected is { } selected)
                {
                    // No other connection sees its temporary tables.
                    return new PostgreSqlReading(session, [], [.. tables.Select((table, place) => new PostgreSqlRange(place, Catalog.Find(table), table, selected.Condition(table)))], pool, this, cancellation);
                }

                var ranges = await PostgreSqlRanges.PlanAsync(session, Catalog, tables, divide: readers is { AreSeveral: true }, cancellation);
                var sessions = readers is null || ranges.Count == tables.Count ? [] : await readers.OpenAsync(session, ranges.Count, tables.Select(Catalog.Find), cancellation);
                return new PostgreSqlReading(session, sessions, ranges, pool, this, cancellation);
            },
            cancellation);

    public Task<IReadOnlyList<DanglingRows>> FindDanglingRowsAsync(IReadOnlyList<TableDescription> tables, bool willRead, CancellationToken cancellation)
        => GuardAsync(
            async () =>
            {
                var foreignKeys = new PostgreSqlForeignKeys(session, Catalog);
                var keys = await foreignKeys.ReadAsync(tables, cancellation);
                if (_selected is not null)
                {
                    return await foreignKeys.FindDanglingRowsAsync([.. keys.Select(_selected.Among)], cancellation);
                }

                _watch = willRead ? await foreignKeys.WatchAsync(keys, tables, cancellation) : null;
                return await foreignKeys.FindDanglingRowsAsync([.. keys.Except(_watch?.Keys ?? [])], cancellation);
            },
            cancellation);

    /// <summary>The sets that a column's values go into while they are read.</summary>
    public IReadOnlyList<KeyBits> WatchersOf(TableDescription table, string column) => _watch?.SetsOf(table, column) ?? [];

    /// <summary>What was found on the way, with its rows.</summary>
    public Task<IReadOnlyList<DanglingRows>> DescribeFoundAsync(CancellationToken cancellation)
        => GuardAsync(() => new PostgreSqlForeignKeys(session, Catalog).FindDanglingRowsAsync(_watch?.FindBroken() ?? [], cancellation), cancellation);

    public bool MayRead(TableDescription table) => Catalog.Find(table).Readable;

    public Task<IReadOnlyDictionary<string, long>> SelectAsync(IReadOnlyList<TableDescription> tables, RowSelection selection, CancellationToken cancellation)
        => GuardAsync(
            () =>
            {
                _selected = new PostgreSqlSelectedRows(session, Catalog);
                return _selected.SelectAsync(tables, selection, cancellation);
            },
            cancellation);

    public Task<IReadOnlyList<SequenceDescription>> ReadSequencesAsync(IReadOnlyList<TableDescription> tables, CancellationToken cancellation)
        => GuardAsync(() => new PostgreSqlSequences(session, Catalog).ReadAsync(tables, cancellation), cancellation);

    public async ValueTask DisposeAsync() => await end();

    private Task<T> GuardAsync<T>(Func<Task<T>> action, CancellationToken cancellation) => PostgreSqlLocks.Reading.GuardAsync(session, database, action, cancellation);
}
