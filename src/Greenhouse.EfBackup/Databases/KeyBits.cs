using System.Runtime.CompilerServices;

namespace Greenhouse.EfBackup.Databases;

/// <summary>A set of integers of one span, a bit each; several threads put in.</summary>
internal sealed class KeyBits(long first, long span)
{
    private readonly long[] _bits = new long[(span + 63) / 64];
    private volatile bool _beyond;

    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public void Add(long value)
    {
        var place = (ulong)value - (ulong)first;
        if (place >= (ulong)span)
        {
            _beyond = true;
            return;
        }

        ref var word = ref _bits[place / 64];
        var bit = 1L << (int)(place % 64);
        // Most are there already, and a look costs less than a locked write.
        if ((Volatile.Read(ref word) & bit) == 0)
        {
            Interlocked.Or(ref word, bit);
        }
    }

    /// <summary>Puts in something that is no integer, and so beyond every span.</summary>
    public void AddOther() => _beyond = true;

    /// <summary>Everything in this set is in the other, which has the same span.</summary>
    public bool IsWithin(KeyBits other)
    {
        for (var i = 0; i < _bits.Length; i++)
        {
            if ((_bits[i] & ~other._bits[i]) != 0)
            {
                return false;
            }
        }

        return !_beyond;
    }
}
