using System.Buffers.Text;
using System.Globalization;
using System.Text;
using Greenhouse.EfBackup.Format;

namespace Greenhouse.EfBackup.Masking;

/// <summary>
/// Dates move by days, all of a table by the same number: what comes first stays first, and times of day, precision and offsets stay. Infinity stays, and so does a
/// date so near to an end of the calendar that it means no day.
/// </summary>
internal sealed class ShiftMask(MaskColumn column, int days) : ValueMask(column)
{
    private const int DateLength = 10;

    /// <summary>How many days: never none.</summary>
    /// <param name="hash">The key.</param>
    /// <param name="table">The table's key.</param>
    /// <param name="most">The most.</param>
    public static int DaysOf(SipHash hash, string table, int most)
    {
        var drawn = (int)(hash.Of(Encoding.UTF8.GetBytes(table)).First % (ulong)(2 * most)) - most;
        return drawn >= 0 ? drawn + 1 : drawn;
    }

    protected override void Replace(ReadOnlySpan<byte> value, RowBuffer row, int start)
    {
        if (value.SequenceEqual("{\"$text\":\"infinity\"}"u8) || value.SequenceEqual("{\"$text\":\"-infinity\"}"u8))
        {
            return;
        }

        if (IsRaw(value) || value.Length < DateLength + 2 || !Utf8Parser.TryParse(value[1..5], out int year, out _) || !Utf8Parser.TryParse(value[6..8], out int month, out _) || !Utf8Parser.TryParse(value[9..11], out int day, out _))
        {
            throw Refuse("is no date between the years 1 and 9999, and the rule shift moves dates only");
        }

        var moved = new DateOnly(year, month, day).DayNumber + days;
        if (moved >= 0 && moved <= DateOnly.MaxValue.DayNumber)
        {
            DateOnly.FromDayNumber(moved).TryFormat(row.Bytes.AsSpan(start + 1, DateLength), out _, "yyyy-MM-dd", CultureInfo.InvariantCulture);
        }
    }
}
