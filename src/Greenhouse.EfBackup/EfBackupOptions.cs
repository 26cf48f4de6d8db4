using Greenhouse.EfBackup.Storage;

namespace Greenhouse.EfBackup;

/// <summary>How the snapshot before a migration is taken. Environment variables come before it.</summary>
public sealed class EfBackupOptions
{
    private string? _compression;

    /// <summary>The folder of the backups, absolute or relative to the current one; null for what the package's properties say, which is <c>backups</c> by default.</summary>
    public string? Folder { get; set; }

    /// <summary><c>none</c>, <c>gzip</c> or <c>brotli</c>; null for what the package's properties say.</summary>
    /// <exception cref="ArgumentException">It is none of them.</exception>
    public string? Compression
    {
        get => _compression;
        set => _compression = CompressionStreams.Parse(value) is null ? throw new ArgumentException($"'{value}' is no compression; it can be none, gzip or brotli.", nameof(value)) : value;
    }

    /// <summary>Whether a snapshot is taken at all.</summary>
    public bool BeforeMigration { get; set; } = true;

    /// <summary>Whether the snapshot is restored into a scratch database before anything is migrated: where it can't be, nothing is.</summary>
    public bool RequireRehearsal { get; set; }
}
