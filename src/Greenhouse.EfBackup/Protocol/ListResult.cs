namespace Greenhouse.EfBackup.Protocol;

/// <summary>The backups of a folder, newest first.</summary>
internal sealed record ListResult
{
    public required string Folder { get; init; }

    public required IReadOnlyList<ListedBackup> Backups { get; init; }
}

/// <summary>One line of a <see cref="ListResult"/>.</summary>
internal sealed record ListedBackup
{
    /// <summary>The file's name in the folder.</summary>
    public required string File { get; init; }

    /// <summary>When it was taken (UTC); null where the file can't be read.</summary>
    public DateTimeOffset? Timestamp { get; init; }

    /// <summary>How long ago that is.</summary>
    public long? AgeSeconds { get; init; }

    /// <summary>What for: <c>manual</c>, <c>before-migration</c>, <c>safety</c>.</summary>
    public string? Reason { get; init; }

    /// <summary>The first of the migrations that were pending, where that was the reason.</summary>
    public string? Before { get; init; }

    public string? Description { get; init; }

    public string? Context { get; init; }

    public string? Database { get; init; }

    /// <summary>The last migration that was applied.</summary>
    public string? Migration { get; init; }

    public long? Rows { get; init; }

    public long Bytes { get; init; }

    /// <summary>It holds some rows of its tables only: it is never <c>latest</c>.</summary>
    public bool Partial { get; init; }

    /// <summary>The values of some columns are not those that the database had; <c>show</c> says which.</summary>
    public bool Masked { get; init; }

    /// <summary>Nobody reads it without its passphrase; what is said here stands beside it.</summary>
    public bool Encrypted { get; init; }

    /// <summary>Head and tail are there, or it is encrypted and has the size that it was written with. The rows between are read by <c>verify</c> only.</summary>
    public bool Complete { get; init; }

    /// <summary>What is wrong with it; null where nothing is known to be.</summary>
    public string? Problem { get; init; }

    /// <summary>The last verification that it passed; null where there was none.</summary>
    public VerifiedBackup? Verified { get; init; }
}

/// <summary>A verification that a backup has passed.</summary>
/// <param name="Level">One of <see cref="VerifyLevels"/>.</param>
/// <param name="Timestamp">When (UTC).</param>
internal sealed record VerifiedBackup(string Level, DateTimeOffset Timestamp);
