using System.Security.Cryptography;

namespace Greenhouse.EfBackup.Storage.Encryption;

/// <summary>What stands between header and chunks: a nonce, from which and from the file's key the chunks' key comes.</summary>
internal static class AgePayload
{
    public const int NonceBytes = 16;
    private const int KeyBytes = 32;

    public static ChunkCipher CipherOf(byte[] fileKey, byte[] nonce)
        => new(HKDF.DeriveKey(HashAlgorithmName.SHA256, fileKey, KeyBytes, nonce, "payload"u8.ToArray()));
}
