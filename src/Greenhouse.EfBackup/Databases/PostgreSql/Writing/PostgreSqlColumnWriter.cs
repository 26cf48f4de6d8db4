using System.Buffers;
using System.Buffers.Text;
using Greenhouse.EfBackup.Databases.PostgreSql.Catalog;
using Greenhouse.EfBackup.Databases.PostgreSql.Connecting;
using Greenhouse.EfBackup.Databases.PostgreSql.Values;
using Greenhouse.EfBackup.Format;

namespace Greenhouse.EfBackup.Databases.PostgreSql.Writing;

/// <summary>
/// Writes the values of one column as COPY's text, after a look at whether the column can hold them as they are. The binary form derives from it and
/// differs in how a value that has been looked at is written.
/// </summary>
internal class PostgreSqlColumnWriter
{
    /// <summary>More than any numeric has.</summary>
    private const int MostDigits = 150_000;

    private static readonly SearchValues<byte> _escaped = SearchValues.Create("\\\n\r\t"u8);

    private readonly ColumnDescription _source;
    private readonly ColumnDescription _target;
    private readonly PostgreSqlCapacity _capacity;
    private readonly bool _foreign;
    private byte[] _scratch = [];

    /// <param name="source">The column in the file.</param>
    /// <param name="target">The column that takes the values.</param>
    /// <param name="table">Its table.</param>
    /// <param name="foreign">The file is of another kind of database.</param>
    public PostgreSqlColumnWriter(ColumnDescription source, ColumnDescription target, PostgreSqlTable table, bool foreign)
    {
        (_source, _target, _foreign) = (source, target, foreign);
        // A domain's name says nothing of what it is made of, and may be made of something else than when the backup was taken.
        _capacity = new PostgreSqlCapacity(source, target with { StoreType = table.DomainTypes.GetValueOrDefault(target.Name, target.StoreType) }, table.BaseTypes[target.Name], foreign);
    }

    /// <exception cref="FormatException">The value is not of the column's kind.</exception>
    /// <exception cref="ValueNotHeldException">The column can't hold it as it is.</exception>
    public void Write(ref RowReader row, byte[] chunk, RowBuffer text)
    {
        if (_source.Kind == ValueKind.Json && !row.IsNext("{\"$"u8) && !row.IsNext("null"u8))
        {
            var document = row.ReadDocument();
            WriteDocument(chunk.AsSpan(document.Start, document.Length), text);
            return;
        }

        var token = row.ReadValue();
        switch (token.Type)
        {
            case TokenType.Null:
                PutNull(text);
                break;
            case TokenType.Document:
                WriteMarked(token, chunk, text);
                break;
            default:
                WriteKind(token, chunk.AsSpan(token.Start, token.Length), text);
                break;
        }
    }

    protected virtual void PutNull(RowBuffer text) => text.WriteRaw("\\N"u8);

    protected virtual void PutBoolean(bool value, RowBuffer text) => text.WriteByte(value ? (byte)'t' : (byte)'f');

    /// <param name="value">A numeral, or the name of what has none.</param>
    protected virtual void PutNumber(ReadOnlySpan<byte> value, RowBuffer text)
    {
        _capacity.CheckRange(value);
        text.WriteRaw(value);
    }

    protected virtual void PutGuid(ReadOnlySpan<byte> value, RowBuffer text) => text.WriteRaw(value);

    protected virtual void PutDate(ReadOnlySpan<byte> value, RowBuffer text) => text.WriteRaw(value);

    protected virtual void PutTime(ReadOnlySpan<byte> value, RowBuffer text) => text.WriteRaw(value);

    /// <param name="value"><c>infinity</c> or <c>-infinity</c>.</param>
    protected virtual void PutInfinity(string value, RowBuffer text) => text.WriteRaw(System.Text.Encoding.ASCII.GetBytes(value));

    /// <param name="value">Date, <c>T</c>, time; <c>Z</c> where it is an instant.</param>
    protected virtual void PutTimestamp(ReadOnlySpan<byte> value, RowBuffer text) => text.WriteRaw(value);

    protected virtual void PutInterval(TimeSpan value, RowBuffer text)
        => text.Advance(DurationText.WriteForServer(value, text.Reserve(DurationText.MaxLength)));

