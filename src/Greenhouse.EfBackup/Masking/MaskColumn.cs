using Greenhouse.EfBackup.Format;

namespace Greenhouse.EfBackup.Masking;

/// <summary>A column that a rule is about, and what its masked values have to hold to.</summary>
internal sealed record MaskColumn
{
    /// <summary>The key of its table.</summary>
    public required string Table { get; init; }

    public required ColumnDescription Column { get; init; }

    /// <summary>How its database keeps decimals, and what it has no type for.</summary>
    public ColumnStorage Storage { get; init; }

    /// <summary>The most characters of a text; null for any number.</summary>
    public int? MaxLength { get; init; }

    /// <summary>The length that the database fills a text up to; null where it does not.</summary>
    public int? PaddedTo { get; init; }

    /// <summary>The highest integer that the column, or the property mapped to it, can hold.</summary>
    public long Highest { get; init; } = long.MaxValue;

    /// <summary>The lowest one.</summary>
    public long Lowest { get; init; } = long.MinValue;

    /// <summary>The primary key has it.</summary>
    public bool InPrimaryKey { get; init; }

    /// <summary>A primary key or unique index has it.</summary>
    public bool Unique { get; init; }

    /// <summary>One of them has other columns besides.</summary>
    public bool UniqueWithOthers { get; init; }

    /// <summary>The database takes texts that differ in case for equal.</summary>
    public bool FoldsCase => Column.StoreType.Equals("citext", StringComparison.OrdinalIgnoreCase);

    public ValueKind Kind => Column.Kind;

    public override string ToString() => $"{Table}.{Column.Name}";
}

/// <summary>How a database keeps the values of a column. All but the first are SQLite's, which keeps times as texts.</summary>
internal enum ColumnStorage
{
    /// <summary>As its type says: decimals with all digits of the scale, times up to microseconds, instants in UTC.</summary>
    Typed,

    /// <summary>Decimals as the driver's text.</summary>
    Text,

    /// <summary>Decimals as whole numbers, or else as binary ones.</summary>
    Numeric,

    /// <summary>Decimals as binary numbers.</summary>
    Real,
}

/// <summary>What a model says of a column.</summary>
/// <param name="ProviderType">The CLR type of its values in the database; null where no model knows it.</param>
/// <param name="MaxLength">The most characters; null for any number.</param>
/// <param name="Rule">The text of its rule of masking; null where it has none.</param>
internal sealed record ColumnModel(Type? ProviderType, int? MaxLength, string? Rule)
{
    public static readonly ColumnModel Unknown = new(null, null, null);
}
