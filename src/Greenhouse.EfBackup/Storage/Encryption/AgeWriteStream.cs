using System.Security.Cryptography;

namespace Greenhouse.EfBackup.Storage.Encryption;

/// <summary>Encrypts as <c>age --passphrase</c> does. Only what is disposed has an end: a file that is given up is left without.</summary>
internal sealed class AgeWriteStream : WriteOnlyStream
{
    private readonly Stream _target;
    private readonly ChunkCipher _cipher;
    private readonly byte[] _chunk = new byte[ChunkCipher.ChunkBytes];
    private readonly byte[] _sealed = new byte[ChunkCipher.ChunkBytes + ChunkCipher.TagBytes];
    private int _length;
    private bool _ended;

    /// <param name="target">Takes the file's bytes; stays open.</param>
    /// <exception cref="EfBackupException">This machine can't encrypt.</exception>
    public AgeWriteStream(Stream target, Passphrase passphrase)
    {
        _target = target;
        var key = AgeHeader.Write(target, passphrase);
        var nonce = RandomNumberGenerator.GetBytes(AgePayload.NonceBytes);
        target.Write(nonce);
        _cipher = AgePayload.CipherOf(key, nonce);
    }

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        while (!buffer.IsEmpty)
        {
            if (_length == _chunk.Length)
            {
                // Only now: the last chunk is a full one where nothing follows.
                Seal(isLast: false);
            }

            var taken = Math.Min(buffer.Length, _chunk.Length - _length);
            buffer[..taken].CopyTo(_chunk.AsSpan(_length));
            _length += taken;
            buffer = buffer[taken..];
        }
    }

    /// <summary>Writes the last chunk.</summary>
    protected override void Dispose(bool disposing)
    {
        if (!_ended)
        {
            _ended = true;
            using (_cipher)
            {
                Seal(isLast: true);
            }
        }

        base.Dispose(disposing);
    }

    private void Seal(bool isLast)
    {
        var bytes = _sealed.AsSpan(0, _length + ChunkCipher.TagBytes);
        _cipher.Encrypt(_chunk.AsSpan(0, _length), bytes, isLast);
        _target.Write(bytes);
        _length = 0;
    }
}
