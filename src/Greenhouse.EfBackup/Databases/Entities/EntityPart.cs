using Greenhouse.EfBackup.Format;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Storage;

namespace Greenhouse.EfBackup.Databases.Entities;

/// <summary>An entity type at one place: the root of what is saved together, or something that the root owns.</summary>
/// <param name="Type">The type as the application's provider knows it.</param>
/// <param name="Mapped">The same type as tables have it.</param>
/// <param name="Tables">Keys of the tables in which it has a row; the first is the one that its rows begin in.</param>
/// <param name="Cells">Its values.</param>
internal sealed record EntityPart(IEntityType Type, IEntityType Mapped, IReadOnlyList<string> Tables, IReadOnlyList<EntityCell> Cells)
{
    /// <summary>What it owns.</summary>
    public required IReadOnlyList<OwnedPart> Owned { get; init; }

    /// <summary>Its own values in the row that another entity begins, without those that both have: by these one sees whether it is there.</summary>
    public IReadOnlyList<EntityCell> Own { get; init; } = [];

    /// <summary>It lies in the row of another entity that can be there without it.</summary>
    public bool IsOptional { get; init; }
}

/// <summary>Where a value of an entity lies.</summary>
/// <param name="Table">The table's key.</param>
/// <param name="Place">The place of the column among the stored ones; -1 where no row holds it.</param>
/// <param name="Column">The column's name.</param>
/// <param name="Kind">The kind of its values.</param>
/// <param name="Property">The property as the application's provider knows it.</param>
/// <param name="Types">How its values become those of the column.</param>
/// <param name="IsRequired">It is never null.</param>
internal sealed record EntityCell(string Table, int Place, string Column, ValueKind Kind, IProperty Property, CoreTypeMapping Types, bool IsRequired)
{
    /// <summary>The type of the column's values.</summary>
    public Type ProviderType { get; } = Plain(Types.Converter?.ProviderClrType ?? Types.ClrType);

    public object? ToProvider(object? value) => value is null && Types.Converter?.ConvertsNulls != true ? null : Types.Converter is { } converter ? converter.ConvertToProvider(value) : value;

    /// <summary>A default may be given as the property has it, or as the column has it.</summary>
    public bool IsProvided(object? value) => value is null || (value.GetType() == ProviderType && Plain(Types.ClrType) != ProviderType);

    /// <summary>The property's value that stands in a row.</summary>
    /// <exception cref="ValueNotHeldException">The property can't hold it.</exception>
    public object? Value(byte[] json)
    {
        var provided = EntityValues.Read(json, Description, Description, ProviderType);
        try
        {
            return FromProvider(provided);
        }
        catch (Exception exception) when (exception is ArgumentException or FormatException or InvalidOperationException or InvalidCastException or OverflowException)
        {
            // Whatever a converter of the application says.
            throw ValueNotHeldException.Of(Column, json, exception.Message);
        }
    }

    private ColumnDescription Description { get; } = new() { Name = Column, Kind = Kind, StoreType = ValueKindConverter.NameOf(Kind) };

    private object? FromProvider(object? value)
        => value is null && Types.Converter?.ConvertsNulls != true ? null : Types.Converter is { } converter ? converter.ConvertFromProvider(value) : value;

    private static Type Plain(Type type) => Nullable.GetUnderlyingType(type) ?? type;
}

/// <summary>What an entity owns by a navigation.</summary>
/// <param name="Navigation">The navigation of the application's model.</param>
/// <param name="Part">What is owned.</param>
internal sealed record OwnedPart(INavigation Navigation, EntityPart Part)
{
    // Navigation.IsCollection is declared by other types in other versions.
    public bool IsCollection => !Navigation.ForeignKey.IsUnique;

    /// <summary>The column whose JSON it is; null where it has rows.</summary>
    public DocumentCell? Document { get; init; }

    /// <summary>It lies in the row of its owner.</summary>
    public bool SharesRow { get; init; }

    /// <summary>Places in its own table of the columns that lead to the owner, where it has rows of its own.</summary>
    public IReadOnlyList<int> Reference { get; init; } = [];
}

/// <summary>A column that holds JSON of what is owned.</summary>
internal sealed record DocumentCell(string Table, int Place, string Column);
