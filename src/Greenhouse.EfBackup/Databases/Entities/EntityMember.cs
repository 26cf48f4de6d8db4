using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore.Metadata;

namespace Greenhouse.EfBackup.Databases.Entities;

/// <summary>Members of entities as EF itself reaches them: by the field where there is one, so that no code of the application runs.</summary>
internal static class EntityMember
{
    public static object? Get(IPropertyBase property, object entity)
        => property is IProperty indexed && indexed.IsIndexerProperty() ? ((IDictionary<string, object?>)entity).TryGetValue(property.Name, out var value) ? value : null
            : property.FieldInfo is { } field ? field.GetValue(entity)
            : property.PropertyInfo!.GetValue(entity);

    public static void Set(IPropertyBase property, object entity, object? value)
    {
        if (property is IProperty indexed && indexed.IsIndexerProperty())
        {
            ((IDictionary<string, object?>)entity)[property.Name] = value;
        }
        else if (property.FieldInfo is { } field)
        {
            field.SetValue(entity, value);
        }
        else
        {
            property.PropertyInfo!.SetValue(entity, value);
        }
    }

    /// <summary>Gives an entity a collection: EF's own way there is declared by other types in other versions.</summary>
    public static void SetAll(INavigation navigation, object entity, IEnumerable<object> items)
    {
        var element = navigation.TargetEntityType.ClrType;
        var (type, set, list) = (navigation.ClrType, typeof(HashSet<>).MakeGenericType(element), typeof(List<>).MakeGenericType(element));
        var collection = Activator.CreateInstance(!type.IsInterface && !type.IsAbstract ? type : type.IsAssignableFrom(list) ? list : set)!;
        var add = typeof(ICollection<>).MakeGenericType(element).GetMethod(nameof(ICollection<object>.Add))!;
        foreach (var item in items)
        {
            add.Invoke(collection, [item]);
        }

        Set(navigation, entity, collection);
    }

    /// <summary>A value for a property that the database computes and no row holds.</summary>
    public static object? Nothing(IProperty property)
        => property.IsNullable ? null : property.ClrType == typeof(string) ? "" : property.ClrType == typeof(byte[]) ? Array.Empty<byte>() : property.ClrType.IsValueType ? Activator.CreateInstance(property.ClrType) : null;

    /// <summary>An instance whose constructor has not run: it may want what only the application has, and would fill what a row leaves empty.</summary>
    public static object Create(ITypeBase type) => type.ClrType == typeof(Dictionary<string, object>) ? new Dictionary<string, object?>() : RuntimeHelpers.GetUninitializedObject(type.ClrType);
}
