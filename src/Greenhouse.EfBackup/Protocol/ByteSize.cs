using System.Globalization;
using System.Text.RegularExpressions;

namespace Greenhouse.EfBackup.Protocol;

/// <summary>Sizes as people write them: <c>500MB</c>, <c>10GB</c> (powers of 1000), <c>1GiB</c> (powers of 1024).</summary>
internal static partial class ByteSize
{
    /// <summary>What may stand there, for messages.</summary>
    public const string Takes = "a whole number of bytes with its unit: 500MB, 10GB, 1GiB";

    private static readonly (string Name, long Bytes)[] _units =
    [
        ("TB", 1_000_000_000_000), ("TiB", 1L << 40), ("GB", 1_000_000_000), ("GiB", 1L << 30),
        ("MB", 1_000_000), ("MiB", 1L << 20), ("kB", 1000), ("KiB", 1L << 10), ("B", 1),
    ];

    /// <returns>Null where the text is none.</returns>
    public static long? Parse(string text)
        => Form().Match(text) is { Success: true } match
            ? long.Parse(match.Groups[1].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture) * _units.Single(unit => unit.Name.Equals(match.Groups[2].Value, StringComparison.OrdinalIgnoreCase)).Bytes
            : null;

    /// <summary>In the largest unit that gives a whole number.</summary>
    public static string Text(long bytes)
    {
        var (name, size) = _units.First(unit => bytes % unit.Bytes == 0);
        return string.Create(CultureInfo.InvariantCulture, $"{bytes / size}{name}");
    }

    [GeneratedRegex(@"^([1-9][0-9]{0,5})((?:[kmgt]i?)?b)\z", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Form();
}
