using System.Globalization;
using Greenhouse.EfBackup.Format;
using Greenhouse.EfBackup.Protocol;

namespace Greenhouse.EfBackup.Storage;

/// <summary>The names of backup files: what for, and when, so that a plain listing is in order.</summary>
internal static class BackupName
{
    public const string Extension = ".json";
    private const string Manual = "backup-";
    private const string Migration = "before-";
    private const string Safety = "safety-";
    private const string TimeFormat = "yyyy-MM-dd'T'HH-mm-ss-fff'Z'";
    private const int TimeLength = 24;

    /// <param name="metadata">What the file says of itself.</param>
    /// <param name="packing">How the file is packed.</param>
    public static string Of(BackupMetadata metadata, Packing packing)
    {
        var prefix = metadata switch
        {
            { Reason: Reasons.Safety } => Safety,
            { Reason: Reasons.Migration, Before: { } migration } => $"{Migration}{Plain(migration)}-",
            _ => Manual,
        };
        return prefix + metadata.Timestamp.UtcDateTime.ToString(TimeFormat, CultureInfo.InvariantCulture) + Extension + packing.Suffix;
    }

    /// <summary>What a file was written for and when, as far as its name says it.</summary>
    public static (string? Reason, DateTimeOffset? Timestamp) Read(string fileName)
    {
        var stem = Path.GetFileNameWithoutExtension(WithoutSuffix(fileName));
        var reason = fileName.StartsWith(Safety, StringComparison.Ordinal) ? Reasons.Safety
            : fileName.StartsWith(Migration, StringComparison.Ordinal) ? Reasons.Migration
            : fileName.StartsWith(Manual, StringComparison.Ordinal) ? Reasons.Manual : null;
        return (reason, stem.Length > TimeLength && DateTimeOffset.TryParseExact(stem[^TimeLength..], TimeFormat, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time : null);
    }

    /// <summary>The file is ours, by its name.</summary>
    public static bool IsBackup(string fileName)
        => HasExtension(fileName)
            && (fileName.StartsWith(Manual, StringComparison.Ordinal) || fileName.StartsWith(Migration, StringComparison.Ordinal) || fileName.StartsWith(Safety, StringComparison.Ordinal));

    /// <summary>It ends as the names of backups do, however they are packed.</summary>
    public static bool HasExtension(string fileName) => WithoutSuffix(fileName).EndsWith(Extension, StringComparison.Ordinal);

    private static string WithoutSuffix(string fileName)
    {
        var unencrypted = BackupFile.WithoutEncryptedSuffix(fileName);
        return unencrypted[..^CompressionStreams.Of(fileName).Suffix().Length];
    }

    /// <summary>A migration's id is the name of a class, which may have letters that not every file system takes, and dots.</summary>
    private static string Plain(string migration) => string.Concat(migration.Select(letter => char.IsAsciiLetterOrDigit(letter) || letter == '_' ? letter : '_'));
}
