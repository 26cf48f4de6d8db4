using System.Globalization;

namespace Greenhouse.EfBackup.Tool.Display;

/// <summary>Numbers and times as people read them, the same on every machine.</summary>
internal static class Format
{
    public static string Count(long count) => count.ToString(CultureInfo.InvariantCulture);

    public static string Rows(long count) => count == 1 ? "1 row" : Count(count) + " rows";

    public static string Tables(int count) => count == 1 ? "1 table" : Count(count) + " tables";

    public static string Backups(int count) => count == 1 ? "1 backup" : Count(count) + " backups";

    /// <summary>In the largest unit of which there are two: 90 s, 119 min, 47 h, 2 d; negative where it is still to come.</summary>
    public static string Age(long seconds) => Math.Abs(seconds) switch
    {
        < 120 => Count(seconds) + " s",
        < 120 * 60 => Count(seconds / 60) + " min",
        < 48 * 3600 => Count(seconds / 3600) + " h",
        _ => Count(seconds / 86400) + " d",
    };

    public static string Seconds(double seconds) => seconds.ToString("0.00", CultureInfo.InvariantCulture) + " s";

    public static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);

    public static string Bytes(long bytes) => bytes switch
    {
        < 1000 => Count(bytes) + " B",
        < 1000_000 => (bytes / 1e3).ToString("0.0", CultureInfo.InvariantCulture) + " kB",
        < 1000_000_000 => (bytes / 1e6).ToString("0.0", CultureInfo.InvariantCulture) + " MB",
        _ => (bytes / 1e9).ToString("0.00", CultureInfo.InvariantCulture) + " GB",
    };
}
