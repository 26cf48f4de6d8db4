namespace Greenhouse.EfBackup.Protocol;

/// <summary>What one file's metadata says.</summary>
internal sealed record ShowResult
{
    public required string File { get; init; }

    public long Bytes { get; init; }

    public int Format { get; init; }

    public required string Version { get; init; }

    public DateTimeOffset Timestamp { get; init; }

    public string? Description { get; init; }

    public required string Reason { get; init; }

    /// <summary>The first of the migrations that were pending, where that was the reason.</summary>
    public string? Before { get; init; }

    public required string Context { get; init; }

    public required string Provider { get; init; }

    public required string Database { get; init; }

    public IReadOnlyList<string> Migrations { get; init; } = [];

    public required IReadOnlyList<ShownTable> Tables { get; init; }

    public IReadOnlyList<string> LeftOut { get; init; } = [];

    /// <summary>Which rows it holds; null where it holds all of its tables'.</summary>
    public SelectedRows? Selection { get; init; }

    public long Rows { get; init; }
}

/// <summary>One table of a <see cref="ShowResult"/>.</summary>
internal sealed record ShownTable
{
    public required string Table { get; init; }

    public long Rows { get; init; }

    /// <summary>The SHA-256 of the table's rows, lower-case hexadecimal.</summary>
    public required string Sha256 { get; init; }

    public required IReadOnlyList<ShownColumn> Columns { get; init; }

    public IReadOnlyList<string> Key { get; init; } = [];

    /// <summary>Tables that its foreign keys reference.</summary>
    public IReadOnlyList<string> References { get; init; } = [];
}

/// <summary>One column of a <see cref="ShownTable"/>.</summary>
/// <param name="Name">The column's name.</param>
/// <param name="StoreType">The type as the database spells it.</param>
/// <param name="Kind">The kind of its values in the file.</param>
/// <param name="Nullable">It may hold null.</param>
/// <param name="Mask">The rule by which its values were masked; null where they are the database's own.</param>
internal sealed record ShownColumn(string Name, string StoreType, string Kind, bool Nullable, string? Mask = null);
