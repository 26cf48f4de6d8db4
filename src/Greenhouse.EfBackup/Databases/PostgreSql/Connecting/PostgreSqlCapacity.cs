using System.Globalization;
using System.Text.RegularExpressions;
using Greenhouse.EfBackup.Databases.PostgreSql.Values;
using Greenhouse.EfBackup.Format;

namespace Greenhouse.EfBackup.Databases.PostgreSql.Connecting;

/// <summary>
/// What a column can't hold as it is. The server would round, cut or pad it and say nothing, or refuse it without naming the value: so values are looked
/// at before they are sent. What the column's own type held when the backup was taken, it holds again, and is not looked at.
/// </summary>
internal sealed partial class PostgreSqlCapacity
{
    private const int MicrosecondDigits = 6;

    private readonly ColumnDescription _source;
    private readonly ColumnDescription _target;
    private readonly bool _isSame;
    private readonly bool _pads;
    private readonly bool _keepsOneOfAName;

    // Digits behind the point (of seconds, of a decimal) and before it, and characters.
    private readonly int _fraction;
    private readonly int _whole;
    private readonly int _length;
    private readonly (long Least, long Most) _range;

    /// <param name="source">The column in the file.</param>
    /// <param name="target">The column that takes the values.</param>
    /// <param name="type">The target's built-in type.</param>
    /// <param name="foreign">The file is of another kind of database.</param>
    public PostgreSqlCapacity(ColumnDescription source, ColumnDescription target, string type, bool foreign)
    {
        (_source, _target, _isSame) = (source, target, !foreign && source.StoreType == target.StoreType);
        int[] modifiers = Modifiers().Match(target.StoreType) is { Success: true } found ? [.. found.Groups[1].Value.Split(',').Select(part => int.Parse(part, CultureInfo.InvariantCulture))] : [];
        (_whole, _fraction) = (type, modifiers) switch
        {
            ("money", _) => (int.MaxValue, 2),
            ("numeric", [var precision, var scale]) => (precision - scale, scale),
            ("numeric", [var precision]) => (precision, 0),
            ("numeric", _) => (int.MaxValue, int.MaxValue),
            (_, [var digits]) => (int.MaxValue, Math.Min(digits, MicrosecondDigits)),
            _ => (int.MaxValue, MicrosecondDigits),
        };
        _length = type is "varchar" or "bpchar" && modifiers is [var length] ? length : int.MaxValue;
        // From one char(n) into a longer one, padding means nothing.
        _pads = (foreign || !source.StoreType.StartsWith("character(", StringComparison.Ordinal)) && type == "bpchar" && _length != int.MaxValue;
        _keepsOneOfAName = type == "jsonb";
        _range = type switch
        {
            "int2" => (short.MinValue, short.MaxValue),
            "int4" => (int.MinValue, int.MaxValue),
            "oid" => (uint.MinValue, uint.MaxValue),
            _ => (long.MinValue, long.MaxValue),
        };
    }

    /// <param name="value">Digits.</param>
    /// <exception cref="ValueNotHeldException">It is beyond the type's range.</exception>
    public void CheckRange(ReadOnlySpan<byte> value)
    {
        if (!_isSame && _target.Kind == ValueKind.Integer
            && !(System.Buffers.Text.Utf8Parser.TryParse(value, out long integer, out var read) && read == value.Length && integer >= _range.Least && integer <= _range.Most))
        {
            throw OutOfRange(value);
        }
    }

    /// <param name="value">The numeral of a decimal.</param>
    /// <exception cref="FormatException">It is none.</exception>
    /// <exception cref="ValueNotHeldException">It has more digits than the type.</exception>
    public void CheckDigits(ReadOnlySpan<byte> value)
    {
        if (_isSame)
        {
            return;
        }

        if (!Numeral.TryRead(value, out var number))
        {
            throw new FormatException($"the value of {_source.Name} is not {ValueKindConverter.NameOf(_source.Kind)}");
        }

        if (number.Digits > 0 && -number.Exponent > _fraction)
        {
            throw NotHeld($"{_target.StoreType} would round it", value);
        }

        if (number.Digits > 0 && number.Whole > _whole)
        {
            throw OutOfRange(value);
        }

        if (_source.Kind == ValueKind.Integer && number.IsNegative)
        {
            // EF Core keeps an unsigned long in SQLite as the signed one of the same bits.
            throw NotHeld("a negative whole number may stand for one beyond 9223372036854775807 there", value);
        }
    }

    /// <param name="value">A time whose fraction does not end in 0.</param>
    /// <param name="end">Where the fraction ends, if there is one.</param>
    /// <exception cref="ValueNotHeldException">It is finer than the type.</exception>
    public void CheckFraction(ReadOnlySpan<byte> value, int end)
    {
        if (!_isSame && value.IndexOf((byte)'.') is >= 0 and var point && end - point - 1 > _fraction)
        {
            throw NotHeld($"{_target.StoreType} would round it", value);
        }
    }

    /// <exception cref="ValueNotHeldException">It is longer than the type, or would be padded, or holds what no text does; or it should be JSON and is none.</exception>
    public void CheckText(ReadOnlySpan<byte> value)
    {
        if (value.Contains((byte)0))
        {
            throw NotHeld("PostgreSQL's text holds no U+0000", value);
        }

        if (_target.Kind == ValueKind.Json)
        {
            CheckJson(value);
        }

        // A character is a byte at least. Of a text that is too long the server cuts spaces at the end, and says nothing.
        if (!_isSame && (value.Length > _length || _pads))
        {
            var characters = Characters(value);
            _ = characters > _length ? throw NotHeld($"it is longer than {_target.StoreType}", value)
                : characters < _length && _pads ? throw NotHeld($"{_target.StoreType} would pad it with spaces", value) : 0;
        }
    }

    /// <exception cref="ValueNotHeldException">It is none, or jsonb would lose a part of it.</exception>
    public void CheckJson(ReadOnlySpan<byte> document)
    {
        if (!_isSame && JsonbText.WhyNot(document, _keepsOneOfAName) is { } why)
        {
            throw NotHeld(why, document);
        }
    }

    public ValueNotHeldException OutOfRange(ReadOnlySpan<byte> value) => NotHeld($"it is out of the range of {_target.StoreType}", value);

    public ValueNotHeldException NotHeld(string why, ReadOnlySpan<byte> value) => ValueNotHeldException.Of(_target.Name, value, why);

    private static int Characters(ReadOnlySpan<byte> text)
    {
        var count = 0;
        foreach (var value in text)
        {
            count += (value & 0xC0) == 0x80 ? 0 : 1;
        }

        return count;
    }

    /// <summary><c>numeric(12,2)</c>, <c>timestamp(3) without time zone</c>, <c>character varying(20)</c>.</summary>
    [GeneratedRegex(@"\((\d+(?:,-?\d+)?)\)")]
    private static partial Regex Modifiers();
}
