using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;

namespace Greenhouse.EfBackup.Documents;

/// <summary>Where in a column's documents values stand that EF Core's providers spell differently. Lists look like what is in them.</summary>
/// <param name="leaf">The values are some of those.</param>
/// <param name="properties">What lies deeper, by the name that it has in JSON.</param>
internal sealed class DocumentShape(DocumentLeaf? leaf, IReadOnlyDictionary<string, DocumentShape> properties)
{
    // RelationalAnnotationNames. The extension methods that read them take other types in other versions.
    private const string ContainerColumn = "Relational:ContainerColumnName";
    private const string JsonName = "Relational:JsonPropertyName";

    private static readonly Dictionary<string, DocumentShape> _none = [];

    public DocumentLeaf? Leaf { get; } = leaf;

    /// <summary>All values below.</summary>
    public IEnumerable<DocumentLeaf> Leaves => properties.Values.SelectMany(below => below.Leaves).Concat(Leaf is null ? [] : [Leaf]);

    /// <summary>The column that holds a property, which may be a list of plain values.</summary>
    /// <returns>Null where every provider would spell it in the same way.</returns>
    public static DocumentShape? OfList(IEnumerable<IProperty> properties)
        => properties.FirstOrDefault(property => property.GetElementType() is not null) is { } list && DocumentLeaf.Of(list) is { } leaf ? new DocumentShape(leaf, _none) : null;

    /// <summary>The column that holds what types own.</summary>
    /// <param name="mapped">The types of a table.</param>
    /// <returns>Null where every provider would spell it in the same way.</returns>
    public static DocumentShape? OfContainer(IEnumerable<ITypeBase> mapped, string column)
        => mapped.SelectMany(Below).Where(nested => nested.FindAnnotation(ContainerColumn)?.Value as string == column).Select(Of).FirstOrDefault(shape => shape is not null);

    /// <summary>What lies in an object; null where that is nothing of interest.</summary>
    public DocumentShape? Find(string property) => properties.GetValueOrDefault(property);

    private static DocumentShape? Of(ITypeBase document)
    {
        var below = document.GetProperties()
            // Keys of owned types are those of their owner, and not in the document.
            .Where(property => !property.IsKey() && !property.IsForeignKey() && property.GetJsonPropertyName() is not null)
            .Select(property => (Name: property.GetJsonPropertyName()!, Shape: DocumentLeaf.Of(property) is { } leaf ? new DocumentShape(leaf, _none) : null))
            .Concat(Nested(document).Select(nested => (Name: nested.Type.FindAnnotation(JsonName)?.Value as string ?? nested.Name, Shape: Of(nested.Type))))
            .Where(found => found.Shape is not null)
            .ToDictionary(found => found.Name, found => found.Shape!, StringComparer.Ordinal);
        return below.Count > 0 ? new DocumentShape(leaf: null, below) : null;
    }

    private static IEnumerable<ITypeBase> Below(ITypeBase type) => Nested(type).SelectMany(nested => Below(nested.Type).Prepend(nested.Type));

    /// <summary>Owned and complex types of a type, with the name of what holds them.</summary>
    private static IEnumerable<(string Name, ITypeBase Type)> Nested(ITypeBase type)
        => type.GetComplexProperties().Select(property => (property.Name, (ITypeBase)property.ComplexType))
            .Concat(type is IEntityType entity
                ? entity.GetNavigations().Where(navigation => navigation.ForeignKey.IsOwnership && !navigation.IsOnDependent).Select(navigation => (navigation.Name, (ITypeBase)navigation.TargetEntityType))
                : []);
}
