using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace Greenhouse.EfBackup;

/// <summary>
/// SipHash-2-4 with 128 bits (https://www.aumasson.jp/siphash/siphash.pdf). With a key that is drawn anew for every run nobody can write a file whose values
/// collide on purpose; by chance two of a billion values do once in 10^20 runs. So equal hashes are taken for equal values.
/// </summary>
internal sealed class SipHash
{
    private readonly ulong _key0;
    private readonly ulong _key1;

    /// <summary>A hash of this run's own.</summary>
    public SipHash()
        : this(RandomNumberGenerator.GetBytes(2 * sizeof(ulong)))
    {
    }

    /// <param name="key">16 bytes.</param>
    public SipHash(ReadOnlySpan<byte> key)
        => (_key0, _key1) = (BinaryPrimitives.ReadUInt64LittleEndian(key), BinaryPrimitives.ReadUInt64LittleEndian(key[sizeof(ulong)..]));

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public (ulong First, ulong Second) Of(ReadOnlySpan<byte> data)
    {
        // Locals, and everything inlined: all four words stay in registers.
        var (v0, v1, v2, v3) = (_key0 ^ 0x736f6d6570736575, _key1 ^ 0x646f72616e646f6d ^ 0xee, _key0 ^ 0x6c7967656e657261, _key1 ^ 0x7465646279746573);
        var last = (ulong)data.Length << 56;
        foreach (var word in MemoryMarshal.Cast<byte, ulong>(data))
        {
            Absorb(BitConverter.IsLittleEndian ? word : BinaryPrimitives.ReverseEndianness(word), ref v0, ref v1, ref v2, ref v3);
        }

        var rest = data[(data.Length / sizeof(ulong) * sizeof(ulong))..];
        for (var i = 0; i < rest.Length; i++)
        {
            last |= (ulong)rest[i] << (8 * i);
        }

        Absorb(last, ref v0, ref v1, ref v2, ref v3);
        v2 ^= 0xee;
        FourRounds(ref v0, ref v1, ref v2, ref v3);
        var first = v0 ^ v1 ^ v2 ^ v3;
        v1 ^= 0xdd;
        FourRounds(ref v0, ref v1, ref v2, ref v3);
        return (first, v0 ^ v1 ^ v2 ^ v3);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Absorb(ulong word, ref ulong v0, ref ulong v1, ref ulong v2, ref ulong v3)
    {
        v3 ^= word;
        Round(ref v0, ref v1, ref v2, ref v3);
        Round(ref v0, ref v1, ref v2, ref v3);
        v0 ^= word;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void FourRounds(ref ulong v0, ref ulong v1, ref ulong v2, ref ulong v3)
    {
        for (var i = 0; i < 4; i++)
        {
            Round(ref v0, ref v1, ref v2, ref v3);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Round(ref ulong v0, ref ulong v1, ref ulong v2, ref ulong v3)
    {
        v0 += v1;
        v1 = BitOperations.RotateLeft(v1, 13) ^ v0;
        v0 = BitOperations.RotateLeft(v0, 32);
        v2 += v3;
        v3 = BitOperations.RotateLeft(v3, 16) ^ v2;
        v0 += v3;
        v3 = BitOperations.RotateLeft(v3, 21) ^ v0;
        v2 += v1;
        v1 = BitOperations.RotateLeft(v1, 17) ^ v2;
        v2 = BitOperations.RotateLeft(v2, 32);
    }
}
