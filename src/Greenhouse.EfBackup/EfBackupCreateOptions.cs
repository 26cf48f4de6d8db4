namespace Greenhouse.EfBackup;

/// <summary>How a backup is taken: what <c>dotnet ef-backup create</c> has as options, meaning the same.</summary>
public sealed record EfBackupCreateOptions
{
    private readonly string? _passphrase;

    /// <summary>The only tables to take, by table, schema-qualified or entity name; empty is all that the model maps.</summary>
    public IReadOnlyList<string> Include { get; init; } = [];

    /// <summary>Tables to leave out, named the same way.</summary>
    public IReadOnlyList<string> Exclude { get; init; } = [];

    /// <summary>Also take tables that no entity is mapped to.</summary>
    public bool AllTables { get; init; }

    /// <summary>Conditions that the rows of a table meet, in the database's own SQL: <c>Customers=Region = 'EU'</c>. The table is named as in <see cref="Include"/>.</summary>
    public IReadOnlyList<string> Where { get; init; } = [];

    /// <summary>The most rows of a table, the first by its key; null for all.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is less than 1.</exception>
    public int? Limit
    {
        get;
        init => field = value is < 1 ? throw new ArgumentOutOfRangeException(nameof(value), value, "It is 1 or more.") : value;
    }

    /// <summary>Only the selected rows, and those that they reference, and so on: what can be restored by itself.</summary>
    public bool WithRelated { get; init; }

    /// <summary>The same, and the rows that reference the selected ones, and so on.</summary>
    public bool AndDependents { get; init; }

    /// <summary>Mask values by the rules of the model and of <see cref="Masks"/>.</summary>
    public bool Mask { get; init; }

    /// <summary>The same, and fail where a column that holds text has no rule.</summary>
    public bool RequireMasking { get; init; }

    /// <summary>Rules that come before those of the model.</summary>
    public IReadOnlyList<EfBackupMask> Masks { get; init; } = [];

    /// <summary>What masked values depend on, 16 characters or more: with the same key the same values are masked alike. Null for another key each time.</summary>
    public string? MaskKey { get; init; }

    /// <summary>A text that the backup carries.</summary>
    public string? Description { get; init; }

    /// <summary>How it is compressed; null for what the name of the file says, and elsewhere not at all.</summary>
    public EfBackupCompression? Compression { get; init; }

    /// <summary>What it is encrypted with, in the age format; null for a backup that anybody reads.</summary>
    /// <exception cref="ArgumentException">It is empty.</exception>
    public string? Passphrase
    {
        get => _passphrase;
        init => _passphrase = value is "" ? throw new ArgumentException("A passphrase can't be empty.", nameof(value)) : value;
    }

    /// <summary>How many connections read side by side, where the database can do that; null for as many as there are cores, four at most.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is less than 1, or more than 16.</exception>
    public int? Parallel
    {
        get;
        init => field = value is < 1 or > Protocol.BackupRequest.MostParallel ? throw new ArgumentOutOfRangeException(nameof(value), value, "It is 1 to 16.") : value;
    }

    /// <summary>How long a lock that somebody else holds is waited for; null for what is usual with the database.</summary>
    public TimeSpan? LockTimeout { get; init; }

    /// <summary>How far the backup is verified when it is there; null for no further than while it is written. Not for streams.</summary>
    public EfBackupVerifyLevel? Verify { get; init; }

    /// <summary>Which older backups of the same context and database stay in the folder afterwards; null for all. For folders only.</summary>
    public EfBackupRetention? Retention { get; init; }

    /// <summary>
    /// Take none where the folder has a newer one of the same context and database, or another process is taking one in this moment: of several instances of an
    /// application that are told the same time, one does it. For folders only.
    /// </summary>
    public DateTimeOffset? UnlessNewerThan { get; init; }

    /// <summary>Say what would be backed up, and write nothing.</summary>
    public bool DryRun { get; init; }

    /// <summary>What tells the time that the backup carries.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>No more than this: what else it holds may be secret.</summary>
    /// <returns>The name of the type.</returns>
    public override string ToString() => nameof(EfBackupCreateOptions);
}
