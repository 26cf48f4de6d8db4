using Greenhouse.EfBackup.Protocol;
using Greenhouse.EfBackup.Schema;
using Microsoft.EntityFrameworkCore.Metadata;

namespace Greenhouse.EfBackup.Databases.Entities;

/// <summary>Finds where the values of entities lie.</summary>
/// <param name="context">The name of the application's context.</param>
/// <param name="mapped">The same model with tables.</param>
/// <param name="mappedTables">Its tables.</param>
/// <param name="tables">The same tables, described.</param>
internal sealed class EntityParts(string context, IModel mapped, IReadOnlyList<ITable> mappedTables, IReadOnlyList<EntityTable> tables)
{
    // RelationalAnnotationNames.ContainerColumnName. The extension method that reads it takes other types in other versions.
    private const string ContainerColumn = "Relational:ContainerColumnName";

    private readonly EntityValues _values = new();

    /// <summary>EF Core's InMemory provider saves them, and fails when it is to read them.</summary>
    /// <exception cref="EfBackupException">A type has a complex property.</exception>
    public void RefuseComplexProperties(IModel model)
    {
        if (model.GetEntityTypes().SelectMany(type => type.GetComplexProperties().Select(property => $"{type.DisplayName()}.{property.Name}")).FirstOrDefault() is { } complex)
        {
            throw Unmapped($"{complex} is a complex property, which EF Core reads of relational databases only");
        }
    }

    /// <returns>Null where nothing of it lies in a table.</returns>
    public EntityRoot? Root(IEntityType type)
    {
        EntityVariant[] variants =
        [
            .. type.GetDerivedTypesInclusive().Where(derived => !derived.IsAbstract()).OrderByDescending(derived => derived.GetAllBaseTypes().Count())
                .Select(derived => Part(derived, MappedOf(derived), owner: null)).Where(part => part.Tables.Count > 0).Select(Variant),
        ];
        return variants.Length > 0 ? new EntityRoot(type, variants) : null;
    }

    private IEntityType MappedOf(IEntityType type) => mapped.FindEntityType(type.Name) ?? throw Unmapped($"the entity type {type.DisplayName()} has no counterpart in it");

    private EntityVariant Variant(EntityPart part)
    {
        if (ModelTables.Ask(part.Mapped, "GetDiscriminatorPropertyName") is not string name || ModelTables.Ask(part.Mapped, "GetDiscriminatorValue") is not { } value)
        {
            return new EntityVariant(part, null);
        }

        return part.Cells.FirstOrDefault(cell => cell.Property.Name == name) is { } cell
            ? new EntityVariant(part, (cell, _values.Write(cell.ToProvider(value), cell.Kind, cell.Column)))
            : new EntityVariant(part, null);
    }

    private EntityPart Part(IEntityType type, IEntityType mappedType, EntityPart? owner)
    {
        var mine = mappedTables.SelectMany(table => table.EntityTypeMappings.Where(mapping => mapping.TypeBase == mappedType).Select(mapping => (Table: table, Mapping: mapping)))
            // The table of the base type, and of a split entity its main one, is where its rows begin.
            .OrderBy(pair => pair.Mapping.IsSplitEntityTypePrincipal == false).ThenBy(pair => pair.Table.EntityTypeMappings.Any(mapping => mapping.TypeBase == mappedType.GetRootType()) ? 0 : 1)
            .ToArray();
        EntityCell[] cells = [.. mine.SelectMany(pair => pair.Mapping.ColumnMappings.OfType<IColumnMapping>().Select(column => Cell(pair.Table, column, type)))];
        var part = new EntityPart(type, mappedType, [.. mine.Select(pair => EntityTables.KeyOf(pair.Table))], cells) { Owned = [] };
        var shared = owner is not null && part.Tables.Count > 0 && owner.Tables.Contains(part.Tables[0]);
        // Two entities that have a row in common: neither owns nor derives from the other.
        var splits = owner is null && mine.Length > 0 && mine[0].Mapping.IsSharedTablePrincipal == false
            && mine[0].Table.EntityTypeMappings.Any(other => other.TypeBase is IEntityType entity && !entity.IsOwned() && entity.GetRootType() != mappedType.GetRootType());
        part = part with
        {
            IsOptional = shared ? !type.FindOwnership()!.IsRequiredDependent : splits,
            Own = shared || splits ? [.. part.Cells.Where(cell => cell.Place >= 0 && !IsOfKey(cell) && !(shared && owner!.Cells.Any(other => other.Table == cell.Table && other.Column == cell.Column)))] : [],
        };
        return part with { Owned = [.. type.GetNavigations().Where(navigation => navigation.ForeignKey.IsOwnership && !navigation.IsOnDependent).Select(navigation => Owned(navigation, part))] };
    }

    private OwnedPart Owned(INavigation navigation, EntityPart owner)
    {
        var type = navigation.TargetEntityType;
        var mappedType = MappedOf(type);
        if (mappedType.FindAnnotation(ContainerColumn)?.Value is string column)
        {
            var holder = tables.First(table => owner.Tables.Contains(table.Table.Key) && table.Columns.Any(candidate => candidate.Name == column));
            return new OwnedPart(navigation, new EntityPart(type, mappedType, [], []) { Owned = [] }) { Document = new DocumentCell(holder.Table.Key, holder.PlaceOf(column), column) };
        }

        var part = Part(type, mappedType, owner);
        return new OwnedPart(navigation, part)
        {
            SharesRow = part.Tables.Count > 0 && owner.Tables.Contains(part.Tables[0]),
            Reference = part.Tables.Count == 0 ? [] : [.. navigation.ForeignKey.Properties.Select(property => part.Cells.First(cell => cell.Table == part.Tables[0] && cell.Property.Name == property.Name).Place)],
        };
    }

    private EntityCell Cell(ITable table, IColumnMapping mapping, IEntityType type)
    {
        var holder = tables.First(candidate => candidate.Table.Key == EntityTables.KeyOf(table));
        var column = (IColumn)mapping.Column;
        return new EntityCell(
            holder.Table.Key,
            column.ComputedColumnSql is null ? holder.PlaceOf(column.Name) : -1,
            column.Name,
            EntityTables.KindOf(column),
            type.FindProperty(mapping.Property.Name) ?? throw Unmapped($"{type.DisplayName()} has no property {mapping.Property.Name}"),
            mapping.TypeMapping,
            !mapping.Property.IsNullable);
    }

    private static bool IsOfKey(EntityCell cell) => cell.Property.IsKey();

    private EfBackupException Unmapped(string why)
        => new(ErrorCode.NoTables, $"the model of {context} can't be put into tables: {why}", "map it otherwise (an owned type in place of a complex property), or back it up from a relational database");
}
