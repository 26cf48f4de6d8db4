using System.Xml;
using FsCheck.Xunit;
using Greenhouse.EfBackup.Databases.PostgreSql.Values;
using Encodings = System.Text.Encoding;

namespace Greenhouse.EfBackup.Tests.Databases.PostgreSql;

/// <summary>The server keeps months, days and microseconds apart (src/include/datatype/timestamp.h, Interval).</summary>
public class DurationTextTests
{
    private const long Hour = 3_600_000_000;

    [Theory]
    [InlineData(0, 0, "PT0S")]
    [InlineData(1, 0, "PT0.000001S")]
    [InlineData(-1, 0, "-PT0.000001S")]
    [InlineData(0, 1, "P1D")]
    [InlineData(0, -1, "-P1D")]
    [InlineData((2 * Hour) + 184_500_000, 1, "P1DT2H3M4.5S")]
    [InlineData(-2 * Hour, -1, "-P1DT2H")]
    [InlineData((24 * Hour) - 1, 0, "PT23H59M59.999999S")]
    public void Days_and_a_part_of_a_day_of_one_sign_are_a_duration_of_dotnet(long microseconds, int days, string expected)
        => Assert.Equal($"\"{expected}\"", Write(microseconds, days, 0));

    [Theory]
    [InlineData(0, 0, 1, "P1M")]
    [InlineData(0, 0, 12, "P1Y")]
    [InlineData(0, 0, -14, "P-1Y-2M")]
    [InlineData(Hour, 3, 14, "P1Y2M3DT1H")]
    [InlineData(-Hour, 2, -1, "P-1M2DT-1H")]
    [InlineData(24 * Hour, 0, 0, "PT24H")]
    [InlineData(-24 * Hour, 0, 0, "PT-24H")]
    [InlineData(-1, 1, 0, "P1DT-0.000001S")]
    [InlineData(61_500_000, -1, 0, "P-1DT1M1.5S")]
    [InlineData(0, int.MaxValue, 0, "P2147483647D")]
    [InlineData(0, int.MinValue, 0, "P-2147483648D")]
    [InlineData(0, 0, int.MinValue, "P-178956970Y-8M")]
    // 2^63 microseconds are 2,562,047,788 hours and 54.775808 seconds.
    [InlineData(long.MaxValue, 0, 0, "PT2562047788H54.775807S")]
    [InlineData(long.MinValue, 0, 0, "PT-2562047788H-54.775808S")]
    [InlineData(long.MaxValue, int.MaxValue, int.MaxValue, "infinity")]
    [InlineData(long.MinValue, int.MinValue, int.MinValue, "-infinity")]
    public void Every_other_interval_is_marked_with_a_sign_before_each_part(long microseconds, int days, int months, string expected)
        => Assert.Equal($$"""{"$text":"{{expected}}"}""", Write(microseconds, days, months));

    [Theory]
    [InlineData("PT0S", "PT0S")]
    [InlineData("P1DT2H3M4.5S", "P1DT2H3M4.5S")]
    [InlineData("-P1DT2H3M4.5S", "P-1DT-2H-3M-4.5S")]
    [InlineData("-PT0.5S", "PT-0.5S")]
    public void A_duration_goes_to_the_server_with_its_sign_before_each_part(string canonical, string expected)
    {
        var target = new byte[DurationText.MaxLength];

        Assert.Equal(expected, Encodings.ASCII.GetString(target, 0, DurationText.WriteForServer(XmlConvert.ToTimeSpan(canonical), target)));
    }

    [Property(MaxTest = 3000)]
    public void Every_duration_of_dotnet_is_written_as_dotnet_does(long value)
    {
        var microseconds = value * 7_919_003 % (TimeSpan.MaxValue.Ticks / 10);
        var duration = TimeSpan.FromTicks(microseconds * 10);

        Assert.Equal($"\"{XmlConvert.ToString(duration)}\"", Write(DurationText.PartOfDay(duration), duration.Days, 0));
    }

    private static string Write(long microseconds, int days, int months)
    {
        var target = new byte[DurationText.MaxLength];
        return Encodings.ASCII.GetString(target, 0, DurationText.Write(microseconds, days, months, target));
    }
}
