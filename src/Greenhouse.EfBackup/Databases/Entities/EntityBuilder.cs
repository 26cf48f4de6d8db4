using System.Text;
using Microsoft.EntityFrameworkCore.ChangeTracking;

namespace Greenhouse.EfBackup.Databases.Entities;

/// <summary>Makes entities of rows.</summary>
/// <param name="tables">All rows, by the keys of their tables.</param>
internal sealed class EntityBuilder(IReadOnlyDictionary<string, EntityTable> tables)
{
    private readonly Dictionary<OwnedPart, ILookup<string, byte[][]>> _owned = [];

    /// <summary>Which entity of a root a row begins.</summary>
    /// <param name="root">The root.</param>
    /// <param name="table">The row's table.</param>
    /// <param name="key">Its key.</param>
    /// <returns>Null where it begins none.</returns>
    public EntityPart? PartOf(EntityRoot root, string table, string key)
        => root.Variants.FirstOrDefault(variant => variant.Part.Tables[0] == table
            && variant.Part.Tables.All(other => tables[other].Rows.ContainsKey(key))
            && (variant.Discriminator is not var (cell, value) || tables[cell.Table].Rows[key][cell.Place].AsSpan().SequenceEqual(value))
            && IsThere(variant.Part, tables[table].Rows[key]))?.Part;

    /// <summary>All values of an entity and of what it owns: two that have the same are the same.</summary>
    public string Fingerprint(EntityPart part, string key)
    {
        var text = new StringBuilder(part.Type.Name);
        Add(part, tables[part.Tables[0]].Rows[key], key, text);
        return text.ToString();
    }

    /// <summary>Makes an entity and all that it owns.</summary>
    /// <exception cref="FormatException">A document is none of what is owned.</exception>
    public object Build(EntityPart part, byte[][] row, string key)
    {
        var entity = EntityMember.Create(part.Type);
        foreach (var cell in part.Cells.Where(cell => !cell.Property.IsShadowProperty()))
        {
            EntityMember.Set(cell.Property, entity, ValueOf(cell, part, row, key));
        }

        foreach (var owned in part.Owned)
        {
            BuildOwned(entity, owned, row, key);
        }

        return entity;
    }

    /// <summary>Gives what is tracked of an entity every value that the tracker alone has, or has put in its place.</summary>
    public void Complete(EntityEntry entry, EntityPart part, byte[][] row, string key)
    {
        foreach (var cell in part.Cells)
        {
            var (property, value) = (entry.Property(cell.Property.Name), ValueOf(cell, part, row, key));
            if (!Equals(property.CurrentValue, value))
            {
                property.CurrentValue = value;
            }
        }

        foreach (var owned in part.Owned.Where(owned => owned.Document is null))
        {
            if (owned.IsCollection)
            {
                var collection = entry.Collection(owned.Navigation.Name);
                foreach (var (item, itemRow) in (collection.CurrentValue ?? Array.Empty<object>()).Cast<object>().Zip(RowsOf(owned, key)))
                {
                    Complete(collection.FindEntry(item)!, owned.Part, itemRow, KeyOf(owned, itemRow));
                }
            }
            else if (entry.Reference(owned.Navigation.Name).TargetEntry is { } target)
            {
                var ownRow = owned.SharesRow ? row : RowsOf(owned, key).First();
                Complete(target, owned.Part, ownRow, owned.SharesRow ? key : KeyOf(owned, ownRow));
            }
        }
    }

    private void BuildOwned(object entity, OwnedPart owned, byte[][] row, string key)
    {
        if (owned.Document is { } document)
        {
            var json = tables[document.Table].Rows[key][document.Place];
            if (!EntityValues.IsNull(json))
            {
                EntityDocument.Read(entity, owned, Encoding.UTF8.GetString(json));
            }
        }
        else if (owned.SharesRow)
        {
            if (IsThere(owned.Part, row))
            {
                EntityMember.Set(owned.Navigation, entity, Build(owned.Part, row, key));
            }
        }
        else if (owned.IsCollection)
        {
            EntityMember.SetAll(owned.Navigation, entity, RowsOf(owned, key).Select(item => Build(owned.Part, item, KeyOf(owned, item))));
        }
        else if (RowsOf(owned, key).FirstOrDefault() is { } single)
        {
            EntityMember.Set(owned.Navigation, entity, Build(owned.Part, single, KeyOf(owned, single)));
        }
    }

    /// <summary>Rows of what the entity of a key owns, in one order.</summary>
    private IEnumerable<byte[][]> RowsOf(OwnedPart owned, string owner)
    {
        if (!_owned.TryGetValue(owned, out var rows))
        {
            // An owner is referenced by its primary key.
            _owned[owned] = rows = tables[owned.Part.Tables[0]].Rows.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => pair.Value)
                .ToLookup(row => EntityTable.KeyOf(row, owned.Reference) ?? "", StringComparer.Ordinal);
        }

        return rows[owner];
    }

    private string KeyOf(OwnedPart owned, byte[][] row) => tables[owned.Part.Tables[0]].KeyOf(row);

    private void Add(EntityPart part, byte[][] row, string key, StringBuilder text)
    {
        foreach (var cell in part.Cells.Where(cell => cell.Place >= 0))
        {
            text.Append('\n').Append(Encoding.UTF8.GetString(RowOf(cell, part, row, key)[cell.Place]));
        }

        foreach (var owned in part.Owned)
        {
            if (owned.Document is { } document)
            {
                text.Append('\n').Append(Encoding.UTF8.GetString(tables[document.Table].Rows[key][document.Place]));
            }
            else if (owned.SharesRow)
            {
                Add(owned.Part, row, key, text.Append("\n:").Append(IsThere(owned.Part, row)));
            }
            else
            {
                foreach (var item in RowsOf(owned, key))
                {
                    Add(owned.Part, item, KeyOf(owned, item), text.Append("\n-"));
                }
            }
        }
    }

    private byte[][] RowOf(EntityCell cell, EntityPart part, byte[][] row, string key) => cell.Table == part.Tables[0] ? row : tables[cell.Table].Rows[key];

    private object? ValueOf(EntityCell cell, EntityPart part, byte[][] row, string key)
        => cell.Place < 0 ? EntityMember.Nothing(cell.Property) : cell.Value(RowOf(cell, part, row, key)[cell.Place]);

    /// <summary>Whether what lies in the row of another entity is there: by EF's rule, where all that it requires has a value, or where anything has one.</summary>
    private static bool IsThere(EntityPart part, byte[][] row)
    {
        if (!part.IsOptional)
        {
            return true;
        }

        var own = part.Own.Where(cell => cell.Table == part.Tables[0]).ToArray();
        var required = own.Where(cell => cell.IsRequired).ToArray();
        return required.Length > 0 ? required.All(HasValue) : own.Any(HasValue);

        bool HasValue(EntityCell cell) => !EntityValues.IsNull(row[cell.Place]);
    }
}
