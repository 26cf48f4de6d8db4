using System.Globalization;
using Greenhouse.EfBackup.Scheduling;

namespace Greenhouse.EfBackup.Tests.Scheduling;

public class DailyScheduleTests
{
    // An hour ahead of UTC, two from the last Sunday of March at 02:00 to the last of October at 03:00, as in central Europe.
    private static readonly TimeZoneInfo _zone = TimeZoneInfo.CreateCustomTimeZone(
        "test", TimeSpan.FromHours(1), "test", "test", "test in summer",
        [
            TimeZoneInfo.AdjustmentRule.CreateAdjustmentRule(
                DateTime.MinValue.Date, DateTime.MaxValue.Date, TimeSpan.FromHours(1),
                TimeZoneInfo.TransitionTime.CreateFloatingDateRule(new DateTime(1, 1, 1, 2, 0, 0), 3, 5, DayOfWeek.Sunday),
                TimeZoneInfo.TransitionTime.CreateFloatingDateRule(new DateTime(1, 1, 1, 3, 0, 0), 10, 5, DayOfWeek.Sunday)),
        ]);

    [Theory]
    [InlineData("2024-01-10 02:59:59", "2024-01-09 03:00", "2024-01-10 03:00")]
    [InlineData("2024-01-10 03:00:00", "2024-01-10 03:00", "2024-01-11 03:00")]
    [InlineData("2024-12-31 23:59:59", "2024-12-31 03:00", "2025-01-01 03:00")]
    public void In_utc_it_is_the_same_time_of_every_day(string now, string last, string next)
    {
        var schedule = new DailySchedule(new TimeOnly(3, 0), TimeZoneInfo.Utc);

        Assert.Equal((Utc(last), Utc(next)), (schedule.UpTo(Utc(now)), schedule.After(Utc(now))));
    }

    [Theory]
    // Winter: 02:30 is 01:30 UTC.
    [InlineData("2024-01-10 01:29", "2024-01-09 01:30", "2024-01-10 01:30")]
    // Summer: 02:30 is 00:30 UTC.
    [InlineData("2024-07-10 00:30", "2024-07-10 00:30", "2024-07-11 00:30")]
    // On 2024-03-31 there is no 02:30: the clocks go from 02:00 to 03:00 at 01:00 UTC, and show 03:30 at 01:30 UTC.
    [InlineData("2024-03-31 01:00", "2024-03-30 01:30", "2024-03-31 01:30")]
    [InlineData("2024-03-31 01:30", "2024-03-31 01:30", "2024-04-01 00:30")]
    // On 2024-10-27 there are two, at 00:30 and 01:30 UTC: the second one counts.
    [InlineData("2024-10-27 00:30", "2024-10-26 00:30", "2024-10-27 01:30")]
    [InlineData("2024-10-27 01:30", "2024-10-27 01:30", "2024-10-28 01:30")]
    public void In_a_time_zone_it_goes_with_the_clocks_once_a_day(string now, string last, string next)
    {
        var schedule = new DailySchedule(new TimeOnly(2, 30), _zone);

        Assert.Equal((Utc(last), Utc(next)), (schedule.UpTo(Utc(now)), schedule.After(Utc(now))));
    }

    [Theory]
    [InlineData(14)]
    [InlineData(-12)]
    public void A_zone_may_have_another_day_than_utc(int hours)
    {
        var schedule = new DailySchedule(new TimeOnly(12, 0), TimeZoneInfo.CreateCustomTimeZone("far", TimeSpan.FromHours(hours), "far", "far"));
        var noon = Utc("2024-01-10 12:00").AddHours(-hours);

        Assert.Equal((noon, noon.AddDays(1)), (schedule.UpTo(noon), schedule.After(noon)));
        Assert.Equal((noon.AddDays(-1), noon), (schedule.UpTo(noon.AddTicks(-1)), schedule.After(noon.AddTicks(-1))));
    }

    private static DateTimeOffset Utc(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);
}
