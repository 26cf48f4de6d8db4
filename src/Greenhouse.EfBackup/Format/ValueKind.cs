using System.Text.Json;
using System.Text.Json.Serialization;

namespace Greenhouse.EfBackup.Format;

/// <summary>
/// What a column's values mean, whatever database stores them; FORMAT.md has the canonical form of each.
/// The names in a file are these in lower case.
/// </summary>
[JsonConverter(typeof(ValueKindConverter))]
internal enum ValueKind
{
    /// <summary>Binary base64 text, RFC 4648 section 4 with padding. First, so that an unset kind promises nothing.</summary>
    Binary,

    /// <summary><c>true</c> or <c>false</c>.</summary>
    Boolean,

    /// <summary>A signed 64-bit integer, as digits.</summary>
    Integer,

    /// <summary>A decimal number with its digits kept, trailing zeros included.</summary>
    Decimal,

    /// <summary>An IEEE 754 binary32 number in the fewest digits that give it back.</summary>
    Single,

    /// <summary>An IEEE 754 binary64 number in the fewest digits that give it back.</summary>
    Double,

    /// <summary>Unicode text.</summary>
    String,

    /// <summary>A UUID, 8-4-4-4-12 lower-case hexadecimal digits.</summary>
    Guid,

    /// <summary><c>2024-01-31</c>.</summary>
    Date,

    /// <summary><c>10:00:00.5</c>.</summary>
    Time,

    /// <summary><c>2024-01-31T10:00:00.5</c>, of no time zone.</summary>
    DateTime,

    /// <summary><c>2024-01-31T10:00:00.5Z</c>, or with the offset that the store keeps.</summary>
    Timestamp,

    /// <summary>An ISO 8601 duration, <c>P1DT2H3M4.5S</c>.</summary>
    Interval,

    /// <summary>A JSON document as the store spells it, embedded.</summary>
    Json,

    /// <summary>The store's own text for a type that no other kind describes; the column's store type names it.</summary>
    Text,
}

/// <summary>The names of the kinds in a file.</summary>
internal sealed class ValueKindConverter : JsonConverter<ValueKind>
{
    private static readonly string[] _names = Array.ConvertAll(Enum.GetNames<ValueKind>(), name => name.ToLowerInvariant());

    public static string NameOf(ValueKind kind) => _names[(int)kind];

    public override ValueKind Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        var place = Array.IndexOf(_names, reader.GetString());
        return place >= 0 ? (ValueKind)place : throw new JsonException("The kind of a column is none of the format's.");
    }

    public override void Write(Utf8JsonWriter writer, ValueKind value, JsonSerializerOptions options)
        => writer.WriteStringValue(NameOf(value));
}
