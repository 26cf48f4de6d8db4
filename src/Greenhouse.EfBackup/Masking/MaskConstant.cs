using System.Globalization;
using System.Text;
using Greenhouse.EfBackup.Format;

namespace Greenhouse.EfBackup.Masking;

/// <summary>The constant of a rule as a value of its column.</summary>
internal static class MaskConstant
{
    /// <returns>Its JSON; null where the column can't hold it.</returns>
    public static byte[]? Of(string text, MaskColumn column)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        return column.Kind switch
        {
            ValueKind.String => new StringInfo(text).LengthInTextElements <= (column.MaxLength ?? int.MaxValue) ? JsonText.Quote(text.PadRight(column.PaddedTo ?? 0)) : null,
            ValueKind.Boolean => text is "true" or "false" ? bytes : null,
            ValueKind.Integer => long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) && number >= column.Lowest && number <= column.Highest ? Encoding.UTF8.GetBytes(number.ToString(CultureInfo.InvariantCulture)) : null,
            ValueKind.Guid => Guid.TryParse(text, out var guid) ? JsonText.Quote(guid.ToString()) : null,
            ValueKind.Date => DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _) ? JsonText.Quote(text) : null,
            ValueKind.DateTime => IsMoment(text, "yyyy-MM-dd'T'HH:mm:ss") ? JsonText.Quote(text) : null,
            ValueKind.Timestamp => IsMoment(text, "yyyy-MM-dd'T'HH:mm:ss'Z'") ? JsonText.Quote(text) : null,
            ValueKind.Binary => Convert.TryFromBase64String(text, new byte[bytes.Length], out _) ? JsonText.Quote(text) : null,
            ValueKind.Json => EmbeddedJson.IsEmbeddable(bytes) ? bytes : null,
            ValueKind.Text => JsonText.Quote(text),
            _ => null,
        };
    }

    private static bool IsMoment(string text, string form) => DateTime.TryParseExact(text, form, CultureInfo.InvariantCulture, DateTimeStyles.None, out _);
}
