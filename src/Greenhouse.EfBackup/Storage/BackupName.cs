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

    /// <param name="metadata">What the file says of itself.</param>
    /// <param name="compression">How the file is compressed.</param>
    public static string Of(BackupMetadata metadata, Compression compression = Compression.None)
    {
        var prefix = metadata switch
        {
            { Reason: Reasons.Safety } => Safety,
            { Reason: Reasons.Migration, Before: { } migration } => $"{Migration}{Plain(migration)}-",
            _ => Manual,
        };
        return prefix + metadata.Timestamp.UtcDateTime.ToString("yyyy-MM-dd'T'HH-mm-ss-fff'Z'", CultureInfo.InvariantCulture) + Extension + compression.Suffix();
    }

    /// <summary>The file is ours, by its name.</summary>
    public static bool IsBackup(string fileName)
        => fileName[..^CompressionStreams.Of(fileName).Suffix().Length].EndsWith(Extension, StringComparison.Ordinal)
            && (fileName.StartsWith(Manual, StringComparison.Ordinal) || fileName.StartsWith(Migration, StringComparison.Ordinal) || fileName.StartsWith(Safety, StringComparison.Ordinal));

    /// <summary>A migration's id is the name of a class, which may have letters that not every file system takes, and dots.</summary>
    private static string Plain(string migration) => string.Concat(migration.Select(letter => char.IsAsciiLetterOrDigit(letter) || letter == '_' ? letter : '_'));
}
