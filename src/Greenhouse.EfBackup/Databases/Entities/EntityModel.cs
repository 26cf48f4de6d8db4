using Greenhouse.EfBackup.Schema;
using Greenhouse.EfBackup.Schema.NonRelational;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;

namespace Greenhouse.EfBackup.Databases.Entities;

/// <summary>The tables of a model whose provider has none, and what of its entities lies where in them.</summary>
internal sealed class EntityModel
{
    private readonly EntityValues _values = new();
    private readonly Dictionary<(string Table, string Column), EntityCell> _cells;
    private readonly Dictionary<(string Table, string Column), OwnedDocument> _documents;
    private readonly Dictionary<(string Table, string Column), object?> _defaults;

    private EntityModel(LiveSchema schema, IReadOnlyList<EntityTable> tables, IReadOnlyList<EntityRoot> roots, Dictionary<(string Table, string Column), object?> defaults)
    {
        (Schema, Tables, Roots, _defaults) = (schema, tables, roots, defaults);
        EntityPart[] parts = [.. roots.SelectMany(root => root.Variants).SelectMany(variant => All(variant.Part))];
        _documents = parts.SelectMany(part => part.Owned.Where(owned => owned.Document is not null).Select(owned => new OwnedDocument(part.Type, owned)))
            .DistinctBy(document => (document.Owned.Document!.Table, document.Owned.Document.Column)).ToDictionary(document => (document.Owned.Document!.Table, document.Owned.Document.Column));
        _cells = parts.SelectMany(part => part.Cells).DistinctBy(cell => (cell.Table, cell.Column)).ToDictionary(cell => (cell.Table, cell.Column));
    }

    public LiveSchema Schema { get; }

    /// <summary>The tables, without rows.</summary>
    public IReadOnlyList<EntityTable> Tables { get; }

    /// <summary>What is saved and found as one, with all that it owns.</summary>
    public IReadOnlyList<EntityRoot> Roots { get; }

    /// <exception cref="EfBackupException">The model can't be put into tables.</exception>
    public static EntityModel Of(DbContext context)
    {
        var mapped = TableModel.Of(context);
        // What has no key is read by queries only, and nothing could be saved of it.
        var mappedTables = mapped.GetRelationalModel().Tables.Where(table => table.PrimaryKey is not null).ToArray();
        var live = mappedTables.Select(EntityTables.Describe).ToArray();
        EntityTable[] tables = [.. live.Select(table => new EntityTable(table, [.. table.Columns.Where(column => !column.Generated)]))];
        var parts = new EntityParts(context.GetType().Name, mapped, mappedTables, tables);
        parts.RefuseComplexProperties(context.Model);
        EntityRoot[] roots = [.. context.Model.GetEntityTypes().Where(type => type.BaseType is null && !type.IsOwned() && type.FindPrimaryKey() is not null).Select(parts.Root).OfType<EntityRoot>()];
        var defaults = mappedTables.SelectMany(table => table.Columns.Select(column => (Key: (EntityTables.KeyOf(table), column.Name), Value: column.TryGetDefaultValue(out var value) ? value : null)));
        return new EntityModel(new LiveSchema(live, [], DefaultSchema: ""), tables, roots, defaults.Where(pair => pair.Value is not null).ToDictionary(pair => pair.Key, pair => pair.Value));
    }

    /// <summary>What a column takes.</summary>
    public EntityColumn ColumnOf(string table, string column) => new(_cells.GetValueOrDefault((table, column)), _documents.GetValueOrDefault((table, column)), _values);

    /// <summary>What a column has where nobody gives it a value.</summary>
    public byte[] DefaultOf(string table, string column)
        => _defaults.TryGetValue((table, column), out var value) && _cells.GetValueOrDefault((table, column)) is { } cell ? _values.Write(cell.IsProvided(value) ? value : cell.ToProvider(value), cell.Kind, column) : EntityValues.Null;

    private static IEnumerable<EntityPart> All(EntityPart part) => part.Owned.SelectMany(owned => All(owned.Part)).Prepend(part);
}

/// <summary>A hierarchy of entity types whose instances are saved by themselves.</summary>
/// <param name="Type">The type that the others derive from.</param>
/// <param name="Variants">Its concrete types, the most derived first.</param>
internal sealed record EntityRoot(IEntityType Type, IReadOnlyList<EntityVariant> Variants);

/// <summary>A concrete type of a root.</summary>
/// <param name="Part">The type.</param>
/// <param name="Discriminator">The value that tells its rows from those of others, where the table has one.</param>
internal sealed record EntityVariant(EntityPart Part, (EntityCell Cell, byte[] Value)? Discriminator);
