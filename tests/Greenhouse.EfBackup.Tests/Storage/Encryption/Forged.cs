using System.Security.Cryptography;
using System.Text;
using Greenhouse.EfBackup.Storage.Encryption;

namespace Greenhouse.EfBackup.Tests.Storage.Encryption;

/// <summary>
/// Files of somebody who has the passphrase and keeps to no rule: every code is right, so that what is wrong is only what the test made so. The cases are
/// those of the vectors that are published for the format.
/// </summary>
internal static class Forged
{
    public const string Text = "correct horse battery staple";
    private static readonly byte[] _fileKey = [.. Enumerable.Range(1, 16).Select(number => (byte)number)];
    private static readonly byte[] _salt = [.. Enumerable.Range(101, 16).Select(number => (byte)number)];
    private static readonly byte[] _nonce = [.. Enumerable.Range(201, 16).Select(number => (byte)number)];

    /// <summary>One that takes no time.</summary>
    public static Passphrase Passphrase { get; } = new(Text, workFactor: 2);

    public static string Salt => UnpaddedBase64.Encode(_salt);

    /// <summary>The wrapped key as it should be.</summary>
    public static string Body => UnpaddedBase64.Encode(Wrap(_fileKey));

    /// <summary>Another key in the place of the file's.</summary>
    public static byte[] Wrap(byte[] fileKey)
    {
        var wrapped = new byte[fileKey.Length + ChunkCipher.TagBytes];
        using var cipher = new ChunkCipher(Passphrase.DeriveKey(_salt, Passphrase.WorkFactor));
        cipher.Encrypt(fileKey, wrapped, isLast: false);
        return wrapped;
    }

    /// <summary>A header of these lines, with the code that is right for them.</summary>
    public static string Header(params string[] lines) => Header(mac => $"--- {mac}\n", lines);

    /// <param name="end">The last line, made of the right code.</param>
    public static string Header(Func<string, string> end, params string[] lines)
    {
        var head = string.Concat(lines.Select(line => line + "\n"));
        var key = HKDF.DeriveKey(HashAlgorithmName.SHA256, _fileKey, 32, salt: [], "header"u8.ToArray());
        return head + end(UnpaddedBase64.Encode(HMACSHA256.HashData(key, Encoding.ASCII.GetBytes(head + "---"))));
    }

    /// <summary>The header as it should be.</summary>
    public static string RightHeader() => Header("age-encryption.org/v1", $"-> scrypt {Salt} 2", Body);

    /// <summary>A file of a header and of chunks, each marked as the last one or not.</summary>
    public static byte[] File(string header, params (byte[] Chunk, bool IsLast)[] chunks)
    {
        using var file = new MemoryStream();
        file.Write(Encoding.ASCII.GetBytes(header));
        file.Write(_nonce);
        using var cipher = AgePayload.CipherOf(_fileKey, _nonce);
        foreach (var (chunk, isLast) in chunks)
        {
            var bytes = new byte[chunk.Length + ChunkCipher.TagBytes];
            cipher.Encrypt(chunk, bytes, isLast);
            file.Write(bytes);
        }

        return file.ToArray();
    }

    /// <summary>What comes out of a file, and the code of the error that ends it; null where none does.</summary>
    public static (byte[] Given, string? Code) Read(byte[] file, Passphrase? passphrase = null)
    {
        using var given = new MemoryStream();
        try
        {
            using var stream = AgeReadStream.Open(new MemoryStream(file), passphrase ?? Passphrase, "test.json.age");
            stream.CopyTo(given);
            return (given.ToArray(), null);
        }
        catch (EfBackupException exception)
        {
            return (given.ToArray(), exception.Code);
        }
    }
}
