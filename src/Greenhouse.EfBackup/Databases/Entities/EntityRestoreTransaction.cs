using Greenhouse.EfBackup.Format;
using Greenhouse.EfBackup.Schema;

namespace Greenhouse.EfBackup.Databases.Entities;

/// <summary>A restore that is worked out on rows in memory, checked there, and saved as entities at the end. Where that fails, the former entities are put back.</summary>
internal sealed class EntityRestoreTransaction : IRestoreTransaction
{
    private readonly EntityStore _store;
    private readonly IReadOnlyList<EntityTable> _former;
    private readonly IReadOnlyList<EntityTable> _rows;
    private readonly Dictionary<string, HashSet<byte[][]>> _merged = new(StringComparer.Ordinal);

    public EntityRestoreTransaction(EntityStore store, IReadOnlyList<EntityTable> rows)
    {
        (_store, _former) = (store, rows);
        _rows = [.. rows.Select(table => table.Copy())];
        Snapshot = new EntitySnapshot(store.Model, _rows);
    }

    public ISnapshot Snapshot { get; }

    /// <summary>All entities are read again when they are saved.</summary>
    public bool MayChangeValues => false;

    public PresentRowsSearch Search => PresentRowsSearch.None;

    public Task ClearAsync(IReadOnlyList<TableDescription> tables, Action<TableDescription> cleared, CancellationToken cancellation)
    {
        foreach (var table in tables)
        {
            Table(table).Rows.Clear();
            cleared(table);
        }

        return Task.CompletedTask;
    }

    public Task<long> LoadAsync(TablePair pair, IEnumerable<RowChunk> chunks, Action<RowChunk> recycle, Action<long> progress, CancellationToken cancellation)
    {
        var table = Table(pair.Target);
        var loader = new EntityRowLoader(pair, table, _store.Model);
        var rows = loader.Read(chunks, recycle, progress, Take, cancellation);
        return Task.FromResult(rows);

        void Take(string key, byte[][] row, long place)
        {
            if (!table.Rows.TryAdd(key, row))
            {
                throw RowErrors.Refused(pair.Target.Key, $"{place}", $": its key {table.Shown(row, pair.Target.PrimaryKey)} is there already", new InvalidOperationException("A key is there twice."));
            }
        }
    }

    public Task BeginMergeAsync(IReadOnlyList<TableDescription> tables, CancellationToken cancellation) => Task.CompletedTask;

    public Task<MergedRows> MergeAsync(TablePair pair, bool update, IEnumerable<RowChunk> chunks, Action<RowChunk> recycle, Action<long> progress, CancellationToken cancellation)
    {
        var table = Table(pair.Target);
        var loader = new EntityRowLoader(pair, table, _store.Model);
        var merged = _merged[pair.Target.Key] = new(ReferenceEqualityComparer.Instance);
        var (inserted, updated, unchanged) = (0L, 0L, 0L);
        loader.Read(chunks, recycle, progress, Take, cancellation);
        return Task.FromResult(new MergedRows(inserted, updated, unchanged));

        void Take(string key, byte[][] row, long place)
        {
            if (!table.Rows.TryGetValue(key, out var there))
            {
                table.Rows[key] = row;
                merged.Add(row);
                inserted++;
            }
            else if (update && loader.Update(there, row) is { } changed)
            {
                table.Rows[key] = changed;
                merged.Add(changed);
                updated++;
            }
            else
            {
                unchanged++;
            }
        }
    }

    /// <summary>Providers count by themselves.</summary>
    public Task AdvanceSequencesAsync(IReadOnlyList<TableDescription> tables, IReadOnlyList<SequenceDescription> sequences, CancellationToken cancellation) => Task.CompletedTask;

    /// <summary>Providers count by themselves.</summary>
    public Task RestoreSequencesAsync(IReadOnlyList<TableDescription> tables, IReadOnlyList<SequenceDescription> sequences, CancellationToken cancellation) => Task.CompletedTask;

    public Task<IReadOnlyList<DanglingRows>> RebuildAsync(IReadOnlyList<TableDescription> tables, CancellationToken cancellation)
    {
        foreach (var table in tables.Where(table => _merged.ContainsKey(table.Key)))
        {
            RefuseTakenValues(table);
        }

        return Task.FromResult(new EntityKeys(_rows).FindDanglingRows(tables));
    }

    public Task CommitAsync(CancellationToken cancellation) => _store.WriteAsync(_former, _rows, cancellation);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    /// <summary>What must be unique, no such provider watches over.</summary>
    private void RefuseTakenValues(TableDescription described)
    {
        var (table, merged) = (Table(described), _merged[described.Key]);
        foreach (var index in described.Indexes.Where(index => index is { Unique: true, Definition: null }))
        {
            foreach (var same in EntityKeys.ByValues(table, index.Columns).Where(same => same.Count() > 1))
            {
                if (same.FirstOrDefault(merged.Contains) is { } row)
                {
                    throw RowErrors.ValueTaken(
                        described.Key, table.Shown(row, described.PrimaryKey), table.Shown(same.First(other => other != row), described.PrimaryKey), index, new InvalidOperationException("A value is taken."));
                }
            }
        }
    }

    private EntityTable Table(TableDescription described) => _rows.First(table => table.Table.Key == described.Key);
}
