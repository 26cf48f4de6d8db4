using System.Globalization;
using Greenhouse.EfBackup.Protocol;

namespace Greenhouse.EfBackup.Retention;

/// <summary>The rules of a policy by which backups are kept, and what each one keeps them as. Time is UTC, weeks are those of ISO 8601.</summary>
internal static class KeepRules
{
    /// <param name="policy">The rules.</param>
    /// <param name="backups">The backups of a group, newest first; none is of the future.</param>
    /// <param name="now">What age is counted from.</param>
    /// <returns>A backup and what keeps it; one that several rules keep comes as often.</returns>
    public static IEnumerable<(Candidate Backup, string Because)> Apply(RetentionPolicy policy, IReadOnlyList<Candidate> backups, DateTimeOffset now)
        =>
        [
            .. backups.Take(policy.KeepLast ?? 0).Select(backup => (backup, $"last {policy.KeepLast}")),
            .. Newest(policy.KeepHourly, backups, time => "hourly " + Text(time, "yyyy-MM-dd HH':00'")),
            .. Newest(policy.KeepDaily, backups, time => "daily " + Text(time, "yyyy-MM-dd")),
            .. Newest(policy.KeepWeekly, backups, time => string.Create(CultureInfo.InvariantCulture, $"weekly {ISOWeek.GetYear(time):0000}-W{ISOWeek.GetWeekOfYear(time):00}")),
            .. Newest(policy.KeepMonthly, backups, time => "monthly " + Text(time, "yyyy-MM")),
            .. Newest(policy.KeepYearly, backups, time => "yearly " + Text(time, "yyyy")),
            .. Younger(policy.KeepWithin, backups, backups[0].Time, "within"),
            .. Younger(policy.OlderThan, backups, now, "not older than"),
        ];

    /// <summary>The newest of each period, of so many periods that have one.</summary>
    private static IEnumerable<(Candidate Backup, string Because)> Newest(int? count, IReadOnlyList<Candidate> backups, Func<DateTime, string> period)
        => count is null ? [] : backups.GroupBy(backup => period(backup.Time.UtcDateTime)).Take(count.Value).Select(same => (same.First(), same.Key));

    private static IEnumerable<(Candidate Backup, string Because)> Younger(TimeSpan? span, IReadOnlyList<Candidate> backups, DateTimeOffset than, string what)
        => span is null ? [] : backups.Where(backup => than - backup.Time <= span).Select(backup => (backup, $"{what} {Duration.Text(span.Value)}"));

    private static string Text(DateTime time, string form) => time.ToString(form, CultureInfo.InvariantCulture);
}