    protected virtual void PutText(ReadOnlySpan<byte> value, RowBuffer text) => WriteEscaped(value, text);

    protected virtual void PutJson(ReadOnlySpan<byte> value, RowBuffer text) => WriteEscaped(value, text);

    private void WriteKind(Token token, ReadOnlySpan<byte> value, RowBuffer text)
    {
        switch (_source.Kind, token.Type)
        {
            case (ValueKind.Date or ValueKind.DateTime or ValueKind.Timestamp, TokenType.String) when _foreign && EndlessTime.InfinityOf(value) is { } infinity:
                PutInfinity(infinity, text);
                break;
            case (ValueKind.Integer, TokenType.Number) when _target.Kind == ValueKind.Integer:
            case (ValueKind.Single or ValueKind.Double, TokenType.Number):
            case (ValueKind.Single or ValueKind.Double or ValueKind.Decimal, TokenType.String) when IsNonFinite(value):
                PutNumber(value, text);
                break;
            case (ValueKind.Guid, TokenType.String) when TemporalText.IsGuid(value, upperCase: false):
                PutGuid(value, text);
                break;
            case (ValueKind.Date, TokenType.String) when TemporalText.IsDate(value):
                PutDate(value, text);
                break;
            case (ValueKind.Boolean, TokenType.True or TokenType.False):
                PutBoolean(token.Type == TokenType.True, text);
                break;
            case (ValueKind.Decimal, TokenType.Number) when _target.Kind == ValueKind.Integer:
                PutNumber(Whole(value), text);
                break;
            case (ValueKind.Integer or ValueKind.Decimal, TokenType.Number):
                _capacity.CheckDigits(value);
                PutNumber(_foreign ? Plain(value) : value, text);
                break;
            case (ValueKind.String or ValueKind.Text, TokenType.String):
                WriteString(Unescape(token, value), text);
                break;
            case (ValueKind.Binary, TokenType.String):
                PutBytes(Decode(value), text);
                break;
            case (ValueKind.Time, TokenType.String) when TemporalText.IsTime(value):
                _capacity.CheckFraction(value, value.Length);
                PutTime(value, text);
                break;
            case (ValueKind.DateTime, TokenType.String) when TemporalText.IsDateTime(value, (byte)'T'):
                _capacity.CheckFraction(value, value.Length);
                PutTimestamp(value, text);
                break;
            case (ValueKind.Timestamp, TokenType.String):
                WriteInstant(value, text);
                break;
            case (ValueKind.Interval, TokenType.String):
                WriteInterval(value, text);
                break;
            default:
                throw Unfit();
        }
    }

    private void WriteDocument(ReadOnlySpan<byte> document, RowBuffer text)
    {
        if (_target.Kind != ValueKind.Json)
        {
            WriteString(document, text);
            return;
        }

        _capacity.CheckJson(document);
        PutJson(document, text);
    }

    private void WriteInstant(ReadOnlySpan<byte> value, RowBuffer text)
    {
        if (value.Length > 20 && value[^1] != 'Z' && TemporalText.IsOffset(value[^6..]) && TemporalText.IsDateTime(value[..^6], (byte)'T'))
        {
            throw NotHeld($"{_target.StoreType} keeps no offset", value);
        }

        if (value.IsEmpty || value[^1] != 'Z' || !TemporalText.IsDateTime(value[..^1], (byte)'T'))
        {
            throw Unfit();
        }

        _capacity.CheckFraction(value, value.Length - 1);
        // A time of no zone takes what stands there, and that is in UTC.
        PutTimestamp(_target.Kind == ValueKind.DateTime ? value[..^1] : value, text);
    }

    private void WriteInterval(ReadOnlySpan<byte> value, RowBuffer text)
    {
        _capacity.CheckFraction(value, value.IndexOf((byte)'S') is >= 0 and var end ? end : value.Length);
        PutInterval(value.Length <= MomentText.MaxLength && IntervalText.TryRead(value, out var interval) ? interval : throw Unfit(), text);
    }

