using System.Text.Json.Serialization;

namespace Greenhouse.EfBackup.Format;

/// <summary>A table as the database had it when the backup was taken.</summary>
internal sealed record TableDescription
{
    /// <summary>The table's key in the file: its name, with <c>schema.</c> before it where the schema is not the default one.</summary>
    public required string Key { get; init; }

    /// <summary>The table's name.</summary>
    public required string Name { get; init; }

    /// <summary>The schema; null where it is the database's default.</summary>
    public string? Schema { get; init; }

    /// <summary>Every column in the table's own order, generated ones included.</summary>
    public required IReadOnlyList<ColumnDescription> Columns
    {
        get;
        init
        {
            field = value;
            // Whatever a file says comes by here before it is checked: nulls too.
            StoredColumns = [.. value?.Where(column => column is { Generated: false }) ?? []];
        }
    }

    /// <summary>The primary key's columns in key order; empty where there is none.</summary>
    public IReadOnlyList<string> PrimaryKey { get; init; } = [];

    public IReadOnlyList<ForeignKeyDescription> ForeignKeys { get; init; } = [];

    public IReadOnlyList<IndexDescription> Indexes { get; init; } = [];

    /// <summary>The entity types that are mapped to the table.</summary>
    public IReadOnlyList<string> Entities { get; init; } = [];

    /// <summary>The columns whose values the rows hold: all but the generated ones.</summary>
    [JsonIgnore]
    public IReadOnlyList<ColumnDescription> StoredColumns { get; private init; } = [];

    /// <summary>The rows stand in an order that their values do not show: that of a key before it was masked.</summary>
    [JsonIgnore]
    public bool InHiddenOrder => StoredColumns.Any(column => column.Mask is not null && (PrimaryKey.Count == 0 || PrimaryKey.Contains(column.Name)));
}

/// <summary>A column.</summary>
internal sealed record ColumnDescription
{
    public required string Name { get; init; }

    /// <summary>The type as the database spells it.</summary>
    public required string StoreType { get; init; }

    /// <summary>The kind of its values.</summary>
    public required ValueKind Kind { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool Nullable { get; init; }

    /// <summary>The database computes it: the rows do not hold it and a restore does not write it.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool Generated { get; init; }

    /// <summary>The default, as SQL.</summary>
    public string? Default { get; init; }

    /// <summary>The properties of entities that it holds, <c>Order.Shipping.City</c>; null where the database has columns of its own.</summary>
    public IReadOnlyList<string>? Properties { get; init; }

    /// <summary>The rule by which its values were masked; null where they are the database's own.</summary>
    public string? Mask { get; init; }

    /// <summary>Spells its values for every kind of database, in a seed; null where they are that already.</summary>
    [JsonIgnore]
    public IValueSpelling? Portable { get; init; }

    /// <summary>Masks its values while they are read; null where they come out as they are.</summary>
    [JsonIgnore]
    public IValueMask? Masking { get; init; }
}

/// <summary>A foreign key.</summary>
internal sealed record ForeignKeyDescription
{
    /// <summary>The constraint's name; null where the database keeps none.</summary>
    public string? Name { get; init; }

    public required IReadOnlyList<string> Columns { get; init; }

    /// <summary>The key of the table that it references.</summary>
    public required string References { get; init; }

    public required IReadOnlyList<string> ReferencedColumns { get; init; }

    /// <summary>The action as SQL spells it, <c>CASCADE</c>; null where it is <c>NO ACTION</c>.</summary>
    public string? OnDelete { get; init; }

    /// <summary>Rows need not hold to it: the database has not validated it, or has it for some partitions only.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool NotValid { get; init; }
}

/// <summary>An index, or the unique constraint that it serves.</summary>
internal sealed record IndexDescription
{
    public required string Name { get; init; }

    /// <summary>The columns in order; an expression stands as its place <c>(expression)</c>.</summary>
    public required IReadOnlyList<string> Columns { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool Unique { get; init; }

    /// <summary>The definition as SQL; null where the index belongs to a constraint of the table.</summary>
    public string? Definition { get; init; }
}

/// <summary>A counter that gives out key values.</summary>
/// <param name="Name">The sequence's name; the table's where the counter has none of its own.</param>
/// <param name="Value">The last value that was given out; where it is <see cref="Fresh"/>, the one to be given out next.</param>
internal sealed record SequenceDescription(string Name, long Value)
{
    /// <summary>It has given out nothing yet.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool Fresh { get; init; }

    /// <summary>Keys of the tables whose columns take their values from it; null where it has the name of its only one.</summary>
    public IReadOnlyList<string>? Tables { get; init; }

    /// <summary>The column that it belongs to (an identity, a serial); null where it belongs to none.</summary>
    public string? Column { get; init; }

    /// <summary>The tables that it gives values to; none where the application asks it itself.</summary>
    [JsonIgnore]
    public IReadOnlyList<string> Users => Tables ?? [Name];

    /// <summary>It has no name of its own and counts the key of its table, which is one column (SQLite's AUTOINCREMENT).</summary>
    [JsonIgnore]
    public bool CountsKey => Tables is null;
}
