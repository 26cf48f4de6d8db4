using System.Globalization;
using System.Text;
using Greenhouse.EfBackup.Format;

namespace Greenhouse.EfBackup.Masking;

/// <summary>The constant of a rule as a value of its column, spelled as the database would give it back.</summary>
internal static class MaskConstant
{
    /// <returns>Its JSON; null where the column can't hold it.</returns>
    public static byte[]? Of(string text, MaskColumn column)
        => column.Kind switch
        {
            ValueKind.String => new StringInfo(text).LengthInTextElements <= (column.MaxLength ?? int.MaxValue) ? JsonText.Quote(text.PadRight(column.PaddedTo ?? 0)) : null,
            ValueKind.Boolean => text is "true" or "false" ? Encoding.ASCII.GetBytes(text) : null,
            ValueKind.Integer => long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) && number >= column.Lowest && number <= column.Highest ? Encoding.ASCII.GetBytes(number.ToString(CultureInfo.InvariantCulture)) : null,
            ValueKind.Decimal => ConstantNumber.Decimal(text, column),
            ValueKind.Single or ValueKind.Double => ConstantNumber.Real(text, column),
            ValueKind.Guid => Guid.TryParse(text, out var guid) ? JsonText.Quote(guid.ToString()) : null,
            ValueKind.Json => Encoding.UTF8.GetBytes(text) is var document && EmbeddedJson.IsEmbeddable(document) ? document : null,
            ValueKind.Time or ValueKind.DateTime or ValueKind.Timestamp or ValueKind.Interval => ConstantTime.Of(text, column) is { } time ? JsonText.Quote(time) : null,
            _ => HandwrittenValue.Text(column.Kind, text) is { } canonical ? JsonText.Quote(canonical) : null,
        };
}
