using Greenhouse.EfBackup.Format;

namespace Greenhouse.EfBackup.Masking;

/// <summary>Every value becomes the same one.</summary>
/// <param name="column">The column.</param>
/// <param name="json">What the values become.</param>
internal sealed class FixedMask(MaskColumn column, byte[] json) : ValueMask(column)
{
    protected override void Replace(ReadOnlySpan<byte> value, RowBuffer row, int start)
    {
        row.Rewind(start);
        row.WriteRaw(json);
    }
}
