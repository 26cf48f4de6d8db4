using System.Buffers.Binary;

namespace Greenhouse.EfBackup.Masking;

/// <summary>
/// Puts the integers of a span in another order, by a Feistel network that is keyed: no two become the same. What falls out of the span goes through
/// once more, until it does not.
/// </summary>
internal sealed class Permutation
{
    private const int Rounds = 8;
    private readonly SipHash _hash;
    private readonly long _first;
    private readonly ulong _span;
    private readonly int _half;
    private readonly ulong _mask;

    /// <param name="hash">The key.</param>
    /// <param name="first">The lowest of the integers.</param>
    /// <param name="last">The highest.</param>
    public Permutation(SipHash hash, long first, long last)
    {
        (_hash, _first, Last) = (hash, first, last);
        _span = (ulong)last - (ulong)first;
        _half = Math.Max(1, (65 - System.Numerics.BitOperations.LeadingZeroCount(_span)) / 2);
        _mask = (1UL << _half) - 1;
    }

    public long Last { get; }

    public bool Holds(long value) => value >= _first && value <= Last;

    public long Of(long value)
    {
        var place = (ulong)value - (ulong)_first;
        do
        {
            place = Shuffle(place);
        }
        while (place > _span);
        return (long)(place + (ulong)_first);
    }

    private ulong Shuffle(ulong place)
    {
        var (left, right) = (place >> _half, place & _mask);
        Span<byte> input = stackalloc byte[sizeof(ulong) + 1];
        for (var round = 0; round < Rounds; round++)
        {
            BinaryPrimitives.WriteUInt64LittleEndian(input, right);
            input[^1] = (byte)round;
            (left, right) = (right, left ^ (_hash.Of(input).First & _mask));
        }

        return (left << _half) | right;
    }
}
