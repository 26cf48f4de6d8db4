namespace Greenhouse.EfBackup.Protocol;

/// <summary>Rows of one table, as results name them.</summary>
/// <param name="Table">The table's key in the file: its name, with the schema where that is not the default.</param>
/// <param name="Rows">How many.</param>
internal sealed record TableRows(string Table, long Rows);

/// <summary>What <c>create</c> made.</summary>
internal sealed record CreateResult
{
    /// <summary>The file, absolute; null after a dry run.</summary>
    public string? File { get; init; }

    /// <summary>The file's size in bytes.</summary>
    public long Bytes { get; init; }

    /// <summary>When the database was read; the file's name says it to those who read results as JSON.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public DateTimeOffset Timestamp { get; init; }

    public required string Context { get; init; }

    public required string Provider { get; init; }

    public required string Database { get; init; }

    /// <summary>Tables in load order.</summary>
    public required IReadOnlyList<TableRows> Tables { get; init; }

    /// <summary>Tables of the database that are not in the file.</summary>
    public IReadOnlyList<string> LeftOut { get; init; } = [];

    /// <summary>Which rows the file holds; null where it holds all of its tables'.</summary>
    public SelectedRows? Selection { get; init; }

    /// <summary>Columns whose values the file holds masked, with their rules.</summary>
    public IReadOnlyList<string> Masked { get; init; } = [];

    public long Rows { get; init; }

    public double Seconds { get; init; }

    public bool DryRun { get; init; }

    /// <summary>What was proved of the file; null where that was not asked for.</summary>
    public VerifyResult? Verification { get; init; }

    /// <summary>What became of older backups afterwards; null where no rule was given.</summary>
    public PruneResult? Pruned { get; init; }
}
