using Greenhouse.EfBackup.Protocol;

namespace Greenhouse.EfBackup.Retention;

/// <summary>
/// What a policy says of backups: a function of the policy, the backups and the time, and of nothing else. In each group what a rule keeps stays; then the oldest go
/// until the rest is small enough. The newest valid one stays in any case. What is not valid, or of a time that is still to come, stays and counts for nothing.
/// </summary>
internal static class PolicyVerdicts
{
    /// <summary>What the newest valid one of a group is kept as, before all else.</summary>
    public const string Newest = "newest";

    /// <returns>A verdict for each backup, newest first.</returns>
    public static IReadOnlyList<Verdict> Of(RetentionPolicy policy, IEnumerable<Candidate> backups, DateTimeOffset now)
        => [.. NewestFirst(backups).GroupBy(backup => backup.Group).SelectMany(group => JudgeGroup(policy, [.. group], now))
            .OrderByDescending(verdict => verdict.Backup.Time).ThenBy(verdict => verdict.Backup.Id, StringComparer.Ordinal)];

    private static IEnumerable<Candidate> NewestFirst(IEnumerable<Candidate> backups)
        => backups.OrderByDescending(backup => backup.Time).ThenBy(backup => backup.Id, StringComparer.Ordinal);

    private static IEnumerable<Verdict> JudgeGroup(RetentionPolicy policy, IReadOnlyList<Candidate> group, DateTimeOffset now)
    {
        Candidate[] counted = [.. group.Where(backup => backup.IsValid && backup.Time <= now)];
        var others = group.Except(counted).Select(backup => new Verdict(backup, Keep: true, [backup.IsValid ? "its time is still to come" : "not valid"]));
        return counted.Length == 0 ? others : others.Concat(Fit(policy.MaxSize, ByRules(policy, counted, now)));
    }

    private static IEnumerable<Verdict> ByRules(RetentionPolicy policy, Candidate[] backups, DateTimeOffset now)
    {
        var keeping = KeepRules.Apply(policy, backups, now).ToLookup(kept => kept.Backup, kept => kept.Because);
        // The size alone is no reason to remove what fits.
        string[] unruled = (policy with { MaxSize = null }).IsEmpty ? [policy.MaxSize is { } size ? $"fits into {ByteSize.Text(size)}" : "no rule is given"] : [];
        foreach (var backup in backups)
        {
            string[] because = [.. backup == backups[0] ? [Newest] : Array.Empty<string>(), .. keeping[backup], .. unruled];
            yield return because.Length > 0 ? new Verdict(backup, Keep: true, because) : new Verdict(backup, Keep: false, [WhyNot(policy)]);
        }
    }

    private static string WhyNot(RetentionPolicy policy)
        => policy.OlderThan is not { } span ? "no rule keeps it"
            : (policy with { OlderThan = null, MaxSize = null }).IsEmpty ? $"older than {Duration.Text(span)}"
            : $"older than {Duration.Text(span)}, and no rule keeps it";

    /// <summary>From the newest on, as many as fit; the newest one whatever its size.</summary>
    private static IEnumerable<Verdict> Fit(long? size, IEnumerable<Verdict> verdicts)
    {
        Int128 sum = 0;
        var newest = true;
        foreach (var verdict in verdicts)
        {
            sum += verdict.Keep ? verdict.Backup.Bytes : 0;
            yield return verdict.Keep && !newest && sum > size ? verdict with { Keep = false, Because = [$"beyond {ByteSize.Text(size.Value)}"] } : verdict;
            newest = false;
        }
    }
}
