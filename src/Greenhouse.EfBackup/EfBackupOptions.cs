using Greenhouse.EfBackup.Protocol;
using Greenhouse.EfBackup.Storage;

namespace Greenhouse.EfBackup;

/// <summary>How the snapshot before a migration is taken. Environment variables come before it.</summary>
public sealed class EfBackupOptions
{
    private string? _compression;
    private string? _passphrase;

    /// <summary>The folder of the backups, absolute or relative to the current one; null for what the package's properties say, which is <c>backups</c> by default.</summary>
    public string? Folder { get; set; }

    /// <summary><c>none</c>, <c>gzip</c> or <c>brotli</c>; null for what the package's properties say.</summary>
    /// <exception cref="ArgumentException">It is none of them.</exception>
    public string? Compression
    {
        get => _compression;
        set => _compression = CompressionStreams.Parse(value) is null ? throw new ArgumentException($"'{value}' is no compression; it can be none, gzip or brotli.", nameof(value)) : value;
    }

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

    /// <summary>Afterwards keep so many of the newest snapshots. Whatever no rule keeps is removed, of this context and database and never the newest; without a rule nothing is.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is less than 1.</exception>
    public int? KeepLast { get => Retention.KeepLast; set => Retention = Retention with { KeepLast = Positive(value) }; }

    /// <summary>Keep the newest of each of the last so many hours that have one. All is UTC.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is less than 1.</exception>
    public int? KeepHourly { get => Retention.KeepHourly; set => Retention = Retention with { KeepHourly = Positive(value) }; }

    /// <summary>Keep the newest of each of the last so many days that have one.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is less than 1.</exception>
    public int? KeepDaily { get => Retention.KeepDaily; set => Retention = Retention with { KeepDaily = Positive(value) }; }

    /// <summary>Keep the newest of each of the last so many weeks (ISO 8601) that have one.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is less than 1.</exception>
    public int? KeepWeekly { get => Retention.KeepWeekly; set => Retention = Retention with { KeepWeekly = Positive(value) }; }

    /// <summary>Keep the newest of each of the last so many months that have one.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is less than 1.</exception>
    public int? KeepMonthly { get => Retention.KeepMonthly; set => Retention = Retention with { KeepMonthly = Positive(value) }; }

    /// <summary>Keep the newest of each of the last so many years that have one.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is less than 1.</exception>
    public int? KeepYearly { get => Retention.KeepYearly; set => Retention = Retention with { KeepYearly = Positive(value) }; }

    /// <summary>Keep what is at most so much older than the newest.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is less than a minute.</exception>
    public TimeSpan? KeepWithin { get => Retention.KeepWithin; set => Retention = Retention with { KeepWithin = Positive(value) }; }

    /// <summary>Remove only what is older than this.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is less than a minute.</exception>
    public TimeSpan? OlderThan { get => Retention.OlderThan; set => Retention = Retention with { OlderThan = Positive(value) }; }

    /// <summary>Remove the oldest until the rest has no more bytes than this.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is less than 1.</exception>
    public long? MaxSize { get => Retention.MaxSize; set => Retention = Retention with { MaxSize = Positive(value) }; }

    internal RetentionPolicy Retention { get; private set; } = new();

    private static int? Positive(int? value) => value < 1 ? throw new ArgumentOutOfRangeException(nameof(value), value, "It is at least 1.") : value;

    private static long? Positive(long? value) => value < 1 ? throw new ArgumentOutOfRangeException(nameof(value), value, "It is at least 1.") : value;

    private static TimeSpan? Positive(TimeSpan? value) => value < TimeSpan.FromMinutes(1) ? throw new ArgumentOutOfRangeException(nameof(value), value, "It is at least a minute.") : value;
}
