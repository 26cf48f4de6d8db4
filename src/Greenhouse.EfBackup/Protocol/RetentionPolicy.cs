using System.Text.Json.Serialization;

namespace Greenhouse.EfBackup.Protocol;

/// <summary>Which backups of a group stay. Unset is null; what is kept by one rule stays whatever the others say, except for <see cref="MaxSize"/>.</summary>
internal sealed record RetentionPolicy
{
    /// <summary>So many of the newest.</summary>
    public int? KeepLast { get; init; }

    /// <summary>The newest of each of so many hours that have one; likewise the longer spans.</summary>
    public int? KeepHourly { get; init; }

    public int? KeepDaily { get; init; }

    public int? KeepWeekly { get; init; }

    public int? KeepMonthly { get; init; }

    public int? KeepYearly { get; init; }

    /// <summary>All that are at most so much older than the newest.</summary>
    public TimeSpan? KeepWithin { get; init; }

    /// <summary>Only what is older than this goes.</summary>
    public TimeSpan? OlderThan { get; init; }

    /// <summary>The oldest go until the rest is no larger than this, in bytes.</summary>
    public long? MaxSize { get; init; }

    /// <summary>Nothing is said, and so nothing goes.</summary>
    [JsonIgnore]
    public bool IsEmpty => this == new RetentionPolicy();

    /// <summary>What another one says comes first.</summary>
    public RetentionPolicy OverriddenBy(RetentionPolicy other) => new()
    {
        KeepLast = other.KeepLast ?? KeepLast,
        KeepHourly = other.KeepHourly ?? KeepHourly,
        KeepDaily = other.KeepDaily ?? KeepDaily,
        KeepWeekly = other.KeepWeekly ?? KeepWeekly,
        KeepMonthly = other.KeepMonthly ?? KeepMonthly,
        KeepYearly = other.KeepYearly ?? KeepYearly,
        KeepWithin = other.KeepWithin ?? KeepWithin,
        OlderThan = other.OlderThan ?? OlderThan,
        MaxSize = other.MaxSize ?? MaxSize,
    };
}
