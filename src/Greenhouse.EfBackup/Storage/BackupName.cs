using System.Globalization;
using Greenhouse.EfBackup.Format;

namespace Greenhouse.EfBackup.Storage;

/// <summary>The names of backup files: what for, and when, so that a plain listing is in order.</summary>
internal static class BackupName
{
    public const string Extension = ".json";

    /// <param name="reason">One of <see cref="Reasons"/>.</param>
    /// <param name="time">When the database was read.</param>
    /// <param name="compression">How the file is compressed.</param>
    public static string Of(string reason, DateTimeOffset time, Compression compression = Compression.None)
    {
        var prefix = reason == Reasons.Safety ? "safety" : "backup";
        return prefix + time.UtcDateTime.ToString("'-'yyyy-MM-dd'T'HH-mm-ss-fff'Z'", CultureInfo.InvariantCulture) + Extension + compression.Suffix();
    }

    /// <summary>The file is ours, by its name.</summary>
    public static bool IsBackup(string fileName)
        => fileName[..^CompressionStreams.Of(fileName).Suffix().Length].EndsWith(Extension, StringComparison.Ordinal)
            && (fileName.StartsWith("backup-", StringComparison.Ordinal) || fileName.StartsWith("safety-", StringComparison.Ordinal));
}
