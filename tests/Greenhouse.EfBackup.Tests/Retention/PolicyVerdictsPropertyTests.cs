using FsCheck.Xunit;
using Greenhouse.EfBackup.Protocol;
using Greenhouse.EfBackup.Retention;

namespace Greenhouse.EfBackup.Tests.Retention;

/// <summary>Random backups and policies: what holds of every verdict, whatever the rules.</summary>
public class PolicyVerdictsPropertyTests
{
    private static readonly DateTimeOffset _now = new(2026, 1, 10, 12, 0, 0, TimeSpan.Zero);

    [Property(MaxTest = 500)]
    public void Every_backup_gets_one_verdict_with_a_reason(int[] backups, byte[] rules)
    {
        var all = Backups(backups);

        var verdicts = PolicyVerdicts.Of(Policy(rules), all, _now);

        Assert.Equal(all.Select(backup => backup.Id).Order(StringComparer.Ordinal), verdicts.Select(verdict => verdict.Backup.Id).Order(StringComparer.Ordinal));
        Assert.All(verdicts, verdict => Assert.NotEmpty(verdict.Because));
    }

    [Property(MaxTest = 500)]
    public void The_newest_valid_one_of_every_group_stays_and_so_does_all_that_is_not_valid_or_of_the_future(int[] backups, byte[] rules)
    {
        var all = Backups(backups);
        var counted = all.Where(backup => backup.IsValid && backup.Time <= _now).ToArray();

        var kept = Kept(Policy(rules), all);

        Assert.All(all.Except(counted), backup => Assert.Contains(backup, kept));
        Assert.All(counted.GroupBy(backup => backup.Group), group => Assert.Contains(group.MaxBy(backup => backup.Time)!.Time, kept.Where(backup => backup.Group == group.Key && backup.IsValid).Select(backup => backup.Time)));
    }

    [Property(MaxTest = 500)]
    public void Another_rule_that_keeps_removes_nothing_more(int[] backups, byte[] rules, byte count)
    {
        var all = Backups(backups);
        var policy = Policy(rules) with { KeepLast = 1, MaxSize = null };
        RetentionPolicy[] longer =
        [
            policy with { KeepLast = 1 + count },
            policy with { KeepDaily = (policy.KeepDaily ?? 0) + count },
            policy with { KeepYearly = (policy.KeepYearly ?? 0) + count },
            policy with { KeepWithin = (policy.KeepWithin ?? default) + TimeSpan.FromDays(count) },
            policy with { OlderThan = (policy.OlderThan ?? default) + TimeSpan.FromDays(count) },
        ];

        Assert.All(longer, more => Assert.Empty(Kept(policy, all).Except(Kept(more, all))));
    }

    [Property(MaxTest = 500)]
    public void What_stays_of_a_group_fits_but_for_its_newest(int[] backups, byte[] rules, byte size)
    {
        var all = Backups(backups);

        var kept = Kept(Policy(rules) with { MaxSize = size + 1 }, all).Where(backup => backup.IsValid && backup.Time <= _now);

        Assert.All(kept.GroupBy(backup => backup.Group), group => Assert.True(group.Count() == 1 || group.Sum(backup => backup.Bytes) <= size + 1));
    }

    [Property(MaxTest = 500)]
    public void Applied_again_to_what_stays_it_removes_nothing(int[] backups, byte[] rules)
    {
        var policy = Policy(rules);
        var kept = Kept(policy, Backups(backups));

        Assert.Equal(kept, Kept(policy, kept));
    }

    [Property(MaxTest = 500)]
    public void The_order_that_backups_come_in_changes_nothing(int[] backups, byte[] rules, int seed)
    {
        var all = Backups(backups);
        var shuffled = all.ToArray();
        new Random(seed).Shuffle(shuffled);

        Assert.Equal(Kept(Policy(rules), all), Kept(Policy(rules), shuffled));
    }

    private static Candidate[] Kept(RetentionPolicy policy, IEnumerable<Candidate> backups)
        => [.. PolicyVerdicts.Of(policy, backups, _now).Where(verdict => verdict.Keep).Select(verdict => verdict.Backup)];

    /// <summary>Of two groups and about two years, some of one time, some of the future, one in eight not valid.</summary>
    private static Candidate[] Backups(int[] numbers)
        => [.. numbers.Select((number, index) => (Number: Math.Abs((long)number * 7919), Index: index)).Select(pair => new Candidate(
            $"{pair.Index:0000}",
            new BackupGroup("ShopContext", "shop.db", pair.Number % 2 == 0 ? "manual" : "safety"),
            _now.AddHours(24 - (pair.Number % 1461 * 13)),
            1 + (pair.Number % 97),
            pair.Number % 8 != 3))];

    /// <summary>A rule for each number that is not a multiple of three.</summary>
    private static RetentionPolicy Policy(byte[] numbers)
    {
        int? At(int index) => index < numbers.Length && numbers[index] % 3 != 0 ? 1 + (numbers[index] % 12) : null;
        return new RetentionPolicy
        {
            KeepLast = At(0),
            KeepHourly = At(1),
            KeepDaily = At(2),
            KeepWeekly = At(3),
            KeepMonthly = At(4),
            KeepYearly = At(5),
            KeepWithin = At(6) is { } within ? TimeSpan.FromDays(within * 10) : null,
            OlderThan = At(7) is { } older ? TimeSpan.FromDays(older * 20) : null,
            MaxSize = At(8) * 50,
        };
    }
}
