using System.Runtime.Intrinsics;
using System.Security.Cryptography;

namespace Greenhouse.EfBackup.Storage.Encryption;

/// <summary>The key derivation of RFC 7914, which costs memory so that guessing passphrases does.</summary>
internal static class Scrypt
{
    private const int BlockBytes = 64;

    /// <param name="passphrase">What is derived from.</param>
    /// <param name="salt">Different for every key.</param>
    /// <param name="cost">N, a power of two: how often the memory is gone through, and how large it is.</param>
    /// <param name="blockSize">r: how many pairs of 64 bytes are mixed at once.</param>
    /// <param name="parallelization">p: how often all that is done.</param>
    /// <param name="length">Bytes of the key.</param>
    public static byte[] DeriveKey(ReadOnlySpan<byte> passphrase, ReadOnlySpan<byte> salt, int cost, int blockSize, int parallelization, int length)
    {
        var width = 2 * blockSize;
        var mixed = Rfc2898DeriveBytes.Pbkdf2(passphrase, salt, 1, HashAlgorithmName.SHA256, parallelization * width * BlockBytes);
        var memory = new Vector128<uint>[(long)cost * width * Salsa20.Vectors];
        for (var i = 0; i < parallelization; i++)
        {
            Mix(mixed.AsSpan(i * width * BlockBytes, width * BlockBytes), memory, cost);
        }

        return Rfc2898DeriveBytes.Pbkdf2(passphrase, mixed, 1, HashAlgorithmName.SHA256, length);
    }

    /// <summary>The RFC's scryptROMix: fills the memory step by step, then reads it in an order that only its content tells.</summary>
    private static void Mix(Span<byte> bytes, Span<Vector128<uint>> memory, int cost)
    {
        var width = memory.Length / cost;
        Span<Vector128<uint>> state = new Vector128<uint>[width];
        Span<Vector128<uint>> spare = new Vector128<uint>[width];
        Salsa20.Load(bytes, state);
        for (var i = 0; i < cost; i++)
        {
            state.CopyTo(memory.Slice(i * width, width));
            MixBlocks(state, spare);
        }

        for (var i = 0; i < cost; i++)
        {
            // The first word of the last block is where it was: diagonals begin with it.
            var place = (int)(state[^Salsa20.Vectors].ToScalar() & (uint)(cost - 1));
            Xor(state, memory.Slice(place * width, width));
            MixBlocks(state, spare);
        }

        Salsa20.Store(state, bytes);
    }

    /// <summary>The RFC's scryptBlockMix: every block is hashed with the one before; then the even ones stand first.</summary>
    private static void MixBlocks(Span<Vector128<uint>> blocks, Span<Vector128<uint>> result)
    {
        var count = blocks.Length / Salsa20.Vectors;
        var before = blocks[^Salsa20.Vectors..];
        for (var i = 0; i < count; i++)
        {
            var target = result.Slice(((i / 2) + (i % 2 * count / 2)) * Salsa20.Vectors, Salsa20.Vectors);
            before.CopyTo(target);
            Xor(target, blocks.Slice(i * Salsa20.Vectors, Salsa20.Vectors));
            Salsa20.Hash(target);
            before = target;
        }

        result.CopyTo(blocks);
    }

    private static void Xor(Span<Vector128<uint>> blocks, ReadOnlySpan<Vector128<uint>> others)
    {
        for (var i = 0; i < blocks.Length; i++)
        {
            blocks[i] ^= others[i];
        }
    }
}
