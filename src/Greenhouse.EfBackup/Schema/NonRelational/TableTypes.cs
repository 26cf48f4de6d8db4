using System.Text.Json;
using Greenhouse.EfBackup.Format;
using Microsoft.EntityFrameworkCore.Storage;
using Microsoft.EntityFrameworkCore.Storage.Json;

namespace Greenhouse.EfBackup.Schema.NonRelational;

/// <summary>The types that values of a model without tables have in a file: a column's store type is the name of its kind.</summary>
internal sealed class TableTypes(TypeMappingSourceDependencies dependencies, RelationalTypeMappingSourceDependencies relational) : RelationalTypeMappingSource(dependencies, relational)
{
    /// <summary>The kind of the values of a type that is mapped.</summary>
    public static ValueKind KindOf(Type type) => Find(type) ?? throw new ArgumentException($"{type} is not mapped.", nameof(type));

    protected override RelationalTypeMapping? FindMapping(in RelationalTypeMappingInfo mappingInfo)
    {
        // Where the model names a type of the database only, values are what the property has.
        if (mappingInfo.ClrType is not { } type)
        {
            return base.FindMapping(mappingInfo);
        }

        if (type == typeof(JsonElement) || type.Name == "JsonTypePlaceholder")
        {
            return new Mapping(ValueKindConverter.NameOf(ValueKind.Json), typeof(JsonElement));
        }

        return Find(type) is { } kind
            ? new Mapping(ValueKindConverter.NameOf(kind), type, Dependencies.JsonValueReaderWriterSource.FindReaderWriter(type))
            : base.FindMapping(mappingInfo);
    }

    /// <summary>An unsigned long is as large as no signed one.</summary>
    private static ValueKind? Find(Type type) => type == typeof(ulong) ? ValueKind.Decimal : TypeKinds.Of(type);

    private sealed class Mapping : RelationalTypeMapping
    {
        public Mapping(string storeType, Type type, JsonValueReaderWriter? json = null)
            : base(storeType, type, jsonValueReaderWriter: json)
        {
        }

        private Mapping(RelationalTypeMappingParameters parameters)
            : base(parameters)
        {
        }

        protected override RelationalTypeMapping Clone(RelationalTypeMappingParameters parameters) => new Mapping(parameters);
    }
}
