namespace Greenhouse.EfBackup;

/// <summary>A backup that was taken, and is whole.</summary>
public sealed record EfBackupCreateResult
{
    /// <summary>The file, absolute; null where it went into a stream, or none was written.</summary>
    public string? File { get; init; }

    /// <summary>When the database was read (UTC); of <see cref="Skipped"/>, when the newer one was taken, or null where another process is taking it.</summary>
    public DateTimeOffset? Timestamp { get; init; }

    /// <summary>Its size, as it is packed.</summary>
    public long Bytes { get; init; }

    /// <summary>Rows of all tables.</summary>
    public long Rows { get; init; }

    /// <summary>The tables, in the order in which they can be loaded.</summary>
    public IReadOnlyList<EfBackupTable> Tables { get; init; } = [];

    /// <summary>Tables of the database that are not in it.</summary>
    public IReadOnlyList<string> LeftOut { get; init; } = [];

    /// <summary>It holds some of the rows of its tables only.</summary>
    public bool Partial { get; init; }

    /// <summary>Columns whose values are masked in it, each with its rule: <c>Users.Email (email)</c>.</summary>
    public IReadOnlyList<string> Masked { get; init; } = [];

    /// <summary>Files of older backups that no rule kept, and that were removed.</summary>
    public IReadOnlyList<string> Removed { get; init; } = [];

    /// <summary>What somebody should know.</summary>
    public IReadOnlyList<EfBackupWarning> Warnings { get; init; } = [];

    /// <summary>How long it took.</summary>
    public TimeSpan Duration { get; init; }

    /// <summary>None was taken, for there is a newer one, or another process is taking it (<see cref="EfBackupCreateOptions.UnlessNewerThan"/>).</summary>
    public bool Skipped { get; init; }
}
