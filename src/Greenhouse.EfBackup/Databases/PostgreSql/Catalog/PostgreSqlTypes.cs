using Greenhouse.EfBackup.Format;

namespace Greenhouse.EfBackup.Databases.PostgreSql.Catalog;

/// <summary>How the values of a type look in a binary COPY (src/backend/utils/adt/*, the <c>_send</c> functions).</summary>
internal enum Encoding
{
    /// <summary>The type's own text, asked for as such.</summary>
    Text,

    /// <summary>UTF-8, as it is stored.</summary>
    String,
    Boolean,

    /// <summary>Two, four or eight bytes.</summary>
    Integer,

    /// <summary>Four bytes without sign.</summary>
    Oid,
    Single,
    Double,
    Numeric,

    /// <summary>Hundredths in eight bytes.</summary>
    Money,
    Guid,
    Bytes,
    Date,
    Time,
    Timestamp,
    TimestampTz,
    Interval,
    Json,

    /// <summary>A version byte before the text.</summary>
    Jsonb,
}

/// <summary>What is known of the built-in types. Any other is text: nothing depends on what the driver knows.</summary>
internal static class PostgreSqlTypes
{
    /// <summary>The <see cref="Schema.LiveColumn.BaseType"/> of every enumeration.</summary>
    public const string Enumeration = "enum";

    private static readonly Dictionary<string, (Encoding Encoding, ValueKind Kind)> _known = new(StringComparer.Ordinal)
    {
        ["bool"] = (Encoding.Boolean, ValueKind.Boolean),
        ["int2"] = (Encoding.Integer, ValueKind.Integer),
        ["int4"] = (Encoding.Integer, ValueKind.Integer),
        ["int8"] = (Encoding.Integer, ValueKind.Integer),
        ["oid"] = (Encoding.Oid, ValueKind.Integer),
        ["float4"] = (Encoding.Single, ValueKind.Single),
        ["float8"] = (Encoding.Double, ValueKind.Double),
        ["numeric"] = (Encoding.Numeric, ValueKind.Decimal),
        ["money"] = (Encoding.Money, ValueKind.Decimal),
        ["text"] = (Encoding.String, ValueKind.String),
        ["varchar"] = (Encoding.String, ValueKind.String),
        ["bpchar"] = (Encoding.String, ValueKind.String),
        ["citext"] = (Encoding.Text, ValueKind.String),
        [Enumeration] = (Encoding.Text, ValueKind.String),
        ["uuid"] = (Encoding.Guid, ValueKind.Guid),
        ["bytea"] = (Encoding.Bytes, ValueKind.Binary),
        ["date"] = (Encoding.Date, ValueKind.Date),
        ["time"] = (Encoding.Time, ValueKind.Time),
        ["timestamp"] = (Encoding.Timestamp, ValueKind.DateTime),
        ["timestamptz"] = (Encoding.TimestampTz, ValueKind.Timestamp),
        ["interval"] = (Encoding.Interval, ValueKind.Interval),
        ["json"] = (Encoding.Json, ValueKind.Json),
        ["jsonb"] = (Encoding.Jsonb, ValueKind.Json),
    };

    // Large ones are read in ranges of their key: by these, index and file have the same order.
    private static readonly string[] _divisible = ["int2", "int4", "int8", "uuid", "date", "timestamp", "timestamptz"];

    public static ValueKind KindOf(string baseType) => _known.TryGetValue(baseType, out var known) ? known.Kind : ValueKind.Text;

    public static Encoding EncodingOf(string baseType) => _known.TryGetValue(baseType, out var known) ? known.Encoding : Encoding.Text;

    public static bool IsDivisible(string baseType) => _divisible.Contains(baseType);
}
