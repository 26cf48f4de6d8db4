using Greenhouse.EfBackup.Format;

namespace Greenhouse.EfBackup.Storage;

/// <summary>What head and tail of a file say, without its rows being read.</summary>
/// <param name="File">The file, absolute.</param>
/// <param name="Bytes">Its size.</param>
/// <param name="Metadata">Its head; null where that can't be read.</param>
/// <param name="Problem">What is wrong with it; null where head and tail are as they must be.</param>
internal sealed record BackupSummary(string File, long Bytes, BackupMetadata? Metadata, string? Problem)
{
    public bool IsComplete => Problem is null;

    /// <summary>Reads a file's head and tail; what is wrong is said in <see cref="Problem"/>, not thrown.</summary>
    public static BackupSummary Read(string path)
    {
        BackupMetadata? metadata = null;
        var bytes = 0L;
        try
        {
            using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0);
            bytes = stream.Length;
            using var reader = new BackupReader(stream, path);
            metadata = reader.Metadata;
            return new BackupSummary(path, bytes, metadata, HasTail(stream) ? null : FileErrors.Truncated(path, bytes).Message);
        }
        catch (EfBackupException exception)
        {
            return new BackupSummary(path, bytes, metadata, exception.Message);
        }
        catch (Exception exception) when (FileProblems.IsFileProblem(exception))
        {
            return new BackupSummary(path, bytes, metadata, exception.Message);
        }
    }

    private static bool HasTail(FileStream stream)
    {
        Span<byte> end = stackalloc byte[BackupFormat.Tail.Length];
        stream.Seek(-end.Length, SeekOrigin.End);
        return stream.ReadAtLeast(end, end.Length, throwOnEndOfStream: false) == end.Length && end.SequenceEqual(BackupFormat.Tail);
    }
}
