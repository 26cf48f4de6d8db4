using System.Security.Cryptography;
using System.Text;

namespace Greenhouse.EfBackup.Storage.Encryption;

/// <summary>The text that an age file begins with: its version, the file's key wrapped by the passphrase, and a code that shows alterations of both.</summary>
internal static class AgeHeader
{
    /// <summary>The first bytes of every version.</summary>
    public const string Magic = "age-encryption.org/";

    public const string Version = "v1";
    public const string StanzaMark = "-> ";
    public const string MacMark = "---";
    public const string ScryptKind = "scrypt";
    public const int SaltBytes = 16;
    public const int KeyBytes = 16;
    public const int WrappedBytes = KeyBytes + ChunkCipher.TagBytes;
    public const int MacBytes = 32;

    /// <summary>4 GiB: what age itself refuses beyond.</summary>
    public const int HighestWorkFactor = 22;

    /// <summary>Writes the header of a new file.</summary>
    /// <returns>The file's key.</returns>
    /// <exception cref="EfBackupException">This machine can't encrypt.</exception>
    public static byte[] Write(Stream target, Passphrase passphrase)
    {
        var (key, salt) = (RandomNumberGenerator.GetBytes(KeyBytes), RandomNumberGenerator.GetBytes(SaltBytes));
        var wrapped = new byte[WrappedBytes];
        using (var cipher = new ChunkCipher(passphrase.DeriveKey(salt, passphrase.WorkFactor)))
        {
            cipher.Encrypt(key, wrapped, isLast: false);
        }

        var head = $"{Magic}{Version}\n{StanzaMark}{ScryptKind} {UnpaddedBase64.Encode(salt)} {passphrase.WorkFactor}\n{UnpaddedBase64.Encode(wrapped)}\n{MacMark}";
        target.Write(Encoding.ASCII.GetBytes($"{head} {UnpaddedBase64.Encode(MacOf(key, head))}\n"));
        return key;
    }

    /// <summary>Reads the header, and not a byte more.</summary>
    /// <returns>The file's key.</returns>
    /// <exception cref="EfBackupException">It is cut, altered, or of another kind, or the passphrase is another one.</exception>
    public static byte[] Read(Stream source, Passphrase passphrase, string path)
    {
        var header = new AgeHeaderReader(source, path).Read();
        var key = new byte[KeyBytes];
        using (var cipher = new ChunkCipher(passphrase.DeriveKey(header.Salt, header.WorkFactor)))
        {
            if (!cipher.TryDecrypt(header.WrappedKey, key, isLast: false))
            {
                throw AgeErrors.Wrong(path);
            }
        }

        return CryptographicOperations.FixedTimeEquals(MacOf(key, header.Text), header.Mac) ? key : throw AgeErrors.Header(path, "was altered");
    }

    private static byte[] MacOf(byte[] key, string head)
        => HMACSHA256.HashData(HKDF.DeriveKey(HashAlgorithmName.SHA256, key, MacBytes, salt: [], "header"u8.ToArray()), Encoding.ASCII.GetBytes(head));
}
