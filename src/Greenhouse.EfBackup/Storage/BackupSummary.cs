using Greenhouse.EfBackup.Format;

namespace Greenhouse.EfBackup.Storage;

/// <summary>What head and tail of a file say, without its rows being looked at.</summary>
/// <param name="File">The file, absolute.</param>
/// <param name="Bytes">Its size.</param>
/// <param name="Head">What it says of itself; null where that can't be read.</param>
/// <param name="Problem">What is wrong with it; null where head and tail are as they must be.</param>
/// <param name="Verified">The last verification that it passed; null where there was none.</param>
/// <param name="IsEncrypted">Nobody reads it without a passphrase: what it says of itself stands beside it.</param>
internal sealed record BackupSummary(string File, long Bytes, BackupHead? Head, string? Problem, VerifiedMark? Verified, bool IsEncrypted = false)
{
    private const string UnknownContent = "it is encrypted, and nothing beside it (" + Sidecar.Extension + ") says what it holds: only `verify` and `show` with its passphrase tell";

    public bool IsComplete => Problem is null;

    /// <summary>When it was taken; null where that can't be read.</summary>
    public DateTimeOffset? Timestamp => Head?.Timestamp ?? (IsEncrypted ? BackupName.Read(Path.GetFileName(File)).Timestamp : null);

    /// <summary>What it was taken for; null where that can't be read.</summary>
    public string? Reason => Head?.Reason ?? (IsEncrypted ? BackupName.Read(Path.GetFileName(File)).Reason : null);

    /// <summary>Reads a file's head and tail; what is wrong is said in <see cref="Problem"/>, not thrown.</summary>
    public static BackupSummary Read(string path)
    {
        BackupHead? head = null;
        var sidecar = Sidecar.Read(path);
        var bytes = 0L;
        try
        {
            bytes = new FileInfo(path).Length;
            if (BackupFile.IsEncrypted(path))
            {
                return new BackupSummary(path, bytes, sidecar?.Head, sidecar?.Head is null ? UnknownContent : null, sidecar?.Verified, IsEncrypted: true);
            }

            using (var reader = new BackupReader(BackupFile.Open(path, passphrase: null), path))
            {
                head = BackupHead.Of(reader.Metadata);
            }

            return new BackupSummary(path, bytes, head, HasTail(path, sidecar?.Verified) ? null : FileErrors.Truncated(path, bytes).Message, sidecar?.Verified);
        }
        catch (Exception exception) when (exception is EfBackupException || FileProblems.IsFileProblem(exception))
        {
            return new BackupSummary(path, bytes, head, exception.Message, sidecar?.Verified);
        }
    }

    private static bool HasTail(string path, VerifiedMark? verified)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0);
        if (CompressionStreams.Of(path) == Compression.Gzip && GzipTail.IsAtEndOf(file))
        {
            return true;
        }

        file.Seek(0, SeekOrigin.Begin);
        using var content = CompressionStreams.Decompress(file, path);
        // Of other compressed data only the whole of it shows the end: what was verified is not read again.
        return (verified is not null && !content.CanSeek) || HasTail(content);
    }

    private static bool HasTail(Stream content)
    {
        if (content.CanSeek)
        {
            Span<byte> end = stackalloc byte[BackupFormat.Tail.Length];
            content.Seek(-end.Length, SeekOrigin.End);
            return content.ReadAtLeast(end, end.Length, throwOnEndOfStream: false) == end.Length && end.SequenceEqual(BackupFormat.Tail);
        }

        return EndsWithTail(content);
    }

    /// <summary>Compressed data has no other way to its end than through it, and says by itself whether it is whole.</summary>
    private static bool EndsWithTail(Stream content)
    {
        var buffer = new byte[BackupFormat.ChunkBytes];
        var kept = 0;
        while (content.Read(buffer, kept, buffer.Length - kept) is > 0 and var read)
        {
            var length = kept + read;
            kept = Math.Min(length, BackupFormat.Tail.Length);
            buffer.AsSpan(length - kept, kept).CopyTo(buffer);
        }

        return buffer.AsSpan(0, kept).SequenceEqual(BackupFormat.Tail);
    }
}
