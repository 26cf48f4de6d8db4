using System.Security.Cryptography;
using System.Text;

namespace Greenhouse.EfBackup.Masking;

/// <summary>What masked values depend on: whoever has it not can't tell which value became which. It is in no file.</summary>
internal sealed class MaskKey
{
    /// <summary>A shorter one could be found by trying.</summary>
    public const int LeastCharacters = 16;

    private const int Length = 32;
    private readonly byte[] _key;

    /// <summary>A key of this run's own: the next one masks differently.</summary>
    public MaskKey() => _key = RandomNumberGenerator.GetBytes(Length);

    /// <param name="secret">Equal ones give equal masks.</param>
    public MaskKey(string secret)
        => _key = HKDF.DeriveKey(HashAlgorithmName.SHA256, Encoding.UTF8.GetBytes(secret), Length, info: "Greenhouse.EfBackup masking"u8.ToArray());

    /// <summary>A function for one purpose: the same value becomes the same thing in every table.</summary>
    public SipHash For(string purpose)
        => new(HKDF.Expand(HashAlgorithmName.SHA256, _key, 16, Encoding.UTF8.GetBytes(purpose)));
}
