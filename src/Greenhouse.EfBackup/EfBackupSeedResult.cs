namespace Greenhouse.EfBackup;

/// <summary>A seed that was applied.</summary>
public sealed record EfBackupSeedResult
{
    /// <summary>The file, absolute.</summary>
    public required string File { get; init; }

    /// <summary>The tables of the seed, in load order, with what became of their rows.</summary>
    public IReadOnlyList<EfBackupTable> Tables { get; init; } = [];

    /// <summary>Rows that were not there.</summary>
    public long Inserted { get; init; }

    /// <summary>Rows that were there with other values.</summary>
    public long Updated { get; init; }

    /// <summary>Rows that were there as the seed has them, and were not written.</summary>
    public long Unchanged { get; init; }

    /// <summary>How long it took.</summary>
    public TimeSpan Duration { get; init; }
}
