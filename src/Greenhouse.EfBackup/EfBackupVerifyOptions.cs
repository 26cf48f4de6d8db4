namespace Greenhouse.EfBackup;

/// <summary>How a backup is verified: what <c>dotnet ef-backup verify</c> has as options, meaning the same.</summary>
public sealed record EfBackupVerifyOptions
{
    private readonly string? _passphrase;

    /// <summary>How far.</summary>
    public EfBackupVerifyLevel Level { get; init; }

    /// <summary>What opens the backup, where it is encrypted.</summary>
    /// <exception cref="ArgumentException">It is empty.</exception>
    public string? Passphrase
    {
        get => _passphrase;
        init => _passphrase = value is "" ? throw new ArgumentException("A passphrase can't be empty.", nameof(value)) : value;
    }

    /// <summary>How long a lock that somebody else holds is waited for; null for what is usual with the database.</summary>
    public TimeSpan? LockTimeout { get; init; }

    /// <summary>No more than this: what else it holds may be secret.</summary>
    /// <returns>The name of the type.</returns>
    public override string ToString() => nameof(EfBackupVerifyOptions);
}
