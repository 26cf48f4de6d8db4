using System.IO.Compression;

namespace Greenhouse.EfBackup.Storage;

/// <summary>One member of a gzip file while it is made. Its memory is used again.</summary>
internal sealed class GzipMember
{
    private const int MostBytes = 1 << 20;

    // What does not compress becomes longer: by some bytes a block, and with no compressor by more than an eighth.
    private readonly byte[] _compressed = new byte[MostBytes + (MostBytes / 8) + 1024];
    private readonly byte[] _content = new byte[MostBytes];
    private int _compressedLength;
    private int _length;

    public bool IsFull => _length == _content.Length;

    public ReadOnlySpan<byte> Compressed => _compressed.AsSpan(0, _compressedLength);

    /// <returns>How many bytes there was room for.</returns>
    public int Fill(ReadOnlySpan<byte> bytes)
    {
        var taken = Math.Min(bytes.Length, _content.Length - _length);
        bytes[..taken].CopyTo(_content.AsSpan(_length));
        _length += taken;
        return taken;
    }

    /// <summary>Another one begins with this one's last bytes.</summary>
    public void MoveEndTo(GzipMember other, int bytes)
    {
        _length -= bytes;
        other.Fill(_content.AsSpan(_length, bytes));
    }

    /// <summary>Takes an end off.</summary>
    /// <returns>Whether it ended so.</returns>
    public bool CutEnd(ReadOnlySpan<byte> end)
    {
        var found = _content.AsSpan(0, _length).EndsWith(end);
        _length -= found ? end.Length : 0;
        return found;
    }

    public GzipMember Compress()
    {
        using var target = new MemoryStream(_compressed);
        using (var gzip = new GZipStream(target, CompressionLevel.Optimal, leaveOpen: true))
        {
            gzip.Write(_content, 0, _length);
        }

        _compressedLength = (int)target.Position;
        return this;
    }

    public void Clear() => _length = 0;
}
