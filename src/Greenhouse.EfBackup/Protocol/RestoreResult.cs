namespace Greenhouse.EfBackup.Protocol;

/// <summary>What <c>restore</c> did, or after a dry run would do.</summary>
internal sealed record RestoreResult
{
    public required string File { get; init; }

    public required string Context { get; init; }

    public required string Provider { get; init; }

    public required string Database { get; init; }

    /// <summary>The migration that the database was brought to; null where the schema was left alone.</summary>
    public string? Migration { get; init; }

    /// <summary>What became of rows that were there: one of <see cref="RestoreModes"/>.</summary>
    public string Mode { get; init; } = RestoreModes.Replace;

    public required IReadOnlyList<RestoredTable> Tables { get; init; }

    /// <summary>Tables of the database that the file does not hold and that stay as they are.</summary>
    public IReadOnlyList<string> Untouched { get; init; } = [];

    /// <summary>The safety backup, absolute; null where none was made.</summary>
    public string? SafetyBackup { get; init; }

    /// <summary>Where the schema went back too: how the rows that were there differ from those of the backup (the old), by the columns that both have.</summary>
    public IReadOnlyDictionary<string, TableDifference>? Differences { get; init; }

    public long Rows { get; init; }

    public double Seconds { get; init; }

    public bool DryRun { get; init; }

    /// <summary>The tables were read back and hashed before the commit.</summary>
    public bool Verified { get; init; }
}

/// <summary>One table of a restore.</summary>
/// <param name="Table">The table's key in the file.</param>
/// <param name="Rows">Rows of the file.</param>
/// <param name="Deleted">Rows that were there before and were deleted.</param>
internal sealed record RestoredTable(string Table, long Rows, long Deleted)
{
    /// <summary>Rows whose key was not there; null where rows are replaced.</summary>
    public long? Inserted { get; init; }

    /// <summary>Rows that were there with other values, and have those of the file now; null likewise.</summary>
    public long? Updated { get; init; }

    /// <summary>Rows of the file that were there and were not written; null likewise.</summary>
    public long? Unchanged { get; init; }
}
