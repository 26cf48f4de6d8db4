using System.Buffers.Binary;
using System.Numerics;
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

    public (ulong First, ulong Second) Of(ReadOnlySpan<byte> data)
    {
        var state = new State(_key0, _key1);
        var last = (ulong)data.Length << 56;
        while (data.Length >= sizeof(ulong))
        {
            state.Absorb(BinaryPrimitives.ReadUInt64LittleEndian(data));
            data = data[sizeof(ulong)..];
        }

        for (var i = 0; i < data.Length; i++)
        {
            last |= (ulong)data[i] << (8 * i);
        }

        state.Absorb(last);
        return state.Finish();
    }

    private struct State(ulong key0, ulong key1)
    {
        private ulong _v0 = key0 ^ 0x736f6d6570736575;
        private ulong _v1 = key1 ^ 0x646f72616e646f6d ^ 0xee;
        private ulong _v2 = key0 ^ 0x6c7967656e657261;
        private ulong _v3 = key1 ^ 0x7465646279746573;

        public void Absorb(ulong word)
        {
            _v3 ^= word;
            Round();
            Round();
            _v0 ^= word;
        }

        public (ulong First, ulong Second) Finish()
        {
            _v2 ^= 0xee;
            var first = Squeeze();
            _v1 ^= 0xdd;
            return (first, Squeeze());
        }

        private ulong Squeeze()
        {
            Round();
            Round();
            Round();
            Round();
            return _v0 ^ _v1 ^ _v2 ^ _v3;
        }

        private void Round()
        {
            _v0 += _v1;
            _v1 = BitOperations.RotateLeft(_v1, 13) ^ _v0;
            _v0 = BitOperations.RotateLeft(_v0, 32);
            _v2 += _v3;
            _v3 = BitOperations.RotateLeft(_v3, 16) ^ _v2;
            _v0 += _v3;
            _v3 = BitOperations.RotateLeft(_v3, 21) ^ _v0;
            _v2 += _v1;
            _v1 = BitOperations.RotateLeft(_v1, 17) ^ _v2;
            _v2 = BitOperations.RotateLeft(_v2, 32);
        }
    }
}
