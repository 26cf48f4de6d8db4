namespace Greenhouse.EfBackup;

/// <summary>A restore that was done, or after a dry run would be.</summary>
public sealed record EfBackupRestoreResult
{
    /// <summary>The file, absolute; null where it was a stream.</summary>
    public string? File { get; init; }

    /// <summary>The backup's rows of these tables.</summary>
    public long Rows { get; init; }

    /// <summary>The tables that rows were loaded into.</summary>
    public IReadOnlyList<EfBackupTable> Tables { get; init; } = [];

    /// <summary>Tables of the database that the backup does not hold, or that were not chosen, and that are as they were.</summary>
    public IReadOnlyList<string> Untouched { get; init; } = [];

    /// <summary>The migration that the database was brought to; null where the schema was left alone.</summary>
    public string? Migration { get; init; }

    /// <summary>The file that the rows from before were saved to; null where there were none, or that was not wanted.</summary>
    public string? SafetyBackup { get; init; }

    /// <summary>The tables were read back and compared before the commit.</summary>
    public bool Verified { get; init; }

    /// <summary>What somebody should know.</summary>
    public IReadOnlyList<EfBackupWarning> Warnings { get; init; } = [];

    /// <summary>How long it took.</summary>
    public TimeSpan Duration { get; init; }
}
