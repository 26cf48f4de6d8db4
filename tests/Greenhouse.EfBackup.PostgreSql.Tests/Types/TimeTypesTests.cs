using Xunit;

namespace Greenhouse.EfBackup.PostgreSql.Tests.Types;

public sealed class TimeTypesTests : TypeTests
{
    [Fact]
    public Task Dates_come_back_beyond_the_calendar_of_dotnet()
        => ComeBackAsync(new TypeCase(
            "date", "-infinity", "4714-11-24 BC", "0044-03-15 BC", "0001-12-31 BC", "0001-01-01", "1582-10-10", "1999-12-31", "2000-01-01", "2000-02-29", "2024-02-29", "9999-12-31", "10000-01-01", "5874897-12-31", "infinity"));

    [Fact]
    public Task Times_of_day_come_back()
        => ComeBackAsync(
            new TypeCase("time", "00:00:00", "00:00:00.000001", "10:00:00", "10:00:00.5", "23:59:59.999999", "24:00:00"),
            new TypeCase("time(0)", "00:00:00", "23:59:59", "24:00:00"),
            // The order of their text: at 11:00 the earlier hour of Kolkata comes last.
            new TypeCase("timetz", "00:00:00+00", "00:00:00-15:59:59", "10:00:00.5-03:30", "11:00:00+00", "11:00:00+05:30", "24:00:00+15:59:59"));

    [Fact]
    public Task Moments_come_back_to_the_microsecond_from_the_first_to_the_last()
        => ComeBackAsync(
            new TypeCase(
                "timestamp", "-infinity", "4714-11-24 00:00:00 BC", "0044-03-15 12:34:56.789 BC", "0001-12-31 23:59:59.999999 BC", "0001-01-01 00:00:00", "1582-10-10 00:00:00", "1969-12-31 23:59:59.999999", "1999-12-31 23:59:59.999999",
                "2000-01-01 00:00:00", "2000-01-01 00:00:00.000001", "2016-12-31 23:59:60", "2024-02-29 23:59:59.1", "9999-12-31 23:59:59.999999", "10000-01-01 00:00:00", "294276-12-31 23:59:59.999999", "infinity"),
            new TypeCase(
                "timestamptz", "-infinity", "4714-11-24 00:00:00+00 BC", "0001-12-31 23:59:59.999999+00 BC", "0001-01-01 00:00:00+00", "1900-01-01 00:00:00+00:53:28", "2024-03-31 00:59:59.999999+00", "2024-03-31 02:00:00+01",
                "2024-03-31 01:00:00.000001+00", "9999-12-31 23:59:59.999999+00", "10000-01-01 00:00:00+00", "294276-12-31 23:59:59.999999+00", "infinity"),
            new TypeCase("timestamp(0)", "-infinity", "2024-02-29 23:59:59", "infinity"),
            new TypeCase("timestamptz(3)", "2024-02-29 23:59:59.001+00", "2024-02-29 23:59:59.999+00"));

    [Fact]
    public Task Intervals_come_back_with_their_months_days_and_microseconds_apart()
        => ComeBackAsync(
            // In the order of the text that the server gives them: digits before letters, a sign before digits.
            new TypeCase(
                "interval", "-00:00:00.000001", "-1 days", "-1 days +02:03:04", "-1 days -02:03:04.5", "-1 mons +2 days -03:00:00", "-178956970 years -8 mons", "-2 years", "-2147483648 days", "-2562047788:00:54.775807", "00:00:00", "00:00:00.000001",
                "02:03:04.5", "1 day", "1 day -02:00:00", "1 day 02:00:00", "1 mon -1 days", "1 year", "1 year 2 mons 3 days 04:05:06.789", "10 days", "178956970 years 7 mons", "2147483647 days", "2562047788:00:54.775807", "25:00:00", "3 mons")
            {
                Twins = ["1 day 24:00:00", "-24:00:00", "24:00:00", "23:59:60", "30 days", "1 mon", "12 mons", "360 days", "48:00:00", "-0:0:0.5", "-1 mons +30 days"],
            },
            new TypeCase("interval(0)", "-1 days -00:00:01", "00:00:01", "1 mon"),
            new TypeCase("interval year to month", "-1 years -1 mons", "1 year 1 mon"),
            new TypeCase("interval day to second(3)", "00:00:01.001", "1 day 00:00:01.001"),
            // Which the server writes as -2562047788:00:54.775808, and can't read.
            new TypeCase("interval hour to second", "PT-2562047788H-54.775808S") { HasArrays = false });
}
