using System.Globalization;
using Greenhouse.EfBackup.Protocol;
using Greenhouse.EfBackup.Retention;

namespace Greenhouse.EfBackup.Tests.Retention;

/// <summary>What becomes of backups under a policy, worked out by hand.</summary>
public class PolicyVerdictsTests
{
    private static readonly BackupGroup _shop = new("ShopContext", "shop.db", "manual");
    private static readonly DateTimeOffset _now = Time("2026-01-10 12:00");

    [Fact]
    public void Keep_last_keeps_the_newest_and_removes_the_others()
    {
        AssertVerdicts(
            new RetentionPolicy { KeepLast = 2 },
            "2026-01-10 10:00 keep newest, last 2",
            "2026-01-09 10:00 keep last 2",
            "2026-01-08 10:00 remove no rule keeps it");
    }

    [Fact]
    public void Keep_hourly_keeps_the_newest_of_each_hour_and_hours_without_a_backup_do_not_count()
    {
        AssertVerdicts(
            new RetentionPolicy { KeepHourly = 2 },
            "2026-01-10 11:59 keep newest, hourly 2026-01-10 11:00",
            "2026-01-10 11:00 remove no rule keeps it",
            "2026-01-10 08:30 keep hourly 2026-01-10 08:00",
            "2026-01-10 07:59 remove no rule keeps it");
    }

    [Fact]
    public void Keep_daily_goes_by_days_in_utc()
    {
        AssertVerdicts(
            new RetentionPolicy { KeepDaily = 3 },
            "2026-01-10 00:00 keep newest, daily 2026-01-10",
            "2026-01-09 23:59 keep daily 2026-01-09",
            "2026-01-09 00:00 remove no rule keeps it",
            "2026-01-02 12:00 keep daily 2026-01-02",
            "2026-01-01 12:00 remove no rule keeps it");
    }

    [Fact]
    public void A_time_with_an_offset_is_of_its_day_in_utc()
    {
        var late = new Candidate("late", _shop, new DateTimeOffset(2026, 1, 9, 23, 30, 0, TimeSpan.FromHours(-2)), 1);

        var verdict = Assert.Single(PolicyVerdicts.Of(new RetentionPolicy { KeepDaily = 1 }, [late], _now));

        Assert.Equal(["newest", "daily 2026-01-10"], verdict.Because);
    }

    [Fact]
    public void Keep_weekly_goes_by_iso_weeks_which_begin_on_monday_and_may_be_of_another_year()
    {
        // 2025-12-29 is a Monday, the first day of week 1 of 2026.
        AssertVerdicts(
            new RetentionPolicy { KeepWeekly = 3 },
            "2026-01-05 00:00 keep newest, weekly 2026-W02",
            "2026-01-04 23:59 keep weekly 2026-W01",
            "2025-12-29 00:00 remove no rule keeps it",
            "2025-12-28 23:59 keep weekly 2025-W52",
            "2025-12-21 23:59 remove no rule keeps it");
    }

    [Fact]
    public void Keep_monthly_and_yearly_keep_the_newest_of_each()
    {
        AssertVerdicts(
            new RetentionPolicy { KeepMonthly = 2, KeepYearly = 2 },
            "2026-01-10 10:00 keep newest, monthly 2026-01, yearly 2026",
            "2026-01-01 10:00 remove no rule keeps it",
            "2025-11-30 10:00 keep monthly 2025-11, yearly 2025",
            "2025-11-01 10:00 remove no rule keeps it",
            "2024-12-31 10:00 remove no rule keeps it");
    }

    [Fact]
    public void Keep_within_counts_back_from_the_newest_so_that_nothing_goes_because_backups_have_stopped()
    {
        AssertVerdicts(
            new RetentionPolicy { KeepWithin = TimeSpan.FromDays(30) },
            "2025-06-30 10:00 keep newest, within 30d",
            "2025-05-31 10:00 keep within 30d",
            "2025-05-31 09:59 remove no rule keeps it");
    }

    [Fact]
    public void Older_than_alone_removes_what_is_older_than_that_now()
    {
        AssertVerdicts(
            new RetentionPolicy { OlderThan = TimeSpan.FromDays(90) },
            "2025-12-01 10:00 keep newest, not older than 90d",
            "2025-10-12 12:00 keep not older than 90d",
            "2025-10-12 11:59 remove older than 90d");
    }

    [Fact]
    public void Older_than_alone_keeps_the_newest_whatever_its_age()
    {
        AssertVerdicts(
            new RetentionPolicy { OlderThan = TimeSpan.FromDays(90) },
            "2020-01-02 10:00 keep newest",
            "2020-01-01 10:00 remove older than 90d");
    }

    [Fact]
    public void With_a_rule_that_keeps_only_what_is_older_and_kept_by_none_goes()
    {
        AssertVerdicts(
            new RetentionPolicy { KeepLast = 1, KeepYearly = 2, OlderThan = TimeSpan.FromDays(90) },
            "2026-01-09 10:00 keep newest, last 1, yearly 2026, not older than 90d",
            "2026-01-08 10:00 keep not older than 90d",
            "2025-09-02 10:00 keep yearly 2025",
            "2025-09-01 10:00 remove older than 90d, and no rule keeps it");
    }

