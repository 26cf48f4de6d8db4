namespace Greenhouse.EfBackup.Databases.PostgreSql;

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

    /// <summary>Millionths behind a point, without zeros at the end; nothing for none.</summary>
    /// <returns>The length.</returns>
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
