using System.Globalization;
using System.Text;

namespace Greenhouse.EfBackup.Format;

/// <summary>A decimal of .NET has 28 digits: a numeral that is longer would be rounded.</summary>
internal static class ExactDecimal
{
    /// <returns>Null where the text is no numeral, or .NET can't hold it as it is.</returns>
    public static decimal? Read(string text)
        => decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
            && Numeral.TryRead(Encoding.ASCII.GetBytes(text), out var wanted)
            && Numeral.TryRead(Encoding.ASCII.GetBytes(number.ToString(CultureInfo.InvariantCulture)), out var kept)
            && wanted.Equals(kept) ? number : null;
}