    [Fact]
    public void Max_size_alone_removes_the_oldest_until_the_rest_fits()
    {
        AssertVerdicts(
            new RetentionPolicy { MaxSize = 1000 },
            "2026-01-10 10:00 400 keep newest, fits into 1kB",
            "2026-01-09 10:00 600 keep fits into 1kB",
            "2026-01-08 10:00 1 remove beyond 1kB",
            "2026-01-07 10:00 1 remove beyond 1kB");
    }

    [Fact]
    public void Max_size_removes_what_other_rules_keep_and_does_not_count_what_they_remove()
    {
        AssertVerdicts(
            new RetentionPolicy { KeepDaily = 4, MaxSize = 1000 },
            "2026-01-10 10:00 500 keep newest, daily 2026-01-10",
            "2026-01-10 09:00 900 remove no rule keeps it",
            "2026-01-09 10:00 500 keep daily 2026-01-09",
            "2026-01-08 10:00 500 remove beyond 1kB",
            "2026-01-07 10:00 1 remove beyond 1kB");
    }

    [Fact]
    public void The_newest_stays_though_it_alone_is_too_large()
    {
        AssertVerdicts(
            new RetentionPolicy { MaxSize = 1000 },
            "2026-01-10 10:00 1001 keep newest, fits into 1kB",
            "2026-01-09 10:00 1 remove beyond 1kB");
    }

    [Fact]
    public void What_is_not_valid_stays_and_takes_no_place()
    {
        AssertVerdicts(
            new RetentionPolicy { KeepLast = 1, KeepDaily = 1 },
            "2026-01-10 11:00 invalid keep not valid",
            "2026-01-10 10:00 keep newest, last 1, daily 2026-01-10",
            "2026-01-09 10:00 invalid keep not valid",
            "2026-01-08 10:00 remove no rule keeps it");
    }

    [Fact]
    public void What_is_of_the_future_stays_and_takes_no_place()
    {
        AssertVerdicts(
            new RetentionPolicy { KeepLast = 1, KeepWithin = TimeSpan.FromDays(2), MaxSize = 2 },
            "2099-01-01 00:00 keep its time is still to come",
            "2026-01-10 12:01 keep its time is still to come",
            "2026-01-10 12:00 keep newest, last 1, within 2d",
            "2026-01-08 12:00 keep within 2d",
            "2026-01-08 11:59 remove no rule keeps it");
    }

    [Fact]
    public void Of_two_of_one_time_the_first_by_name_counts_as_the_newer()
    {
        Candidate[] twins = [new("b", _shop, _now, 1), new("a", _shop, _now, 1)];

        var verdicts = PolicyVerdicts.Of(new RetentionPolicy { KeepLast = 1 }, twins, _now);

        Assert.Equal([("a", true), ("b", false)], verdicts.Select(verdict => (verdict.Backup.Id, verdict.Keep)));
    }

    [Fact]
    public void Groups_know_nothing_of_each_other()
    {
        Candidate[] backups =
        [
            new("manual", _shop, Time("2026-01-01 00:00"), 1),
            new("other reason", _shop with { Reason = "safety" }, Time("2026-01-02 00:00"), 1),
            new("other database", _shop with { Database = "test.db" }, Time("2026-01-03 00:00"), 1),
            new("other context", _shop with { Context = "LogContext" }, Time("2026-01-04 00:00"), 1),
            new("older manual", _shop, Time("2025-01-01 00:00"), 1),
        ];

        var removed = PolicyVerdicts.Of(new RetentionPolicy { KeepLast = 1, MaxSize = 1 }, backups, _now).Where(verdict => !verdict.Keep);

        Assert.Equal(["older manual"], removed.Select(verdict => verdict.Backup.Id));
    }

    [Fact]
    public void Without_a_rule_all_stay()
    {
        AssertVerdicts(
            new RetentionPolicy(),
            "2026-01-10 10:00 keep newest, no rule is given",
            "2020-01-01 10:00 keep no rule is given");
    }

    /// <summary>A line a backup, newest first: when, its size or `invalid` where that matters, what becomes of it, why.</summary>
    private static void AssertVerdicts(RetentionPolicy policy, params string[] lines)
    {
        var expected = lines.Select(line => (Time: Time(line[..16]), Words: line[17..])).ToArray();
        var backups = expected.Select((line, index) => new Candidate(
            $"{index:00}", _shop, line.Time, long.TryParse(line.Words.Split(' ')[0], CultureInfo.InvariantCulture, out var bytes) ? bytes : 1, !line.Words.StartsWith("invalid", StringComparison.Ordinal))).ToArray();

        // The order that they come in says nothing.
        var verdicts = PolicyVerdicts.Of(policy, backups.Reverse(), _now);

        Assert.Equal(
            expected.Select(line => $"{line.Time:yyyy-MM-dd HH:mm} {line.Words[line.Words.IndexOf(line.Words.Contains("keep ", StringComparison.Ordinal) ? "keep " : "remove ", StringComparison.Ordinal)..]}"),
            verdicts.Select(verdict => $"{verdict.Backup.Time:yyyy-MM-dd HH:mm} {(verdict.Keep ? "keep" : "remove")} {string.Join(", ", verdict.Because)}"));
    }

    private static DateTimeOffset Time(string text) => DateTimeOffset.ParseExact(text, "yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);
}
