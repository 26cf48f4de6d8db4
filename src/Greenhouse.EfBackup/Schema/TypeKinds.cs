using Greenhouse.EfBackup.Format;

namespace Greenhouse.EfBackup.Schema;

/// <summary>The kinds of the values of .NET's types, where the type says all that there is to say.</summary>
internal static class TypeKinds
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
        [typeof(ulong)] = ValueKind.Integer,
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

    /// <returns>Null for any other type.</returns>
    public static ValueKind? Of(Type type) => _kinds.TryGetValue(type, out var kind) ? kind : null;
}
