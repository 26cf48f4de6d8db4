namespace Greenhouse.EfBackup.Protocol;

/// <summary>What <c>prune</c> did, or after a dry run would do.</summary>
internal sealed record PruneResult
{
    public required string Folder { get; init; }

    /// <summary>Every backup of the folder, newest first: which stay, which go, and why.</summary>
    public required IReadOnlyList<PrunedBackup> Backups { get; init; }

    /// <summary>What killed processes have left, and sidecars of backups that are no more: names of files that were removed.</summary>
    public IReadOnlyList<string> Leftovers { get; init; } = [];

    /// <summary>How many stay, those that could not be removed among them.</summary>
    public int Kept { get; init; }

    public int Removed { get; init; }

    /// <summary>What the removed ones took.</summary>
    public long FreedBytes { get; init; }

    public bool DryRun { get; init; }
}

/// <summary>A backup under a policy.</summary>
internal sealed record PrunedBackup
{
    /// <summary>The file's name in the folder.</summary>
    public required string File { get; init; }

    /// <summary>When it was taken (UTC); null where the file can't be read.</summary>
    public DateTimeOffset? Timestamp { get; init; }

    /// <summary>What for: <c>manual</c>, <c>before-migration</c>, <c>safety</c>.</summary>
    public string? Reason { get; init; }

    public string? Context { get; init; }

    public string? Database { get; init; }

    public long Bytes { get; init; }

    /// <summary>The policy keeps it.</summary>
    public bool Keep { get; init; }

    /// <summary>Each rule that keeps it, or why it goes.</summary>
    public required IReadOnlyList<string> Because { get; init; }

    /// <summary>Why it could not be removed; null where it was, or where it stays.</summary>
    public string? Problem { get; init; }
}
