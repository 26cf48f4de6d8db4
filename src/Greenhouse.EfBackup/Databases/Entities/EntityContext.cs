using System.Diagnostics.CodeAnalysis;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.ChangeTracking.Internal;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Update;

namespace Greenhouse.EfBackup.Databases.Entities;

/// <summary>
/// A second context on the database of an application's: with its model and its provider, and without what its class, its events and its interceptors make of entities
/// that are saved. What the application itself has tracked stays out of it.
/// </summary>
internal sealed class EntityContext : DbContext
{
    private EntityContext(DbContextOptions options)
        : base(options)
    {
        ChangeTracker.AutoDetectChangesEnabled = false;
        ChangeTracker.CascadeDeleteTiming = CascadeTiming.Never;
        ChangeTracker.DeleteOrphansTiming = CascadeTiming.Never;
        ChangeTracker.LazyLoadingEnabled = false;
    }

    public static EntityContext Beside(DbContext original)
    {
        DbContextOptions options = new DbContextOptions<EntityContext>();
        foreach (var extension in original.GetService<IDbContextOptions>().Extensions)
        {
            // The method wants the extension's own type.
            var with = typeof(DbContextOptions).GetMethod(nameof(DbContextOptions.WithExtension))!.MakeGenericMethod(extension.GetType());
            options = (DbContextOptions)with.Invoke(options, [extension])!;
        }

        var core = options.FindExtension<CoreOptionsExtension>() ?? new CoreOptionsExtension();
        return new EntityContext(options.WithExtension(core.WithModel(original.Model)));
    }

    /// <summary>Tracks a new entity with all that it owns.</summary>
    public EntityEntry Track(IEntityType root, object entity)
    {
        if (!root.HasSharedClrType)
        {
            return Add(entity);
        }

        // A property bag is an entity of whatever set it is added to.
        var set = typeof(DbContext).GetMethod(nameof(Set), [typeof(string)])!.MakeGenericMethod(root.ClrType).Invoke(this, [root.Name])!;
        return (EntityEntry)typeof(DbSet<>).MakeGenericType(root.ClrType).GetMethod(nameof(Add))!.Invoke(set, [entity])!;
    }

    /// <summary>Saves all that is tracked, and forgets it.</summary>
    public async Task SaveAsync(CancellationToken cancellation)
    {
        var tracked = ChangeTracker.Entries().ToArray();
        // InMemory reads what is owned as it lies in its store, and what is added takes the place of what was deleted last: so that lists keep their order.
        IUpdateEntry[] entries = [.. tracked.Where(entry => entry.State == EntityState.Deleted).Reverse().Concat(tracked.Where(entry => entry.State == EntityState.Added)).Select(AsUpdate)];
        await this.GetService<Microsoft.EntityFrameworkCore.Storage.IDatabase>().SaveChangesAsync(entries, cancellation);
        ChangeTracker.Clear();
    }

    // SaveChanges would ask interceptors, which may turn what is deleted into something else; the provider's own service takes what only the tracker has.
    [SuppressMessage("Usage", "EF1001", Justification = "There is no public way from an entry to what a provider saves.")]
    private static IUpdateEntry AsUpdate(EntityEntry entry) => ((IInfrastructure<InternalEntityEntry>)entry).Instance;
}
