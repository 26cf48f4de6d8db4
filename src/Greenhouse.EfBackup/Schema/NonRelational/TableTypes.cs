using System.Text.Json;
using Greenhouse.EfBackup.Format;
using Microsoft.EntityFrameworkCore.Storage;
using Microsoft.EntityFrameworkCore.Storage.Json;

namespace Greenhouse.EfBackup.Schema.NonRelational;

/// <summary>The types that values of a model without tables have in a file: a column's store type is the name of its kind.</summary>
internal sealed class TableTypes(TypeMappingSourceDependencies dependencies, RelationalTypeMappingSourceDependencies relational) : RelationalTypeMappingSource(dependencies, relational)
{
    private static readonly Dictionary<Type, ValueKind> _kinds = new()
    {
        [typeof(bool)] = ValueKind.Boolean,
        [typeof(sbyte)] = ValueKind.Integer,
        [typeof(byte)] = ValueKind.Integer,
        [typeof(short)] = ValueKind.Integer,
        [typeof(ushort)] = ValueKind.Integer,
        [typeof(int)] = ValueKind.Integer,
        [typeof(uint)] = ValueKind.Integer,
        [typeof(long)] = ValueKind.Integer,
        [typeof(ulong)] = ValueKind.Decimal,
        [typeof(decimal)] = ValueKind.Decimal,
        [typeof(float)] = ValueKind.Single,
        [typeof(double)] = ValueKind.Double,
        [typeof(string)] = ValueKind.String,
        [typeof(Guid)] = ValueKind.Guid,
        [typeof(DateOnly)] = ValueKind.Date,
        [typeof(TimeOnly)] = ValueKind.Time,
        [typeof(DateTime)] = ValueKind.DateTime,
        [typeof(DateTimeOffset)] = ValueKind.Timestamp,
        [typeof(TimeSpan)] = ValueKind.Interval,
        [typeof(byte[])] = ValueKind.Binary,
    };

    /// <summary>The kind of the values of a type.</summary>
    public static ValueKind KindOf(Type type) => _kinds[type];

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

        return _kinds.TryGetValue(type, out var kind)
            ? new Mapping(ValueKindConverter.NameOf(kind), type, Dependencies.JsonValueReaderWriterSource.FindReaderWriter(type))
            : base.FindMapping(mappingInfo);
    }

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
