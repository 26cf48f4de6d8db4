namespace Greenhouse.EfBackup.Specification;

/// <summary>Values that some tool has lost, cut or mixed up.</summary>
internal static class Awkward
{
    /// <summary>Everything but U+0000, which not every database holds.</summary>
    public static readonly string[] Texts =
    [
        "", " ", "  leading and trailing  ", "plain", "it's", "\"quoted\"", "back\\slash \\n \\u0041", "line\nline\r\nline\rline", "\t\v\f\b\u0001\u001f\u007f\u0080\u009f",
        "Grüße aus dem Gewächshaus", "żółć ĄĘ", "日本語テキスト", "עברית العربية", "🌱🌿👩‍🌾🏳️‍🌈", "e\u0301 \u00e9 \u1e69", "\ufeffmark", "\u2028\u2029\u200b\u200e", "\ufffd\uffff\ufffe", "\ud83c\udf31",
        "null", "NULL", "true", "0", "00123", "1e5", "-0", "NaN", "{}", "[]", "{\"$text\":\"a\"}", "$1 ? @p0 :x %s {0}", "'; DROP TABLE x; --", "]]>", "<a href=\"x\">&amp;</a>", "},\n{\"id\":1}", "\"\n}\n}\n",
        new string('x', 4096) + "\"" + new string('ü', 4096),
    ];

    public static readonly byte[][] Blobs =
    [
        [], [0], [0, 0, 0], [255], [.. Enumerable.Range(0, 256).Select(value => (byte)value)], "text"u8.ToArray(), [0xc3], [0xff, 0xfe, 0x41, 0x00],
    ];

    public static readonly long[] Longs = [0, 1, -1, long.MaxValue, long.MinValue, 1L << 53, (1L << 53) + 1, -(1L << 53) - 1, int.MaxValue, int.MinValue];

    public static readonly double[] Doubles =
    [
        0, -0.0, 1, -1, 0.1, 1.0 / 3, 1e15, 1e16, 123456789012345680, 1e22, 1e23, 1e300, double.MaxValue, double.MinValue, double.Epsilon, -double.Epsilon, 2.2250738585072014e-308,
        double.PositiveInfinity, double.NegativeInfinity, 9007199254740993, 5e-324,
    ];

    public static readonly float[] Floats = [0, -0f, 1, 0.1f, 1f / 3, 16777216, 16777217, float.MaxValue, float.MinValue, float.Epsilon, float.PositiveInfinity, float.NegativeInfinity];

    public static readonly decimal[] Decimals =
    [
        0m, 0.0m, 0.00m, 1m, 1.0m, 1.10m, 1.1000m, -1.50m, 0.0000000000000000000000000001m, decimal.MaxValue, decimal.MinValue, 79228162514264337593543950.335m, 123456789.123456789m,
    ];

    public static readonly DateTime[] Moments =
    [
        DateTime.MinValue, DateTime.MaxValue, new(2024, 2, 29, 0, 0, 0), new(2024, 1, 31, 10, 0, 0, 500), new(2024, 1, 31, 23, 59, 59, 999), new DateTime(2024, 1, 31, 10, 0, 0).AddTicks(1), new DateTime(2024, 1, 31).AddTicks(1234567), new(1969, 12, 31, 23, 59, 59), new(1582, 10, 4),
    ];

    public static readonly TimeSpan[] Offsets = [TimeSpan.Zero, new(5, 30, 0), new(-3, -30, 0), new(14, 0, 0), new(-14, 0, 0), new(0, 1, 0)];

    public static readonly TimeSpan[] Spans =
    [
        TimeSpan.Zero, new(1), new(-1), TimeSpan.FromSeconds(1), TimeSpan.FromDays(1), TimeSpan.FromDays(-1), new(10, 23, 59, 59, 999), -new TimeSpan(10, 23, 59, 59, 999), TimeSpan.FromTicks(1234567), TimeSpan.MaxValue, TimeSpan.MinValue, TimeSpan.FromHours(-25),
    ];

    public static readonly Guid[] Guids = [Guid.Empty, Guid.AllBitsSet, new("01234567-89ab-cdef-0123-456789abcdef"), new("a0000000-0000-0000-0000-00000000000a")];
}
