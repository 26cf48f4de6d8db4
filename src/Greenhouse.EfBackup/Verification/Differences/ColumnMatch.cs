using Greenhouse.EfBackup.Format;
using Greenhouse.EfBackup.Schema;

namespace Greenhouse.EfBackup.Verification.Differences;

/// <summary>A column that both tables have and whose values can be compared.</summary>
/// <param name="Name">Its name; the old one, where letter case differs.</param>
/// <param name="Old">Its place among the old table's stored columns.</param>
/// <param name="New">Its place among the new table's.</param>
/// <param name="OldKind">The kind of its old values.</param>
/// <param name="NewKind">The kind of its new ones.</param>
/// <param name="ByValue">The two may spell one value differently (a <c>numeric(12,4)</c> is padded to four digits).</param>
internal sealed record ColumnMatch(string Name, int Old, int New, ValueKind OldKind, ValueKind NewKind, bool ByValue)
{
    /// <summary>The spelling that equal values share says nothing of their order.</summary>
    public bool IsUnordered => ByValue && (OldKind == ValueKind.Json || NewKind == ValueKind.Json);

    public int PlaceOf(Side side) => side == Side.Old ? Old : New;

    public ValueKind KindOf(Side side) => side == Side.Old ? OldKind : NewKind;

    /// <summary>Whether values of these columns can be told to be equal or not.</summary>
    public static bool IsPossible(ColumnDescription old, ColumnDescription @new)
        => old.Kind == @new.Kind || (IsNumber(old.Kind) && IsNumber(@new.Kind)) || KindConversion.IsPossible(old, @new);

    private static bool IsNumber(ValueKind kind) => kind is ValueKind.Integer or ValueKind.Decimal or ValueKind.Single or ValueKind.Double;
}
