using System.Reflection;
using Greenhouse.EfBackup.Protocol;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Metadata;

namespace Greenhouse.EfBackup.Databases.Entities;

/// <summary>Reads entities, and makes rows of them: all that there are, whatever query filters hide.</summary>
internal sealed class EntityReader(EntityModel model, EntityContext context)
{
    /// <summary>Entities that are tracked at once.</summary>
    private const int Batch = 1000;

    private readonly EntityValues _values = new();

    /// <summary>The rows of every table.</summary>
    /// <exception cref="EfBackupException">A file can't hold a value.</exception>
    public async Task<IReadOnlyList<EntityTable>> ReadAsync(CancellationToken cancellation)
    {
        EntityTable[] tables = [.. model.Tables.Select(table => table.Copy())];
        var byKey = tables.ToDictionary(table => table.Table.Key, StringComparer.Ordinal);
        foreach (var root in model.Roots)
        {
            var count = 0;
            await VisitAsync(
                root,
                (entry, part) =>
                {
                    Guard(entry, () => Take(entry, part, byKey));
                    if (++count % Batch == 0)
                    {
                        context.ChangeTracker.Clear();
                    }
                },
                cancellation);
            context.ChangeTracker.Clear();
        }

        return tables;
    }

    /// <summary>Marks entities for deletion, with all that they own, as the database has them: what stands in a document may have keys there that no row holds.</summary>
    /// <param name="root">The root of the entities.</param>
    /// <param name="places">The table and the key of the row that each of them begins.</param>
    public async Task DeleteAsync(EntityRoot root, IReadOnlySet<(string Table, string Key)> places, CancellationToken cancellation)
    {
        var tables = model.Tables.ToDictionary(table => table.Table.Key, table => table.Copy(), StringComparer.Ordinal);
        var going = new List<EntityEntry>();
        await VisitAsync(
            root,
            (entry, part) =>
            {
                var rows = new Dictionary<string, byte[][]>(StringComparer.Ordinal);
                Fill(entry, part, rows, tables);
                if (places.Contains((part.Tables[0], tables[part.Tables[0]].KeyOf(rows[part.Tables[0]]))))
                {
                    going.Add(entry);
                }
            },
            cancellation);
        foreach (var entry in going.SelectMany(WithOwned).ToArray())
        {
            entry.State = EntityState.Deleted;
        }
    }

    private static IEnumerable<EntityEntry> WithOwned(EntityEntry entry)
        => entry.Navigations.Where(navigation => navigation.Metadata is INavigation { ForeignKey.IsOwnership: true, IsOnDependent: false })
            .SelectMany(navigation => navigation is CollectionEntry collection ? (collection.CurrentValue ?? Array.Empty<object>()).Cast<object>().Select(collection.FindEntry)
                : [((ReferenceEntry)navigation).TargetEntry])
            .OfType<EntityEntry>().SelectMany(WithOwned).Append(entry);

    private Task VisitAsync(EntityRoot root, Action<EntityEntry, EntityPart> visit, CancellationToken cancellation)
        => (Task)typeof(EntityReader).GetMethod(nameof(VisitSetAsync), BindingFlags.Instance | BindingFlags.NonPublic)!.MakeGenericMethod(root.Type.ClrType).Invoke(this, [root, visit, cancellation])!;

    private async Task VisitSetAsync<TEntity>(EntityRoot root, Action<EntityEntry, EntityPart> visit, CancellationToken cancellation)
        where TEntity : class
    {
        var parts = root.Variants.ToDictionary(variant => variant.Part.Type.Name, variant => variant.Part, StringComparer.Ordinal);
        var set = root.Type.HasSharedClrType ? context.Set<TEntity>(root.Type.Name) : context.Set<TEntity>();
        await foreach (var entity in set.IgnoreQueryFilters().IgnoreAutoIncludes().AsTracking().AsAsyncEnumerable().WithCancellation(cancellation))
        {
            // Of a type that several entity types share, only the set knows which one is meant.
            var entry = set.Entry(entity);
            if (parts.TryGetValue(entry.Metadata.Name, out var part))
            {
                visit(entry, part);
            }
        }
    }

    private static void Guard(EntityEntry entry, Action action)
    {
        try
        {
            action();
        }
        catch (Format.ValueNotHeldException exception)
        {
            var key = string.Join(", ", entry.Metadata.FindPrimaryKey()!.Properties.Select(property => $"{property.Name}={entry.Property(property.Name).CurrentValue}"));
            throw new EfBackupException(ErrorCode.ValueNotHeld, $"{entry.Metadata.DisplayName()} {key}: {exception.Message}", "change the value", inner: exception);
        }
    }

    /// <summary>Makes the rows that an entity begins, and those of all that it owns.</summary>
    private void Take(EntityEntry entry, EntityPart part, Dictionary<string, EntityTable> tables)
    {
        var rows = new Dictionary<string, byte[][]>(StringComparer.Ordinal);
        Fill(entry, part, rows, tables);
        foreach (var (key, row) in rows)
        {
            Keep(tables[key], row);
        }
    }

    private void Fill(EntityEntry entry, EntityPart part, Dictionary<string, byte[][]> rows, Dictionary<string, EntityTable> tables)
    {
        foreach (var cell in part.Cells)
        {
            if (!rows.TryGetValue(cell.Table, out var row))
            {
                rows[cell.Table] = row = tables[cell.Table].NewRow();
            }

            if (cell.Place >= 0)
            {
                row[cell.Place] = _values.Write(cell.ToProvider(entry.Property(cell.Property.Name).CurrentValue), cell.Kind, cell.Column);
            }
        }

        foreach (var owned in part.Owned)
        {
            TakeOwned(entry, owned, rows, tables);
        }
    }

    private void TakeOwned(EntityEntry entry, OwnedPart owned, Dictionary<string, byte[][]> rows, Dictionary<string, EntityTable> tables)
    {
        if (owned.Document is { } document)
        {
            rows[document.Table][document.Place] = _values.Write(EntityDocument.Write(entry.Entity, owned), Format.ValueKind.Json, document.Column);
        }
        else if (owned.IsCollection)
        {
            var collection = entry.Collection(owned.Navigation.Name);
            foreach (var item in collection.CurrentValue ?? Array.Empty<object>())
            {
                if (collection.FindEntry(item) is { } found)
                {
                    Take(found, owned.Part, tables);
                }
            }
        }
        // What a constructor of the application has put there is not in the database.
        else if (entry.Reference(owned.Navigation.Name).TargetEntry is { State: not EntityState.Detached } target)
        {
            if (owned.SharesRow)
            {
                Fill(target, owned.Part, rows, tables);
            }
            else
            {
                Take(target, owned.Part, tables);
            }
        }
    }

    /// <summary>Several entities may share a row: each gives what the other has not.</summary>
    private static void Keep(EntityTable table, byte[][] row)
    {
        var key = table.KeyOf(row);
        if (!table.Rows.TryGetValue(key, out var other))
        {
            table.Rows[key] = row;
            return;
        }

        for (var place = 0; place < row.Length; place++)
        {
            other[place] = ReferenceEquals(row[place], EntityValues.Null) ? other[place] : row[place];
        }
    }
}
