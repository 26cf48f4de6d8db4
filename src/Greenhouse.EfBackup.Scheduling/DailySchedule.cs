namespace Greenhouse.EfBackup.Scheduling;

/// <summary>A time of every day. On a day whose clocks pass over it, it is when they have; where they show it twice, once.</summary>
internal sealed record DailySchedule(TimeOnly At, TimeZoneInfo Zone)
{
    // Zones are up to 14 hours away from UTC: the day of a zone is one of three.
    private static readonly int[] _days = [-1, 0, 1, 2];

    /// <summary>The first time after a moment (UTC).</summary>
    public DateTimeOffset After(DateTimeOffset moment) => Around(moment).First(time => time > moment);

    /// <summary>The last time that is not after a moment (UTC).</summary>
    public DateTimeOffset UpTo(DateTimeOffset moment) => Around(moment).Last(time => time <= moment);

    private IEnumerable<DateTimeOffset> Around(DateTimeOffset moment)
    {
        var today = DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(moment, Zone).DateTime);
        return _days.Select(days => InUtc(today.AddDays(days).ToDateTime(At)));
    }

    /// <summary>Of a time that is passed over, the offset is the one from before, which leads behind the gap.</summary>
    private DateTimeOffset InUtc(DateTime local) => new DateTimeOffset(local, Zone.GetUtcOffset(local)).ToUniversalTime();
}
