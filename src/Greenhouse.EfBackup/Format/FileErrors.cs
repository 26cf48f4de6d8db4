using System.Text.Json;
using Greenhouse.EfBackup.Protocol;

namespace Greenhouse.EfBackup.Format;

/// <summary>What can be wrong with a backup file, said the same way wherever it is found.</summary>
internal static class FileErrors
{
    private const string TakeAnother = "take another backup (`dotnet ef-backup list`), and look for what cut or changed this one before trusting the disk or the transfer it went through";

    public static EfBackupException Empty(string file)
        => new(ErrorCode.FileEmpty, $"{file} is empty", TakeAnother);

    public static EfBackupException Truncated(string file, long length)
        => new(ErrorCode.Truncated, $"{file} ends after {length} bytes, without the tail that makes a backup complete", TakeAnother);

    public static EfBackupException Damaged(string file, string what, Exception? inner = null)
        => new(ErrorCode.Damaged, $"{file} is damaged: {what}", TakeAnother, inner: inner);

    public static EfBackupException Limit(string file, string what)
        => new(ErrorCode.LimitExceeded, $"{file} exceeds a limit of the format: {what}", "no version of Greenhouse.EfBackup writes such a file; do not trust where it came from");

    public static EfBackupException Newer(string file, int format)
        => new(ErrorCode.NewerFormat, $"{file} has format {format}, and this version reads formats {BackupFormat.Lowest} to {BackupFormat.Highest}", "update Greenhouse.EfBackup and dotnet-ef-backup, then try again");

    /// <summary>The first bytes are not a backup's: says what they look like.</summary>
    public static EfBackupException NotABackup(string file, ReadOnlySpan<byte> start)
    {
        var what = LooksLikeJson(start) ? "is JSON, but not a backup" : "is not JSON";
        return new(ErrorCode.NotABackup, $"{file} {what}", "name a file that `dotnet ef-backup create` wrote; `dotnet ef-backup list` shows those of this project");
    }

    private static bool LooksLikeJson(ReadOnlySpan<byte> start)
    {
        try
        {
            var reader = new Utf8JsonReader(start, isFinalBlock: false, state: default);
            while (reader.Read())
            {
            }

            return reader.BytesConsumed > 0;
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
