using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Greenhouse.EfBackup.Format;

namespace Greenhouse.EfBackup.Masking;

/// <summary>Numbers with digits behind the point that all values of a column become.</summary>
internal static partial class ConstantNumber
{
    /// <summary>The most that hundredths in eight bytes count.</summary>
    private const decimal MostMoney = 92233720368547758.07m;

    /// <summary>How Microsoft.Data.Sqlite spells decimals.</summary>
    private const string InText = "0.0###########################";

    /// <returns>Its numeral; null where it is no number, or the column would round it.</returns>
    public static byte[]? Decimal(string text, MaskColumn column)
    {
        var written = Encoding.UTF8.GetBytes(text);
        // No application reads more digits than its own decimals have.
        if (!Numeral.TryRead(written, out var number) || !decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) || !IsSame(number, Encoding.ASCII.GetBytes(value.ToString(CultureInfo.InvariantCulture))))
        {
            return null;
        }

        value = value == 0 ? Math.Abs(value) : value;
        var type = column.Column.StoreType;
        return column.Storage != ColumnStorage.Typed ? InSqlite(value, number, column.Storage)
            : Scaled().Match(type) is { Success: true } scaled ? Pad(number, int.Parse(scaled.Groups[1].Value, CultureInfo.InvariantCulture), int.Parse(scaled.Groups[2].Value, CultureInfo.InvariantCulture))
            : type == "money" ? (Math.Abs(value) <= MostMoney ? Pad(number, precision: 28, scale: 2) : null)
            : Encoding.ASCII.GetBytes(value.ToString(CultureInfo.InvariantCulture));
    }

    /// <returns>Its numeral, or the name of what has none; null where it is no number.</returns>
    public static byte[]? Real(string text, MaskColumn column)
    {
        if (text is "NaN" or "Infinity" or "-Infinity")
        {
            // SQLite makes null of what is no number.
            return text == "NaN" && column.Storage != ColumnStorage.Typed ? null : JsonText.Quote(text);
        }

        if (!Numeral.TryRead(Encoding.UTF8.GetBytes(text), out var number))
        {
            return null;
        }

        // The nearest that there is; but none that is too large for any, or that only zero is near.
        var (single, real) = (float.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture), double.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture));
        var nearest = column.Kind == ValueKind.Single ? single : real;
        if (!double.IsFinite(nearest) || (nearest == 0) != (number.Digits == 0))
        {
            return null;
        }

        var row = new RowBuffer();
        if (nearest == 0)
        {
            row.WriteByte((byte)'0');
        }
        else if (column.Kind == ValueKind.Single)
        {
            row.WriteSingle(single);
        }
        else
        {
            row.WriteDouble(real);
        }

        return row.Written.ToArray();
    }

    private static byte[]? InSqlite(decimal value, Numeral number, ColumnStorage storage)
    {
        if (storage == ColumnStorage.Text)
        {
            return Encoding.ASCII.GetBytes(value.ToString(InText, CultureInfo.InvariantCulture));
        }

        if (storage == ColumnStorage.Numeric && decimal.IsInteger(value) && value is >= long.MinValue and <= long.MaxValue)
        {
            return Encoding.ASCII.GetBytes(((long)value).ToString(CultureInfo.InvariantCulture));
        }

        var row = new RowBuffer();
        row.WriteDouble((double)value);
        return IsSame(number, row.Written) ? row.Written.ToArray() : null;
    }

    /// <summary>With all digits of the scale, as PostgreSQL keeps them.</summary>
    private static byte[]? Pad(Numeral number, int precision, int scale)
    {
        if (number.Digits > 0 && (-number.Exponent > scale || number.Whole > precision - scale))
        {
            return null;
        }

        var decimals = Math.Max(scale, 0);
        var target = new byte[number.MaxPlainLength + decimals];
        return target[..number.WritePlain(target, decimals)];
    }

    private static bool IsSame(Numeral number, ReadOnlySpan<byte> written) => Numeral.TryRead(written, out var other) && number.Equals(other);

    [GeneratedRegex(@"^numeric\(([0-9]+),(-?[0-9]+)\)$")]
    private static partial Regex Scaled();
}
