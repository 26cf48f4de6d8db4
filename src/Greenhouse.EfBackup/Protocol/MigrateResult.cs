namespace Greenhouse.EfBackup.Protocol;

/// <summary>What <c>migrate</c> did, or after a dry run would do.</summary>
internal sealed record MigrateResult
{
    public required string Context { get; init; }

    public required string Provider { get; init; }

    public required string Database { get; init; }

    /// <summary>The last migration that was applied before; <c>0</c> for none.</summary>
    public required string From { get; init; }

    /// <summary>The last migration that is applied now; <c>0</c> for none.</summary>
    public required string To { get; init; }

    /// <summary>What was applied, or taken back, in that order.</summary>
    public required IReadOnlyList<string> Migrations { get; init; }

    /// <summary>What they endanger.</summary>
    public required IReadOnlyList<MigrationHazard> Hazards { get; init; }

    /// <summary>The backup from before, absolute; null where nothing was there to be saved.</summary>
    public string? Snapshot { get; init; }

    /// <summary>What was proved of the snapshot before anything was migrated; null where that was not asked for.</summary>
    public VerifyResult? Verification { get; init; }

    public IReadOnlyList<MigratedTable> Tables { get; init; } = [];

    public double Seconds { get; init; }

    public bool DryRun { get; init; }

    /// <summary>What became of older snapshots afterwards; null where no rule was given.</summary>
    public PruneResult? Pruned { get; init; }
}

/// <summary>What an operation of a migration can cost.</summary>
/// <param name="Migration">The migration's id.</param>
/// <param name="What">A sentence without subject.</param>
/// <param name="Table">The table; null where it may be any.</param>
/// <param name="Column">The column; null for whole rows.</param>
/// <param name="Rows">Rows that the table has now; null where there is none.</param>
/// <param name="Values">Values, other than null, that the column has now; null where there is none.</param>
/// <param name="Loses">Values can be lost; otherwise rows can make the migration fail.</param>
internal sealed record MigrationHazard(string Migration, string What, string? Table, string? Column, long? Rows, long? Values, bool Loses)
{
    /// <summary>Values, or rows; null where nobody knows.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public long? AtStake => Values ?? (Table is not null && Rows is null ? 0 : Rows);

    public override string ToString() => What + (AtStake is { } stake ? $": {stake} {(Values is null ? "rows" : "values")}" : "");
}

/// <summary>A table around migrations.</summary>
/// <param name="Table">Its key.</param>
/// <param name="Before">Rows before; null where it was not there.</param>
/// <param name="After">Rows after; null where it is not there any more.</param>
internal sealed record MigratedTable(string Table, long? Before, long? After);
