using Greenhouse.EfBackup.Databases;
using Greenhouse.EfBackup.Format;
using Greenhouse.EfBackup.Protocol;
using Greenhouse.EfBackup.Schema;

namespace Greenhouse.EfBackup.Endurance.Kills;

/// <summary>A database that says what is done with it.</summary>
/// <param name="inner">The database.</param>
/// <param name="reach">Told of every point.</param>
/// <param name="isPart">What is committed is part of a change that is not.</param>
internal sealed class PointedDatabase(IDatabase inner, Action<string> reach, bool isPart = false) : IDatabase
{
    public string Name => inner.Name;

    public StringComparer Names => inner.Names;

    public Task<T> GuardAsync<T>(Func<Task<T>> action, CancellationToken cancellation) => inner.GuardAsync(action, cancellation);

    public Task<ISnapshot> OpenSnapshotAsync(CancellationToken cancellation) => inner.OpenSnapshotAsync(cancellation);

    public Task<ISelectingSnapshot> OpenSelectionAsync(CancellationToken cancellation) => inner.OpenSelectionAsync(cancellation);

    public async Task<IRestoreTransaction> BeginRestoreAsync(IReadOnlyList<TableDescription> tables, CancellationToken cancellation)
    {
        var transaction = await inner.BeginRestoreAsync(tables, cancellation);
        reach(Points.Locked);
        return new PointedTransaction(transaction, reach, isPart);
    }

    public async Task<ISchemaChange> BeginSchemaChangeAsync(IReadOnlyList<TableDescription> tables, CancellationToken cancellation)
    {
        var change = await inner.BeginSchemaChangeAsync(tables, cancellation);
        reach(Points.Locked);
        return new PointedChange(change, reach);
    }

    public ValueTask DisposeAsync() => inner.DisposeAsync();

    private sealed class PointedTransaction(IRestoreTransaction inner, Action<string> reach, bool isPart) : IRestoreTransaction
    {
        public ISnapshot Snapshot => inner.Snapshot;

        public bool MayChangeValues => inner.MayChangeValues;

        public PresentRowsSearch Search => inner.Search;

        public async Task ClearAsync(IReadOnlyList<TableDescription> tables, Action<TableDescription> cleared, CancellationToken cancellation)
        {
            reach(Stages.Clear);
            await inner.ClearAsync(tables, cleared, cancellation);
        }

        public Task<long> LoadAsync(TablePair pair, IEnumerable<RowChunk> chunks, Action<RowChunk> recycle, Action<long> progress, CancellationToken cancellation)
            => inner.LoadAsync(pair, chunks, recycle, progress, cancellation);

        public Task BeginMergeAsync(IReadOnlyList<TableDescription> tables, CancellationToken cancellation)
        {
            reach(Stages.Clear);
            return inner.BeginMergeAsync(tables, cancellation);
        }

        public Task<MergedRows> MergeAsync(TablePair pair, bool update, IEnumerable<RowChunk> chunks, Action<RowChunk> recycle, Action<long> progress, CancellationToken cancellation)
            => inner.MergeAsync(pair, update, chunks, recycle, progress, cancellation);

        public Task AdvanceSequencesAsync(IReadOnlyList<TableDescription> tables, IReadOnlyList<SequenceDescription> sequences, CancellationToken cancellation)
        {
            reach(Points.Counters);
            return inner.AdvanceSequencesAsync(tables, sequences, cancellation);
        }

        public Task RestoreSequencesAsync(IReadOnlyList<TableDescription> tables, IReadOnlyList<SequenceDescription> sequences, CancellationToken cancellation)
        {
            reach(Points.Counters);
            return inner.RestoreSequencesAsync(tables, sequences, cancellation);
        }

        public Task<IReadOnlyList<DanglingRows>> RebuildAsync(IReadOnlyList<TableDescription> tables, CancellationToken cancellation)
        {
            reach(Points.Rebuild);
            return inner.RebuildAsync(tables, cancellation);
        }

        public async Task CommitAsync(CancellationToken cancellation)
        {
            reach(isPart ? Points.Kept : Points.Commit);
            await inner.CommitAsync(cancellation);
            reach(isPart ? Points.Kept : Points.Committed);
        }

        public ValueTask DisposeAsync() => inner.DisposeAsync();
    }

    private sealed class PointedChange(ISchemaChange inner, Action<string> reach) : ISchemaChange
    {
        public IDatabase Database => new PointedDatabase(inner.Database, reach, isPart: true);

        public IReadOnlyList<WayBack> WaysBack => inner.WaysBack;

        public async Task MigrateAsync(IReadOnlyList<string> applied, string target, CancellationToken cancellation)
        {
            reach(Points.Migrate);
            await inner.MigrateAsync(applied, target, cancellation);
            reach(Points.Migrated);
        }

        public async Task MigrateBackAsync(
            WayBack way, IReadOnlyList<string> applied, IReadOnlyList<string> target, IReadOnlyList<TableDescription> present, IReadOnlyList<TableDescription> wanted, CancellationToken cancellation)
        {
            reach(Points.Migrate);
            await inner.MigrateBackAsync(way, applied, target, present, wanted, cancellation);
            reach(Points.Migrated);
        }

        public async Task CommitAsync(CancellationToken cancellation)
        {
            reach(Points.Commit);
            await inner.CommitAsync(cancellation);
            reach(Points.Committed);
        }

        public ValueTask DisposeAsync() => inner.DisposeAsync();
    }
}
