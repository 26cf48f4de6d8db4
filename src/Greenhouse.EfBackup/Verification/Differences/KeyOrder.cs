using Greenhouse.EfBackup.Format;

namespace Greenhouse.EfBackup.Verification.Differences;

/// <summary>
/// An order of rows by what makes them that row (<see cref="ValueOrder"/>): two tables that stand in it are compared by going through both once. Where it is another one
/// than theirs, it is an order all the same, which is all that <see cref="UnpairedRows"/> needs.
/// </summary>
internal sealed class KeyOrder(TableMatch match)
{
    private readonly ColumnMatch[] _identity = [.. match.Identity];
    private readonly ValueOrder _order = new();

    /// <returns>0 where the two are one row, whatever its other values are.</returns>
    public int Compare(RowValues left, RowValues right)
    {
        foreach (var column in _identity)
        {
            var order = Compare(left[column.PlaceOf(left.Side)], right[column.PlaceOf(right.Side)], column);
            if (order != 0)
            {
                return order;
            }
        }

        return 0;
    }

    private int Compare(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right, ColumnMatch column)
        => left[0] == '"' && right[0] == '"' && (column.OldKind, column.NewKind) is (ValueKind.Timestamp, ValueKind.DateTime) or (ValueKind.DateTime, ValueKind.Timestamp)
            ? _order.CompareText(WithoutZone(left[1..^1]), WithoutZone(right[1..^1]))
            : _order.Compare(left, right, column.ByValue, column is { OldKind: ValueKind.Binary, NewKind: ValueKind.Binary });

    private static ReadOnlySpan<byte> WithoutZone(ReadOnlySpan<byte> text) => text.EndsWith("Z"u8) ? text[..^1] : text;
}
