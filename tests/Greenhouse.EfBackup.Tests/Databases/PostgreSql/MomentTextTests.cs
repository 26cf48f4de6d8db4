using System.Globalization;
using FsCheck.Xunit;
using Greenhouse.EfBackup.Databases.PostgreSql.Values;
using Encodings = System.Text.Encoding;

namespace Greenhouse.EfBackup.Tests.Databases.PostgreSql;

/// <summary>The server counts days and microseconds from 2000-01-01; what it would write is known from https://www.postgresql.org/docs/current/datatype-datetime.html.</summary>
public class MomentTextTests
{
    private const long Day = 86_400_000_000;
    private static readonly DateTime _first = new(2000, 1, 1);

    [Theory]
    [InlineData(0, "\"2000-01-01\"")]
    [InlineData(-1, "\"1999-12-31\"")]
    [InlineData(59, "\"2000-02-29\"")]
    [InlineData(60, "\"2000-03-01\"")]
    [InlineData(366, "\"2001-01-01\"")]
    [InlineData(-730_119, "\"0001-01-01\"")]
    [InlineData(2_921_939, "\"9999-12-31\"")]
    [InlineData(2_921_940, "{\"$text\":\"10000-01-01\"}")]
    [InlineData(-730_120, "{\"$text\":\"0001-12-31 BC\"}")]
    // The year before 1 BC is a leap year, 5 BC: 366 and 1,461 days before 0001-01-01.
    [InlineData(-730_119 - 366, "{\"$text\":\"0001-01-01 BC\"}")]
    [InlineData(-730_119 - 307, "{\"$text\":\"0001-02-29 BC\"}")]
    [InlineData(-730_119 - 366 - 1, "{\"$text\":\"0002-12-31 BC\"}")]
    // Julian day 0 is 4714-11-24 BC, and 2000-01-01 is Julian day 2,451,545.
    [InlineData(-2_451_545, "{\"$text\":\"4714-11-24 BC\"}")]
    [InlineData(int.MaxValue, "{\"$text\":\"infinity\"}")]
    [InlineData(int.MinValue, "{\"$text\":\"-infinity\"}")]
    public void A_date_is_written_by_the_format_or_as_the_server_does(int days, string expected)
        => Assert.Equal(expected, Written(target => new MomentText().WriteDate(days, target)));

    [Theory]
    [InlineData(0, "2000-01-01T00:00:00")]
    [InlineData(-1, "1999-12-31T23:59:59.999999")]
    [InlineData(1, "2000-01-01T00:00:00.000001")]
    [InlineData(500_000, "2000-01-01T00:00:00.5")]
    [InlineData(Day - 1, "2000-01-01T23:59:59.999999")]
    [InlineData(Day, "2000-01-02T00:00:00")]
    [InlineData(-Day, "1999-12-31T00:00:00")]
    [InlineData(-730_119 * Day, "0001-01-01T00:00:00")]
    [InlineData((2_921_940 * Day) - 1, "9999-12-31T23:59:59.999999")]
    public void A_moment_of_the_calendar_of_dotnet_is_written_by_the_format(long microseconds, string expected)
    {
        Assert.Equal($"\"{expected}\"", Written(target => new MomentText().WriteTimestamp(microseconds, inUtc: false, target)));
        Assert.Equal($"\"{expected}Z\"", Written(target => new MomentText().WriteTimestamp(microseconds, inUtc: true, target)));
        Assert.Equal(microseconds, MomentText.ReadTimestamp(Encodings.ASCII.GetBytes(expected)));
    }

    [Theory]
    [InlineData((-730_119 * Day) - 1, false, "0001-12-31 23:59:59.999999 BC")]
    [InlineData((-730_119 * Day) - 1, true, "0001-12-31 23:59:59.999999+00 BC")]
    [InlineData(2_921_940 * Day, false, "10000-01-01 00:00:00")]
    [InlineData(2_921_940 * Day, true, "10000-01-01 00:00:00+00")]
    [InlineData(long.MaxValue, true, "infinity")]
    [InlineData(long.MinValue, true, "-infinity")]
    [InlineData(long.MaxValue, false, "infinity")]
    public void Any_other_moment_is_written_as_the_server_does(long microseconds, bool inUtc, string expected)
        => Assert.Equal($$"""{"$text":"{{expected}}"}""", Written(target => new MomentText().WriteTimestamp(microseconds, inUtc, target)));

    [Theory]
    [InlineData(0, "\"00:00:00\"")]
    [InlineData(1, "\"00:00:00.000001\"")]
    [InlineData(36_000_500_000, "\"10:00:00.5\"")]
    [InlineData(Day - 1, "\"23:59:59.999999\"")]
    [InlineData(Day, "{\"$text\":\"24:00:00\"}")]
    public void A_time_of_day_ends_before_midnight(long microseconds, string expected)
        => Assert.Equal(expected, Written(target => MomentText.WriteTime(microseconds, target)));

    [Property(MaxTest = 3000)]
    public void Every_date_of_dotnet_comes_back(DateTime value)
    {
        var (days, text) = ((value.Date - _first).Days, value.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));

        Assert.Equal($"\"{text}\"", Written(target => new MomentText().WriteDate(days, target)));
        Assert.Equal(days, MomentText.ReadDate(Encodings.ASCII.GetBytes(text)));
    }

    [Property(MaxTest = 3000)]
    public void Every_moment_of_dotnet_comes_back(DateTime value, int microseconds)
    {
        var moment = value.Date.AddTicks(10 * (Math.Abs((long)microseconds) * 97 % Day));
        var text = moment.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFF", CultureInfo.InvariantCulture);

        Assert.Equal($"\"{text}\"", Written(target => new MomentText().WriteTimestamp((moment - _first).Ticks / 10, inUtc: false, target)));
        Assert.Equal((moment - _first).Ticks / 10, MomentText.ReadTimestamp(Encodings.ASCII.GetBytes(text)));
    }

    [Property(MaxTest = 3000)]
    public void A_day_that_is_remembered_is_not_taken_for_another(int first, int second)
    {
        var moments = new MomentText();
        int[] days = [first % 3_000_000, second % 3_000_000, first % 3_000_000, (first % 3_000_000) + 1];

        Assert.All(days, day => Assert.Equal(Written(target => new MomentText().WriteDate(day, target)), Written(target => moments.WriteDate(day, target))));
    }

    private static string Written(Func<byte[], int> write)
    {
        var target = new byte[MomentText.MaxLength];
        return Encodings.ASCII.GetString(target, 0, write(target));
    }
}
