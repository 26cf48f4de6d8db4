using System.Runtime.CompilerServices;

namespace Greenhouse.EfBackup.Databases.PostgreSql.Values;

/// <summary>Short numbers as text.</summary>
internal static class Digits
{
    private const int FractionDigits = 6;

    public static void Two(int value, Span<byte> target)
    {
        target[1] = (byte)('0' + (value % 10));
        target[0] = (byte)('0' + (value / 10));
    }

    public static void Four(int value, Span<byte> target)
    {
        Two(value / 100, target);
        Two(value % 100, target[2..]);
    }

    public static int Two(ReadOnlySpan<byte> text) => ((text[0] - '0') * 10) + text[1] - '0';

    /// <param name="text">A point and up to six digits; nothing for none.</param>
    /// <returns>Millionths.</returns>
    public static int ReadFraction(ReadOnlySpan<byte> text)
    {
        var millionths = 0;
        for (var i = 1; i <= FractionDigits; i++)
        {
            millionths = (millionths * 10) + (i < text.Length ? text[i] - '0' : 0);
        }

        return text.IsEmpty ? 0 : millionths;
    }

    /// <summary>Millionths behind a point, without zeros at the end; nothing for none.</summary>
    /// <returns>The length.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static int Fraction(int millionths, Span<byte> target)
    {
        if (millionths == 0)
        {
            return 0;
        }

        target[0] = (byte)'.';
        for (var i = FractionDigits; i > 0; i--)
        {
            (millionths, var digit) = Math.DivRem(millionths, 10);
            target[i] = (byte)('0' + digit);
        }

        return target[..(FractionDigits + 1)].TrimEnd((byte)'0').Length;
    }
}
