using System.Security.Cryptography;
using System.Text;

namespace Greenhouse.Seeding;

/// <summary>What looks random in the sample data: digests of a name, so every run gives the same. None opens anything.</summary>
internal static class Scramble
{
    private const string BcryptAlphabet = "./ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

    public static string Token(string name) => Convert.ToHexStringLower(Digest(name).AsSpan(0, 32));

    public static Guid Guid(string name)
    {
        // Version 4, variant 1: a reader that checks finds a proper one.
        var bytes = Digest(name)[..16];
        bytes[6] = (byte)((bytes[6] & 0x0F) | 0x40);
        bytes[8] = (byte)((bytes[8] & 0x3F) | 0x80);
        return new Guid(bytes, bigEndian: true);
    }

    /// <summary>The form of a bcrypt hash (cost 12, then salt and hash in 53 characters), of no password at all.</summary>
    public static string PasswordHash(string name) =>
        "$2b$12$" + string.Concat(Digest(name).Take(53).Select(b => BcryptAlphabet[b % BcryptAlphabet.Length]));

    private static byte[] Digest(string name) => SHA512.HashData(Encoding.UTF8.GetBytes(name));
}
