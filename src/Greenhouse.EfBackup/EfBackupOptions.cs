namespace Greenhouse.EfBackup;

/// <summary>How the snapshot before a migration is taken. Environment variables come before it.</summary>
public sealed class EfBackupOptions
{
    private string? _passphrase;

    /// <summary>The folder of the backups, absolute or relative to the current one; null for what the package's properties say, which is <c>backups</c> by default.</summary>
    public string? Folder { get; set; }

    /// <summary>How the snapshot is compressed; null for what the package's properties say, which is not at all by default.</summary>
    public EfBackupCompression? Compression { get; set; }

    /// <summary>Whether the snapshot is encrypted in the age format; null for what the package's properties say, which is no by default. Without a passphrase nothing is migrated then.</summary>
    public bool? Encrypt { get; set; }

    /// <summary>What the snapshot is encrypted with, where the variables <c>EFBACKUP_PASSPHRASE</c> and <c>EFBACKUP_PASSPHRASE_FILE</c> name nothing else.</summary>
    /// <exception cref="ArgumentException">It is empty.</exception>
    public string? Passphrase
    {
        get => _passphrase;
        set => _passphrase = value is "" ? throw new ArgumentException("A passphrase can't be empty.", nameof(value)) : value;
    }

    /// <summary>A file whose first line is the passphrase.</summary>
    public string? PassphraseFile { get; set; }

    /// <summary>Whether a snapshot is taken at all.</summary>
    public bool BeforeMigration { get; set; } = true;

    /// <summary>Whether the snapshot is restored into a scratch database before anything is migrated: where it can't be, nothing is.</summary>
    public bool RequireRehearsal { get; set; }

    /// <summary>Which snapshots stay afterwards; each rule that is not set is as the package's properties say.</summary>
    public EfBackupRetention Retention { get; set; } = new();
}