    /// <summary>A value as another database, or another kind of value, holds it: <c>{"$text":"infinity"}</c>.</summary>
    private void WriteMarked(Token token, byte[] chunk, RowBuffer text)
    {
        var inside = new RowReader(new RowChunk(chunk, token.Start, token.Length));
        var mark = inside.ReadMark();
        var value = inside.ReadValue();
        inside.Expect("}"u8);
        var bytes = chunk.AsSpan(value.Start, value.Length);
        switch (mark, value.Type)
        {
            case ("$text", TokenType.String) when !_foreign || _source.Kind == ValueKind.Json:
                WriteString(Unescape(value, bytes), text);
                break;
            case ("$utf8", TokenType.String) when !_foreign:
                PutText(Decode(bytes), text);
                break;
            case ("$text" or "$utf8" or "$integer" or "$real" or "$blob", _) when _foreign:
                throw NotHeld("it is spelled as only the database it comes from can hold it", chunk.AsSpan(token.Start, token.Length));
            default:
                throw Unfit();
        }
    }

    private void WriteString(ReadOnlySpan<byte> value, RowBuffer text)
    {
        _capacity.CheckText(value);
        PutText(value, text);
    }

    private static void WriteEscaped(ReadOnlySpan<byte> value, RowBuffer text)
    {
        for (var next = value.IndexOfAny(_escaped); next >= 0; next = value.IndexOfAny(_escaped))
        {
            text.WriteRaw(value[..next]);
            text.WriteByte((byte)'\\');
            text.WriteByte(value[next] switch { (byte)'\n' => (byte)'n', (byte)'\r' => (byte)'r', (byte)'\t' => (byte)'t', var other => other });
            value = value[(next + 1)..];
        }

        text.WriteRaw(value);
    }

    /// <summary>Hexadecimal digits behind <c>\x</c>, whose backslash COPY wants doubled.</summary>
    protected virtual void PutBytes(ReadOnlySpan<byte> value, RowBuffer text)
    {
        text.WriteRaw("\\\\x"u8);
        var digits = text.Reserve(value.Length * 2L);
        for (var i = 0; i < value.Length; i++)
        {
            digits[2 * i] = "0123456789abcdef"u8[value[i] >> 4];
            digits[(2 * i) + 1] = "0123456789abcdef"u8[value[i] & 15];
        }

        text.Advance(value.Length * 2);
    }

    /// <summary>A decimal for a column of whole numbers.</summary>
    private ReadOnlySpan<byte> Whole(ReadOnlySpan<byte> value)
        => Numeral.TryRead(value, out var number) && number is { Digits: > 0, Exponent: < 0 } ? throw NotHeld("it is no whole number", value) : Plain(value);

    /// <summary>A decimal without zeros at its end, which mean something in this database only.</summary>
    private ReadOnlySpan<byte> Plain(ReadOnlySpan<byte> value)
    {
        if (!Numeral.TryRead(value, out var number))
        {
            throw Unfit();
        }

        return Math.Abs((long)number.Exponent) > MostDigits ? throw OutOfRange(value)
            : Scratch(number.MaxPlainLength).AsSpan(0, number.WritePlain(_scratch, leastDecimals: 0));
    }

    private ReadOnlySpan<byte> Unescape(Token token, ReadOnlySpan<byte> value)
    {
        if (!token.Escaped)
        {
            return value;
        }

        var length = JsonText.Unescape(value, Scratch(value.Length));
        return length >= 0 ? _scratch.AsSpan(0, length) : throw Unfit();
    }

    private ReadOnlySpan<byte> Decode(ReadOnlySpan<byte> value)
        => Base64.DecodeFromUtf8(value, Scratch(value.Length), out _, out var length) == OperationStatus.Done ? _scratch.AsSpan(0, length) : throw Unfit();

    private byte[] Scratch(int length) => _scratch.Length >= length ? _scratch : _scratch = new byte[Math.Max(length, 256)];

    private static bool IsNonFinite(ReadOnlySpan<byte> value)
        => value.SequenceEqual("NaN"u8) || value.SequenceEqual("Infinity"u8) || value.SequenceEqual("-Infinity"u8);

    protected FormatException Unfit() => new($"the value of {_source.Name} is not {ValueKindConverter.NameOf(_source.Kind)}");

    protected ValueNotHeldException NotHeld(string why, ReadOnlySpan<byte> value) => _capacity.NotHeld(why, value);

    protected ValueNotHeldException OutOfRange(ReadOnlySpan<byte> value) => _capacity.OutOfRange(value);
}
