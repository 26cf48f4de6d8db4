using Greenhouse.EfBackup.Format;

namespace Greenhouse.EfBackup.Storage.Encryption;

/// <summary>Decrypts an age file that a passphrase opens. No byte comes out of a chunk that was altered, and no end but the one that was written.</summary>
internal sealed class AgeReadStream : ReadOnlyStream
{
    private readonly Stream _source;
    private readonly string _path;
    private readonly ChunkCipher _cipher;
    private readonly byte[] _chunk = new byte[ChunkCipher.ChunkBytes];

    // One byte more than a chunk: whether there is one tells whether the chunk is the last.
    private readonly byte[] _sealed = new byte[ChunkCipher.ChunkBytes + ChunkCipher.TagBytes + 1];
    private int _ahead;
    private int _start;
    private int _end;
    private bool _ended;

    private AgeReadStream(Stream source, Passphrase passphrase, string path)
    {
        (_source, _path) = (source, path);
        var key = AgeHeader.Read(source, passphrase, path);
        var nonce = new byte[AgePayload.NonceBytes];
        _cipher = source.ReadAtLeast(nonce, nonce.Length, throwOnEndOfStream: false) == nonce.Length ? AgePayload.CipherOf(key, nonce) : throw Truncated();
    }

    /// <summary>The encrypted length.</summary>
    public override long Length => _source.Length;

    /// <summary>Encrypted bytes read so far.</summary>
    public override long Position { get => _source.Position; set => throw new NotSupportedException(); }

    /// <param name="source">The file's bytes; disposed with what is returned, and where nothing is.</param>
    /// <param name="passphrase">What opens it.</param>
    /// <param name="path">The file's name, for messages.</param>
    /// <exception cref="EfBackupException">The passphrase does not open it, or its header is damaged.</exception>
    public static AgeReadStream Open(Stream source, Passphrase passphrase, string path)
    {
        try
        {
            return new AgeReadStream(source, passphrase, path);
        }
        catch
        {
            source.Dispose();
            throw;
        }
    }

    public override int Read(Span<byte> buffer)
    {
        if (_start == _end && !_ended && !buffer.IsEmpty)
        {
            DecryptNext();
        }

        var given = Math.Min(buffer.Length, _end - _start);
        _chunk.AsSpan(_start, given).CopyTo(buffer);
        _start += given;
        return given;
    }

    protected override void Dispose(bool disposing)
    {
        _cipher.Dispose();
        _source.Dispose();
        base.Dispose(disposing);
    }

    private void DecryptNext()
    {
        var length = _ahead + _source.ReadAtLeast(_sealed.AsSpan(_ahead), _sealed.Length - _ahead, throwOnEndOfStream: false);
        var isLast = length < _sealed.Length;
        var bytes = _sealed.AsSpan(0, isLast ? length : length - 1);
        if (bytes.Length < ChunkCipher.TagBytes)
        {
            throw Truncated();
        }

        var isFirst = _cipher.Number == 0;
        if (!_cipher.TryDecrypt(bytes, _chunk, isLast))
        {
            throw Refused(bytes, isLast);
        }

        if (bytes.Length == ChunkCipher.TagBytes && !isFirst)
        {
            throw FileErrors.Damaged(_path, "its last encrypted chunk holds nothing");
        }

        (_start, _end, _ended) = (0, bytes.Length - ChunkCipher.TagBytes, isLast);
        (_sealed[0], _ahead) = (_sealed[^1], 1);
    }

    /// <summary>Says what is wrong with a chunk, as far as that can be known.</summary>
    private EfBackupException Refused(ReadOnlySpan<byte> bytes, bool isLast)
    {
        var place = _source.Position;
        return _cipher.TryDecrypt(bytes, _chunk, !isLast)
            ? isLast ? Truncated() : FileErrors.Damaged(_path, "bytes follow its end")
            : FileErrors.Damaged(_path, $"the encrypted chunk that ends at byte {place} was {(isLast ? "cut or " : "")}altered");
    }

    private EfBackupException Truncated() => FileErrors.Truncated(_path, _source.Length);
}
