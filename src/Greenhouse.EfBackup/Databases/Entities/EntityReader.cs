using System.Reflection;
using Greenhouse.EfBackup.Protocol;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;

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
            var read = typeof(EntityReader).GetMethod(nameof(ReadRootAsync), BindingFlags.Instance | BindingFlags.NonPublic)!.MakeGenericMethod(root.Type.ClrType);
            await (Task)read.Invoke(this, [root, byKey, cancellation])!;
        }

        return tables;
    }

    private async Task ReadRootAsync<TEntity>(EntityRoot root, Dictionary<string, EntityTable> tables, CancellationToken cancellation)
        where TEntity : class
    {
        var parts = root.Variants.ToDictionary(variant => variant.Part.Type.Name, variant => variant.Part, StringComparer.Ordinal);
        var set = root.Type.HasSharedClrType ? context.Set<TEntity>(root.Type.Name) : context.Set<TEntity>();
        var count = 0;
        await foreach (var entity in set.IgnoreQueryFilters().IgnoreAutoIncludes().AsTracking().AsAsyncEnumerable().WithCancellation(cancellation))
        {
            // Of a type that several entity types share, only the set knows which one is meant.
            var entry = set.Entry(entity);
            if (parts.TryGetValue(entry.Metadata.Name, out var part))
            {
                Guard(entry, () => Take(entry, part, tables));
            }

            if (++count % Batch == 0)
            {
                context.ChangeTracker.Clear();
            }
        }

        context.ChangeTracker.Clear();
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
