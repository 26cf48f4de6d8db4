using Microsoft.EntityFrameworkCore.Metadata;

namespace Greenhouse.EfBackup.Schema;

/// <summary>
/// Properties inside of JSON documents that EF Core's providers spell differently there: SQLite's writes decimals as text, bytes in hexadecimal and times with
/// a space, PostgreSQL's the first and the last date as infinities, so that a document of one may not be readable by the other.
/// </summary>
internal static class DocumentProperties
{
    // RelationalAnnotationNames.ContainerColumnName. The extension method that reads it takes other types in other versions.
    private const string ContainerColumn = "Relational:ContainerColumnName";

    private static readonly Type[] _spelledByProvider = [typeof(decimal), typeof(byte[]), typeof(Guid), typeof(DateOnly), typeof(DateTime), typeof(DateTimeOffset), typeof(TimeSpan)];

    /// <summary>Those in the documents of a column: <c>Owner.Property (Type)</c>.</summary>
    public static IEnumerable<string> SpelledByProvider(IEnumerable<ITypeBase> mapped, string column)
        => mapped.SelectMany(Below)
            .Where(nested => nested.FindAnnotation(ContainerColumn)?.Value as string == column)
            .SelectMany(Leaves)
            .Distinct();

    private static IEnumerable<string> Leaves(ITypeBase document)
        => document.GetProperties()
            // Keys of owned types are those of their owner, and not in the document.
            .Where(property => !property.IsKey() && !property.IsForeignKey())
            .Select(property => (Property: property, Type: TypeOf(property)))
            .Where(leaf => _spelledByProvider.Contains(leaf.Type))
            .Select(leaf => $"{document.ShortName()}.{leaf.Property.Name} ({leaf.Type.Name})")
            .Concat(Nested(document).SelectMany(Leaves));

    private static IEnumerable<ITypeBase> Below(ITypeBase type) => Nested(type).SelectMany(nested => Below(nested).Prepend(nested));

    /// <summary>Owned and complex types of a type.</summary>
    private static IEnumerable<ITypeBase> Nested(ITypeBase type)
        => type.GetComplexProperties().Select(property => (ITypeBase)property.ComplexType)
            .Concat(type is IEntityType entity ? entity.GetNavigations().Where(navigation => navigation.ForeignKey.IsOwnership && !navigation.IsOnDependent).Select(navigation => navigation.TargetEntityType) : []);

    private static Type TypeOf(IProperty property)
    {
        var type = property.GetElementType()?.ClrType ?? property.GetValueConverter()?.ProviderClrType ?? property.GetProviderClrType() ?? property.ClrType;
        return Nullable.GetUnderlyingType(type) ?? type;
    }
}
