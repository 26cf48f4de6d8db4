namespace Greenhouse.EfBackup.Schema;

/// <summary>The tables of a database as it is.</summary>
/// <param name="Tables">Every ordinary table, by name.</param>
/// <param name="NotTables">What holds rows and is no ordinary table: never backed up, always named.</param>
/// <param name="DefaultSchema">The schema of tables that name none; null where the database has no schemas.</param>
internal sealed record LiveSchema(IReadOnlyList<LiveTable> Tables, IReadOnlyList<NotTable> NotTables, string? DefaultSchema = null)
{
    /// <summary>What migrations that were killed have left, a sentence each.</summary>
    public IReadOnlyList<string> Remains { get; init; } = [];
}

/// <summary>Something that holds rows and is no ordinary table.</summary>
/// <param name="Name">Its name, with the schema where that is not the default.</param>
/// <param name="What">What it is, <c>virtual table</c>.</param>
/// <param name="Help">How its rows are kept.</param>
internal sealed record NotTable(string Name, string What, string Help);

/// <summary>A table of a database as it is. Keys, indexes and foreign keys are those of <see cref="Format.TableDescription"/>.</summary>
internal sealed record LiveTable
{
    /// <summary>Unique in the database; the key in a file.</summary>
    public required string Key { get; init; }

    public required string Name { get; init; }

    /// <summary>Null for the default schema.</summary>
    public string? Schema { get; init; }

    public required IReadOnlyList<LiveColumn> Columns { get; init; }

    public IReadOnlyList<string> PrimaryKey { get; init; } = [];

    public IReadOnlyList<Format.ForeignKeyDescription> ForeignKeys { get; init; } = [];

    public IReadOnlyList<Format.IndexDescription> Indexes { get; init; } = [];
}

/// <summary>A column of a database as it is.</summary>
internal sealed record LiveColumn
{
    public required string Name { get; init; }

    /// <summary>The type as the database spells it.</summary>
    public required string StoreType { get; init; }

    /// <summary>The database's built-in type below domains and lengths; null where the database has no such thing.</summary>
    public string? BaseType { get; init; }

    public bool Nullable { get; init; }

    /// <summary>The database computes its value.</summary>
    public bool Generated { get; init; }

    /// <summary>The database gives it a value where an insert names none (an identity, an alias of the row id).</summary>
    public bool Identity { get; init; }

    /// <summary>The default, as SQL.</summary>
    public string? Default { get; init; }

    /// <summary>The properties that are mapped to it, where that is all that makes it a column; null where the database has it.</summary>
    public IReadOnlyList<string>? Properties { get; init; }
}

/// <summary>What the EF model says of a column.</summary>
/// <param name="ProviderType">The CLR type that reaches the driver, after converters and without <see cref="Nullable{T}"/>.</param>
/// <param name="IsJson">It holds a JSON document of owned entities.</param>
internal sealed record ColumnMeaning(Type ProviderType, bool IsJson);
