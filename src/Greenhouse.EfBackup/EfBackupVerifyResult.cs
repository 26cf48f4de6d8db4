namespace Greenhouse.EfBackup;

/// <summary>What was proved of a backup; whatever is wrong with it is an exception.</summary>
public sealed record EfBackupVerifyResult
{
    /// <summary>The file, absolute; null where it was a stream.</summary>
    public string? File { get; init; }

    /// <summary>How far it was verified.</summary>
    public EfBackupVerifyLevel Level { get; init; }

    /// <summary>Its size, as it is packed.</summary>
    public long Bytes { get; init; }

    /// <summary>Rows of all tables.</summary>
    public long Rows { get; init; }

    /// <summary>The tables.</summary>
    public IReadOnlyList<EfBackupTable> Tables { get; init; } = [];

    /// <summary>Primary keys and unique indexes that stand once in every row.</summary>
    public int Keys { get; init; }

    /// <summary>Foreign keys that lead to a row of the backup, wherever they are not null.</summary>
    public int References { get; init; }

    /// <summary>It can be restored into the database as it is; null where that was not looked at.</summary>
    public bool? Fits { get; init; }

    /// <summary>What somebody should know.</summary>
    public IReadOnlyList<EfBackupWarning> Warnings { get; init; } = [];

    /// <summary>How long it took.</summary>
    public TimeSpan Duration { get; init; }
}
