using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Greenhouse.EfBackup.Storage.Encryption;

/// <summary>
/// The core of Salsa20 with 8 rounds (RFC 7914, section 3) on blocks of 64 bytes. The sixteen words of a block are held by diagonals, four vectors of four words: so a
/// round is the same few operations on all of them.
/// </summary>
internal static class Salsa20
{
    /// <summary>Vectors of a block.</summary>
    public const int Vectors = 4;

    private const int Words = 16;
    private const int Rounds = 8;

    // Where the word of each place comes from.
    private static readonly int[] _diagonals = [0, 5, 10, 15, 4, 9, 14, 3, 8, 13, 2, 7, 12, 1, 6, 11];

    /// <summary>Blocks as they are in bytes, by diagonals.</summary>
    public static void Load(ReadOnlySpan<byte> bytes, Span<Vector128<uint>> blocks)
    {
        var words = MemoryMarshal.Cast<Vector128<uint>, uint>(blocks);
        for (var i = 0; i < words.Length; i++)
        {
            words[i] = BinaryPrimitives.ReadUInt32LittleEndian(bytes[(sizeof(uint) * PlaceOf(i))..]);
        }
    }

    /// <summary>Blocks by diagonals, as they are in bytes.</summary>
    public static void Store(ReadOnlySpan<Vector128<uint>> blocks, Span<byte> bytes)
    {
        var words = MemoryMarshal.Cast<Vector128<uint>, uint>(blocks);
        for (var i = 0; i < words.Length; i++)
        {
            BinaryPrimitives.WriteUInt32LittleEndian(bytes[(sizeof(uint) * PlaceOf(i))..], words[i]);
        }
    }

    /// <summary>Replaces a block by its hash.</summary>
    public static void Hash(Span<Vector128<uint>> block)
    {
        var (a, b, c, d) = (block[0], block[1], block[2], block[3]);
        for (var i = 0; i < Rounds; i++)
        {
            b ^= Rotate(a + d, 7);
            c ^= Rotate(b + a, 9);
            d ^= Rotate(c + b, 13);
            a ^= Rotate(d + c, 18);
            // From columns to rows and back, where the second and the fourth diagonal change places.
            (b, c, d) = (Vector128.Shuffle(d, Vector128.Create(1u, 2, 3, 0)), Vector128.Shuffle(c, Vector128.Create(2u, 3, 0, 1)), Vector128.Shuffle(b, Vector128.Create(3u, 0, 1, 2)));
        }

        block[0] += a;
        block[1] += b;
        block[2] += c;
        block[3] += d;
    }

    private static Vector128<uint> Rotate(Vector128<uint> words, int bits) => (words << bits) | (words >>> (32 - bits));

    private static int PlaceOf(int word) => (word / Words * Words) + _diagonals[word % Words];
}
