using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Greenhouse.EfBackup.Storage.Encryption;

/// <summary>ChaCha20-Poly1305 over the chunks of one file: each has its number in its nonce, and the last one says that it is that. So none can be left out, moved, or added.</summary>
internal sealed class ChunkCipher : IDisposable
{
    public const int ChunkBytes = 64 << 10;
    public const int TagBytes = 16;
    private const int NonceBytes = 12;
    private readonly ChaCha20Poly1305 _cipher;
    private readonly byte[] _nonce = new byte[NonceBytes];

    /// <exception cref="EfBackupException">The system has no such cipher.</exception>
    public ChunkCipher(byte[] key)
    {
        RequireSupport(ChaCha20Poly1305.IsSupported);
        _cipher = new ChaCha20Poly1305(key);
    }

    /// <summary>The number of the next chunk.</summary>
    public long Number { get; private set; }

    internal static void RequireSupport(bool isSupported)
    {
        if (!isSupported)
        {
            throw AgeErrors.NoCipher();
        }
    }

    /// <summary>Encrypts the next chunk.</summary>
    /// <param name="result">Takes the chunk and its tag.</param>
    public void Encrypt(ReadOnlySpan<byte> chunk, Span<byte> result, bool isLast)
    {
        _cipher.Encrypt(NonceOf(isLast), chunk, result[..chunk.Length], result[chunk.Length..]);
        Number++;
    }

    /// <summary>Decrypts the next chunk, if it is that and unaltered; else that may be tried again.</summary>
    public bool TryDecrypt(ReadOnlySpan<byte> sealedChunk, Span<byte> result, bool isLast)
    {
        try
        {
            _cipher.Decrypt(NonceOf(isLast), sealedChunk[..^TagBytes], sealedChunk[^TagBytes..], result[..(sealedChunk.Length - TagBytes)]);
        }
        catch (AuthenticationTagMismatchException)
        {
            return false;
        }

        Number++;
        return true;
    }

    public void Dispose() => _cipher.Dispose();

    private byte[] NonceOf(bool isLast)
    {
        // Eleven bytes of number, of which eight are more than enough, and one that marks the end.
        BinaryPrimitives.WriteInt64BigEndian(_nonce.AsSpan(NonceBytes - 1 - sizeof(long)), Number);
        _nonce[^1] = isLast ? (byte)1 : (byte)0;
        return _nonce;
    }
}
