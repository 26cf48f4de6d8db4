using Greenhouse.EfBackup.Format;
using Microsoft.EntityFrameworkCore;

namespace Greenhouse.EfBackup.Databases.Entities;

/// <summary>
/// A database whose provider is not relational, by way of entities: its rows are those that a relational provider would have made of the same model. All of them are
/// held in memory.
/// </summary>
internal sealed class EntityDatabase(EntityStore store) : IDatabase
{
    public string Name => store.Name;

    public StringComparer Names => StringComparer.Ordinal;

    /// <exception cref="EfBackupException">The model can't be put into tables.</exception>
    public static EntityDatabase Open(DbContext context) => new(EntityStore.Open(context));

    public Task<T> GuardAsync<T>(Func<Task<T>> action, CancellationToken cancellation) => store.GuardAsync(action);

    public async Task<ISnapshot> OpenSnapshotAsync(CancellationToken cancellation) => await OpenSelectionAsync(cancellation);

    public async Task<ISelectingSnapshot> OpenSelectionAsync(CancellationToken cancellation) => new EntitySnapshot(store.Model, await store.ReadAsync(cancellation));

    public async Task<IRestoreTransaction> BeginRestoreAsync(IReadOnlyList<TableDescription> tables, CancellationToken cancellation)
        => new EntityRestoreTransaction(store, await store.ReadAsync(cancellation));

    public Task<ISchemaChange> BeginSchemaChangeAsync(IReadOnlyList<TableDescription> tables, CancellationToken cancellation)
        => throw NotRelational.Refuse("its schema would change", "rows are restored without --schema");

    public ValueTask DisposeAsync() => store.DisposeAsync();
}
