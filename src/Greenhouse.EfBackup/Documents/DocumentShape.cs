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

    /// <summary>A column of lists of plain values.</summary>
    public static DocumentShape OfList(DocumentLeaf element) => new(element, _none);

    /// <summary>The column that holds what types own.</summary>
    /// <param name="mapped">The types of a table.</param>
    /// <returns>Null where the column is none of those.</returns>
    public static DocumentShape? OfContainer(IEnumerable<ITypeBase> mapped, string column)
        => mapped.SelectMany(Below).FirstOrDefault(nested => nested.FindAnnotation(ContainerColumn)?.Value as string == column) is { } owned ? Of(owned) : null;

    /// <summary>What lies in an object; null where that is nothing of interest.</summary>
    public DocumentShape? Find(string property) => properties.GetValueOrDefault(property);

    /// <summary>The same as no provider in particular spells it.</summary>
    public DocumentShape Portable() => new(Leaf?.Portable(), properties.ToDictionary(below => below.Key, below => below.Value.Portable(), StringComparer.Ordinal));

    private static DocumentShape Of(ITypeBase document)
        => new(
            leaf: null,
            document.GetProperties()
                // Keys of owned types are those of their owner, and not in the document.
                .Where(property => !property.IsKey() && !property.IsForeignKey() && property.GetJsonPropertyName() is not null)
                .Select(property => (Name: property.GetJsonPropertyName()!, Shape: DocumentLeaf.Of(property) is { } leaf ? new DocumentShape(leaf, _none) : null))
                .Where(found => found.Shape is not null)
                .Concat(Nested(document).Select(nested => (Name: nested.Type.FindAnnotation(JsonName)?.Value as string ?? nested.Name, Shape: (DocumentShape?)Of(nested.Type))))
                .ToDictionary(found => found.Name, found => found.Shape!, StringComparer.Ordinal));

    private static IEnumerable<ITypeBase> Below(ITypeBase type) => Nested(type).SelectMany(nested => Below(nested.Type).Prepend(nested.Type));

    /// <summary>Owned and complex types of a type, with the name of what holds them.</summary>
    private static IEnumerable<(string Name, ITypeBase Type)> Nested(ITypeBase type)
        => type.GetComplexProperties().Select(property => (property.Name, (ITypeBase)property.ComplexType))
            .Concat(type is IEntityType entity
                ? entity.GetNavigations().Where(navigation => navigation.ForeignKey.IsOwnership && !navigation.IsOnDependent).Select(navigation => (navigation.Name, (ITypeBase)navigation.TargetEntityType))
                : []);
}
