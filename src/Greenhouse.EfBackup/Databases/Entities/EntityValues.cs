using System.Globalization;
using System.Text;
using Greenhouse.EfBackup.Format;

namespace Greenhouse.EfBackup.Databases.Entities;

/// <summary>Values of .NET as FORMAT.md writes them, and back.</summary>
internal sealed class EntityValues
{
    private const string Fraction = ".FFFFFFF";

    public static readonly byte[] Null = "null"u8.ToArray();
    private static readonly UTF8Encoding _strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);
    private readonly RowBuffer _buffer = new();

    public static bool IsNull(byte[] value) => value.AsSpan().SequenceEqual(Null);

    /// <summary>The canonical text.</summary>
    /// <param name="value">What a provider would be given: of one of the types of <see cref="Schema.NonRelational.TableTypes"/>.</param>
    /// <exception cref="ValueNotHeldException">A file can't hold it.</exception>
    public byte[] Write(object? value, ValueKind kind, string column)
    {
        if (value is null)
        {
            return Null;
        }

        _buffer.Clear();
        switch (kind)
        {
            case ValueKind.Boolean:
                return (bool)value ? "true"u8.ToArray() : "false"u8.ToArray();
            case ValueKind.Integer:
                _buffer.WriteInteger(Convert.ToInt64(value, CultureInfo.InvariantCulture));
                break;
            case ValueKind.Single:
                _buffer.WriteSingle((float)value);
                break;
            case ValueKind.Double:
                _buffer.WriteDouble((double)value);
                break;
            case ValueKind.Decimal:
                _buffer.WriteRaw(Encoding.ASCII.GetBytes(Convert.ToString(value, CultureInfo.InvariantCulture)!));
                break;
            case ValueKind.Binary:
                _buffer.WriteBase64((byte[])value);
                break;
            case ValueKind.Json:
                WriteJson(Bytes((string)value, column));
                break;
            default:
                _buffer.WriteQuoted(Bytes(Text(value), column));
                break;
        }

        return _buffer.Written.ToArray();
    }

    /// <summary>The value that stands in a row, as a provider would be given it.</summary>
    /// <param name="json">The value's JSON.</param>
    /// <param name="source">The column that it comes from.</param>
    /// <param name="target">The column that takes it.</param>
    /// <param name="type">The type of the target's values.</param>
    /// <exception cref="FormatException">It is no value of its column.</exception>
    /// <exception cref="ValueNotHeldException">The type can't hold it.</exception>
    public static object? Read(ReadOnlySpan<byte> json, ColumnDescription source, ColumnDescription target, Type type)
    {
        if (json.SequenceEqual("null"u8))
        {
            return null;
        }

        var end = EndlessTime.TextOf(json, source.Kind);
        if (source.Kind == ValueKind.Json || (end.IsEmpty && json.StartsWith("{\"$"u8)))
        {
            return ReadDocument(json, source, target);
        }

        var text = !end.IsEmpty ? Encoding.ASCII.GetString(end) : json[0] == '"' ? JsonText.Unquote(json) : Encoding.UTF8.GetString(json);
        try
        {
            return Parse(text, type, source.Kind)
                ?? throw (source.Kind == target.Kind && source.StoreType == target.StoreType ? new FormatException($"the value of {target.Name} is not {ValueKindConverter.NameOf(target.Kind)}") : NotHeld(target, text, $"it is none of {type.Name}"));
        }
        catch (OverflowException)
        {
            throw NotHeld(target, text, $"it is beyond {type.Name}");
        }
    }

    private static string ReadDocument(ReadOnlySpan<byte> json, ColumnDescription source, ColumnDescription target)
    {
        if (!json.StartsWith("{\"$"u8))
        {
            return Encoding.UTF8.GetString(json);
        }

        var inside = new RowReader(new RowChunk(json.ToArray(), 0, json.Length));
        var mark = inside.ReadMark();
        var value = inside.ReadValue();
        return mark == "$text" && value.Type == TokenType.String && source.Kind is ValueKind.Json or ValueKind.String
            ? JsonText.Unquote(json.Slice(value.Start - 1, value.Length + 2))
            : throw NotHeld(target, Encoding.UTF8.GetString(json), "it is spelled as only the database it comes from can hold it");
    }

    /// <returns>Null where the text is none of the type's values.</returns>
    private static object? Parse(string text, Type type, ValueKind kind)
        => type == typeof(string) ? text
            : type == typeof(bool) ? (bool.TryParse(text, out var truth) ? truth : null)
            : type == typeof(Guid) ? (Guid.TryParseExact(text, "D", out var guid) ? guid : null)
            : type == typeof(byte[]) ? FromBase64(text)
            : type == typeof(float) ? (float.TryParse(text, CultureInfo.InvariantCulture, out var single) ? single : null)
            : type == typeof(double) ? (double.TryParse(text, CultureInfo.InvariantCulture, out var real) ? real : null)
            : type == typeof(decimal) ? ExactDecimal.Read(text)
            : type == typeof(DateOnly) ? (DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date) ? date : null)
            : type == typeof(TimeOnly) ? (TimeOnly.TryParseExact(text, "HH:mm:ss" + Fraction, CultureInfo.InvariantCulture, DateTimeStyles.None, out var time) ? time : null)
            : type == typeof(DateTime) ? Moment(text, kind)
            : type == typeof(DateTimeOffset) ? (DateTimeOffset.TryParseExact(text, ["yyyy-MM-ddTHH:mm:ss" + Fraction + "zzz", "yyyy-MM-ddTHH:mm:ss" + Fraction + "'Z'", "yyyy-MM-ddTHH:mm:ss" + Fraction], CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var instant) ? instant : null)
            : type == typeof(TimeSpan) ? (IntervalText.TryRead(Encoding.UTF8.GetBytes(text), out var span) ? span : null)
            : Whole(text, type);

    /// <summary>An instant is in UTC, and becomes a time of no zone as anywhere.</summary>
    private static DateTime? Moment(string text, ValueKind kind)
        => DateTime.TryParseExact(text.EndsWith('Z') && kind == ValueKind.Timestamp ? text[..^1] : text, "yyyy-MM-ddTHH:mm:ss" + Fraction, CultureInfo.InvariantCulture, DateTimeStyles.None, out var moment) ? moment : null;

    private static object? Whole(string text, Type type)
        => !decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) || number != decimal.Truncate(number) ? null
            // As its driver keeps an unsigned number in a signed column.
            : type == typeof(ulong) && number < 0 && number >= long.MinValue ? unchecked((ulong)(long)number)
            : Convert.ChangeType(number, type, CultureInfo.InvariantCulture);

    private static byte[]? FromBase64(string text)
    {
        var bytes = new byte[text.Length];
        return Convert.TryFromBase64String(text, bytes, out var length) ? bytes[..length] : null;
    }

    private static string Text(object value)
        => value switch
        {
            string text => text,
            Guid guid => guid.ToString("D"),
            DateOnly date => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
            TimeOnly time => time.ToString("HH:mm:ss" + Fraction, CultureInfo.InvariantCulture),
            DateTime moment => moment.ToString("yyyy-MM-ddTHH:mm:ss" + Fraction, CultureInfo.InvariantCulture),
            DateTimeOffset { Offset.Ticks: 0 } instant => instant.ToString("yyyy-MM-ddTHH:mm:ss" + Fraction + "'Z'", CultureInfo.InvariantCulture),
            DateTimeOffset instant => instant.ToString("yyyy-MM-ddTHH:mm:ss" + Fraction + "zzz", CultureInfo.InvariantCulture),
            TimeSpan span => System.Xml.XmlConvert.ToString(span),
            _ => throw new InvalidOperationException($"{value.GetType()} has no kind."),
        };

    private void WriteJson(byte[] text)
    {
        if (EmbeddedJson.IsEmbeddable(text))
        {
            _buffer.WriteRaw(text);
            return;
        }

        _buffer.WriteRaw("{\"$text\":"u8);
        _buffer.WriteQuoted(text);
        _buffer.WriteByte((byte)'}');
    }

    /// <summary>Half of a character has no bytes of its own.</summary>
    private static byte[] Bytes(string text, string column)
    {
        try
        {
            return _strict.GetBytes(text);
        }
        catch (EncoderFallbackException)
        {
            throw ValueNotHeldException.Of(column, Encoding.UTF8.GetBytes(text), "half of a character (a surrogate without the other) has no place in a file");
        }
    }

    private static ValueNotHeldException NotHeld(ColumnDescription column, string value, string why) => ValueNotHeldException.Of(column.Name, Encoding.UTF8.GetBytes(value), why);
}
