using Greenhouse.EfBackup.Format;
using Greenhouse.EfBackup.Schema;

namespace Greenhouse.EfBackup.Databases.Sqlite;

/// <summary>How SQLite converts values on their way into a column (https://www.sqlite.org/datatype3.html, section 3).</summary>
internal enum Affinity
{
    Text,
    Numeric,
    Integer,
    Real,
    None,
}

/// <summary>The kind of a column's values: its type in the model where that knows it, else what its declared type makes SQLite store.</summary>
internal static class SqliteKinds
{
    public static ValueKind Of(LiveColumn column, ColumnMeaning? meaning)
    {
        var affinity = AffinityOf(column.StoreType);
        if (meaning?.IsJson == true)
        {
            return ValueKind.Json;
        }

        if (meaning is not null && (meaning.ProviderType == typeof(char) ? ValueKind.String : TypeKinds.Of(meaning.ProviderType)) is { } kind)
        {
            // Values that the driver writes as bytes are no text of that type.
            return affinity == Affinity.None && kind == ValueKind.Guid ? ValueKind.Binary : kind;
        }

        return affinity switch
        {
            Affinity.Text => ValueKind.String,
            Affinity.Integer => ValueKind.Integer,
            Affinity.Real => ValueKind.Double,
            Affinity.Numeric => ValueKind.Decimal,
            _ => ValueKind.Binary,
        };
    }

    /// <summary>The rules of datatype3.html 3.1, in their order.</summary>
    public static Affinity AffinityOf(string declaredType)
    {
        bool Has(string part) => declaredType.Contains(part, StringComparison.OrdinalIgnoreCase);

        return Has("INT") ? Affinity.Integer
            : Has("CHAR") || Has("CLOB") || Has("TEXT") ? Affinity.Text
            : Has("BLOB") || declaredType.Length == 0 || declaredType.Equals("ANY", StringComparison.OrdinalIgnoreCase) ? Affinity.None
            : Has("REAL") || Has("FLOA") || Has("DOUB") ? Affinity.Real
            : Affinity.Numeric;
    }
}
