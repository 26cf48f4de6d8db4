using System.Buffers.Text;

namespace Greenhouse.EfBackup.Format;

/// <summary>
/// A numeral of JSON taken apart, so that equal numbers look equal: the digits from the first to the last that is not 0, and the power of ten
/// that the last one counts. 1.50, 1.5 and 15E-1 are all 15 with an exponent of -1.
/// </summary>
internal readonly ref struct Numeral
{
    /// <summary>Beyond every number that a database holds.</summary>
    private const int MostExponent = 1_000_000;

    /// <summary>The digits that count; a point may stand among them.</summary>
    private readonly ReadOnlySpan<byte> _digits;

    private Numeral(bool isNegative, ReadOnlySpan<byte> digits, int exponent)
    {
        (IsNegative, Exponent) = (isNegative, exponent);
        _digits = digits;
        Digits = digits.Length - (digits.Contains((byte)'.') ? 1 : 0);
    }

    /// <summary>Never of zero.</summary>
    public bool IsNegative { get; }

    /// <summary>How many digits count; none of zero.</summary>
    public int Digits { get; }

    /// <summary>The power of ten of the last digit.</summary>
    public int Exponent { get; }

    /// <summary>Digits before the point; negative where zeros follow it.</summary>
    public int Whole => Digits + Exponent;

    /// <summary>The most that <see cref="WritePlain"/> writes.</summary>
    public int MaxPlainLength => Digits + Math.Abs(Exponent) + 4;

    /// <returns>False where the text is no numeral, or its exponent that of none.</returns>
    public static bool TryRead(ReadOnlySpan<byte> text, out Numeral numeral)
    {
        numeral = default;
        var negative = text.Length > 0 && text[0] == '-';
        var mantissa = negative ? text[1..] : text;
        var exponent = 0;
        if (mantissa.IndexOfAny((byte)'E', (byte)'e') is >= 0 and var mark)
        {
            var power = mantissa[(mark + 1)..];
            power = power.Length > 0 && power[0] == '+' ? power[1..] : power;
            if (power.IsEmpty || !Utf8Parser.TryParse(power, out exponent, out var read) || read != power.Length || Math.Abs((long)exponent) > MostExponent)
            {
                return false;
            }

            mantissa = mantissa[..mark];
        }

        if (!TemporalText.IsDecimal(mantissa))
        {
            return false;
        }

        numeral = Trim(negative, mantissa, exponent - (mantissa.IndexOf((byte)'.') is >= 0 and var point ? mantissa.Length - point - 1 : 0));
        return true;
    }

    /// <summary>The form that equal numbers share: <c>15e-1</c>, <c>0</c>.</summary>
    public void WriteNeutral(RowBuffer target)
    {
        if (Digits == 0)
        {
            target.WriteByte((byte)'0');
            return;
        }

        if (IsNegative)
        {
            target.WriteByte((byte)'-');
        }

        target.Advance(CopyDigits(target.Reserve(Digits)));
        target.WriteByte((byte)'e');
        target.WriteInteger(Exponent);
    }

    /// <summary>The number without exponent.</summary>
    /// <param name="target">Of <see cref="MaxPlainLength"/> at least.</param>
    /// <param name="leastDecimals">Zeros are added up to so many digits behind the point.</param>
    /// <returns>The length.</returns>
    public int WritePlain(Span<byte> target, int leastDecimals)
    {
        var length = 0;
        if (IsNegative)
        {
            target[length++] = (byte)'-';
        }

        var decimals = Math.Max(leastDecimals, Digits == 0 ? 0 : -Exponent);
        var whole = Digits == 0 ? 0 : Math.Max(Whole, 0);
        // All digits with the zeros that belong before and behind them, then the point moved in.
        var zerosBefore = Digits == 0 ? 1 : Math.Max(0, 1 - Whole);
        var digits = target[length..];
        digits[..zerosBefore].Fill((byte)'0');
        var end = zerosBefore + CopyDigits(digits[zerosBefore..]);
        var all = Math.Max(whole, 1) + decimals;
        digits[end..all].Fill((byte)'0');
        if (decimals == 0)
        {
            return length + all;
        }

        digits[(all - decimals)..all].CopyTo(digits[(all - decimals + 1)..]);
        digits[all - decimals] = (byte)'.';
        return length + all + 1;
    }

    /// <summary>The same number.</summary>
    public bool Equals(Numeral other)
    {
        if (IsNegative != other.IsNegative || Exponent != other.Exponent || Digits != other.Digits)
        {
            return false;
        }

        for (int i = 0, j = 0; i < _digits.Length && j < other._digits.Length; i++, j++)
        {
            i += _digits[i] == '.' ? 1 : 0;
            j += other._digits[j] == '.' ? 1 : 0;
            if (_digits[i] != other._digits[j])
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>The order of the numbers' values.</summary>
    public int CompareTo(Numeral other)
    {
        var (sign, otherSign) = (Digits == 0 ? 0 : IsNegative ? -1 : 1, other.Digits == 0 ? 0 : other.IsNegative ? -1 : 1);
        if (sign != otherSign || sign == 0)
        {
            return sign.CompareTo(otherSign);
        }

        return sign * (Whole != other.Whole ? Whole.CompareTo(other.Whole) : CompareDigits(other));
    }

    /// <summary>Digits after the same number of them before the point; a prefix is less, for what would follow is not 0.</summary>
    private int CompareDigits(Numeral other)
    {
        var (i, j) = (0, 0);
        for (; i < _digits.Length && j < other._digits.Length; i++, j++)
        {
            i += _digits[i] == '.' ? 1 : 0;
            j += other._digits[j] == '.' ? 1 : 0;
            if (_digits[i] != other._digits[j])
            {
                return _digits[i].CompareTo(other._digits[j]);
            }
        }

        return Digits.CompareTo(other.Digits);
    }

    private int CopyDigits(Span<byte> target)
    {
        var point = _digits.IndexOf((byte)'.');
        if (point < 0)
        {
            _digits.CopyTo(target);
            return _digits.Length;
        }

        _digits[..point].CopyTo(target);
        _digits[(point + 1)..].CopyTo(target[point..]);
        return Digits;
    }

    private static Numeral Trim(bool negative, ReadOnlySpan<byte> mantissa, int exponent)
    {
        var end = mantissa.Length;
        while (end > 0 && mantissa[end - 1] is (byte)'0' or (byte)'.')
        {
            exponent += mantissa[--end] == '0' ? 1 : 0;
        }

        var digits = mantissa[..end].TrimStart("0."u8);
        return digits.IsEmpty ? default : new Numeral(negative, digits, exponent);
    }
}
