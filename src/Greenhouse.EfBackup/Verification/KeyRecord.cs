namespace Greenhouse.EfBackup.Verification;

/// <summary>The hash of a row's values in the columns of a key, and where they stand. In order, equal values stand together: what is referenced before what references it.</summary>
/// <param name="First">The hash.</param>
/// <param name="Second">The rest of it.</param>
/// <param name="Place">The number of the <see cref="KeySource"/>, and of the row.</param>
internal readonly record struct KeyRecord(ulong First, ulong Second, ulong Place) : IComparable<KeyRecord>
{
    /// <summary>How many sources there can be.</summary>
    public const int MostSources = 1 << (64 - RowBits);

    private const int RowBits = 44;

    public KeyRecord((ulong First, ulong Second) hash, int source, long row)
        : this(hash.First, hash.Second, ((ulong)source << RowBits) | (ulong)row)
    {
    }

    public int Source => (int)(Place >> RowBits);

    /// <summary>From 1.</summary>
    public long Row => (long)(Place & ((1UL << RowBits) - 1));

    public bool HasHashOf(KeyRecord other) => First == other.First && Second == other.Second;

    public int CompareTo(KeyRecord other)
        => First != other.First ? First.CompareTo(other.First)
            : Second != other.Second ? Second.CompareTo(other.Second)
            : Place.CompareTo(other.Place);
}
