using System.Buffers.Binary;
using Greenhouse.EfBackup.Format;

namespace Greenhouse.EfBackup.Masking;

/// <summary>Marks a column whose values go to other rows: which takes all of them, and is done where rows stand in their order.</summary>
internal sealed class ShuffleMask(SipHash hash) : IValueMask
{
    public void Apply(RowBuffer row, int start)
    {
    }

    /// <summary>Puts values in an order that only the key tells (Fisher and Yates).</summary>
    public void Shuffle<T>(List<T> values)
    {
        Span<byte> input = stackalloc byte[sizeof(int)];
        for (var i = values.Count - 1; i > 0; i--)
        {
            BinaryPrimitives.WriteInt32LittleEndian(input, i);
            var other = (int)(hash.Of(input).First % (ulong)(i + 1));
            (values[i], values[other]) = (values[other], values[i]);
        }
    }
}
