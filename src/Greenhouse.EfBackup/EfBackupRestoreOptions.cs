namespace Greenhouse.EfBackup;

/// <summary>How a backup is restored: what <c>dotnet ef-backup restore</c> has as options, meaning the same. Nobody is asked: calling it is the consent.</summary>
public sealed record EfBackupRestoreOptions
{
    private readonly string? _passphrase;

    /// <summary>The only tables of the backup to restore, by table, schema-qualified or entity name; empty is all.</summary>
    public IReadOnlyList<string> Include { get; init; } = [];

    /// <summary>Tables to leave as they are, named the same way.</summary>
    public IReadOnlyList<string> Exclude { get; init; } = [];

    /// <summary>What becomes of the schema.</summary>
    public EfBackupSchema Schema { get; init; }

    /// <summary>What becomes of the rows that are there. Where the schema goes to the backup's migration, it is <see cref="EfBackupRestoreMode.Replace"/>.</summary>
    public EfBackupRestoreMode Mode { get; init; }

    /// <summary>What opens the backup, where it is encrypted; its safety backup is encrypted with it too.</summary>
    /// <exception cref="ArgumentException">It is empty.</exception>
    public string? Passphrase
    {
        get => _passphrase;
        init => _passphrase = value is "" ? throw new ArgumentException("A passphrase can't be empty.", nameof(value)) : value;
    }

    /// <summary>Whether the rows that will go are saved first.</summary>
    public bool SafetyBackup { get; init; } = true;

    /// <summary>Where they are saved; null for the folder of the backup, and of a stream for <c>backups</c> in the current folder.</summary>
    public string? SafetyFolder { get; init; }

    /// <summary>Encrypt the safety backup with the passphrase also where the backup is not encrypted.</summary>
    public bool EncryptSafetyBackup { get; init; }

    /// <summary>How long a lock that somebody else holds is waited for; null for what is usual with the database.</summary>
    public TimeSpan? LockTimeout { get; init; }

    /// <summary>Read every table back and compare it before committing; done in any case where the backup is of another kind of database.</summary>
    public bool VerifyRestored { get; init; }

    /// <summary>Check the backup against the database, say what would happen, and change nothing.</summary>
    public bool DryRun { get; init; }

    /// <summary>No more than this: what else it holds may be secret.</summary>
    /// <returns>The name of the type.</returns>
    public override string ToString() => nameof(EfBackupRestoreOptions);
}
