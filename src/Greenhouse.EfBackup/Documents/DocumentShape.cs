using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;

namespace Greenhouse.EfBackup.Documents;

/// <summary>Where in a column's documents values stand that EF Core's providers spell differently. Lists look like what is in them.</summary>
/// <param name="leaf">The values are some of those.</param>
/// <param name="properties">What lies deeper, by the name that it has in JSON.</param>
/// <param name="optional">What may be left out, with what that means: null, or an empty list.</param>
/// <param name="container">What holds owned or complex types, with whether it is a list of them; null where nothing does.</param>
internal sealed class DocumentShape(
    DocumentLeaf? leaf, IReadOnlyDictionary<string, DocumentShape> properties, IReadOnlyList<(string Name, string Json)> optional, (string Name, bool IsList)? container = null)
{
    // RelationalAnnotationNames. The extension methods that read them take other types in other versions.
    private const string ContainerColumn = "Relational:ContainerColumnName";
    private const string JsonName = "Relational:JsonPropertyName";

    private static readonly Dictionary<string, DocumentShape> _none = [];

    public DocumentLeaf? Leaf { get; } = leaf;

    /// <summary>What may be left out of an object, with what that means.</summary>
    public IReadOnlyList<(string Name, string Json)> Optional { get; } = optional;

    /// <summary>What holds owned or complex types, with whether it is a list of them; null of plain values and their lists.</summary>
    public (string Name, bool IsList)? Container { get; } = container;

    /// <summary>All values below.</summary>
    public IEnumerable<DocumentLeaf> Leaves => properties.Values.SelectMany(below => below.Leaves).Concat(Leaf is null ? [] : [Leaf]);

    /// <summary>A column of lists of plain values.</summary>
    public static DocumentShape OfList(DocumentLeaf element) => new(element, _none, []);

    /// <summary>The column that holds what types own.</summary>
    /// <param name="mapped">The types of a table.</param>
    /// <returns>Null where the column is none of those.</returns>
    public static DocumentShape? OfContainer(IEnumerable<ITypeBase> mapped, string column)
        => mapped.SelectMany(Below).Where(nested => nested.Type.FindAnnotation(ContainerColumn)?.Value as string == column).Select(Of).FirstOrDefault();

    /// <summary>What lies in an object; null where that is nothing of interest.</summary>
    public DocumentShape? Find(string property) => properties.GetValueOrDefault(property);

    /// <summary>The same as no provider in particular spells it.</summary>
    public DocumentShape Portable() => new(Leaf?.Portable(), properties.ToDictionary(below => below.Key, below => below.Value.Portable(), StringComparer.Ordinal), Optional, Container);

    private static DocumentShape Of((string Name, ITypeBase Type, bool IsList) held)
    {
        var document = held.Type;
        // Keys of owned types are those of their owner, and not in the document.
        var own = document.GetProperties().Where(property => !property.IsKey() && !property.IsForeignKey() && property.GetJsonPropertyName() is not null)
            .Select(property => (Name: property.GetJsonPropertyName()!, Property: property)).ToArray();
        var nested = Nested(document).Select(found => (Name: found.Type.FindAnnotation(JsonName)?.Value as string ?? found.Name, Shape: Of(found), found.IsList)).ToArray();
        return new DocumentShape(
            leaf: null,
            own.Select(found => (found.Name, Shape: DocumentLeaf.Of(found.Property) is { } leaf ? new DocumentShape(leaf, _none, []) : null)).Where(found => found.Shape is not null)
                .Concat(nested.Select(found => (found.Name, Shape: (DocumentShape?)found.Shape)))
                .ToDictionary(found => found.Name, found => found.Shape!, StringComparer.Ordinal),
            [
                .. own.Where(found => !found.Property.IsShadowProperty() && (found.Property.IsNullable || found.Property.GetElementType() is not null)).Select(found => (found.Name, found.Property.IsNullable ? "null" : "[]")),
                .. nested.Select(found => (found.Name, found.IsList ? "[]" : "null")),
            ],
            (held.Name, held.IsList));
    }

    private static IEnumerable<(string Name, ITypeBase Type, bool IsList)> Below(ITypeBase type) => Nested(type).SelectMany(nested => Below(nested.Type).Prepend(nested));

    /// <summary>Owned and complex types of a type, with the name of what holds them. Whether that is a list is declared by other types in other versions.</summary>
    private static IEnumerable<(string Name, ITypeBase Type, bool IsList)> Nested(ITypeBase type)
        => type.GetComplexProperties().Select(property => (property.Name, (ITypeBase)property.ComplexType, !property.ComplexType.ClrType.IsAssignableFrom(Nullable.GetUnderlyingType(property.ClrType) ?? property.ClrType)))
            .Concat(type is IEntityType entity
                ? entity.GetNavigations().Where(navigation => navigation.ForeignKey.IsOwnership && !navigation.IsOnDependent).Select(navigation => (navigation.Name, (ITypeBase)navigation.TargetEntityType, !navigation.ForeignKey.IsUnique))
                : []);
}
