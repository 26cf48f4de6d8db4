using Greenhouse.EfBackup.Protocol;

namespace Greenhouse.EfBackup;

/// <summary>
/// Which backups of one context and database stay after a new one. Whatever no rule keeps is removed, and never the newest; without a rule nothing is. All is UTC.
/// </summary>
public sealed record EfBackupRetention
{
    /// <summary>Keep so many of the newest.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is less than 1.</exception>
    public int? KeepLast { get; init => field = AtLeastOne(value); }

    /// <summary>Keep the newest of each of the last so many hours that have one.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is less than 1.</exception>
    public int? KeepHourly { get; init => field = AtLeastOne(value); }

    /// <summary>Keep the newest of each of the last so many days that have one.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is less than 1.</exception>
    public int? KeepDaily { get; init => field = AtLeastOne(value); }

    /// <summary>Keep the newest of each of the last so many weeks (ISO 8601) that have one.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is less than 1.</exception>
    public int? KeepWeekly { get; init => field = AtLeastOne(value); }

    /// <summary>Keep the newest of each of the last so many months that have one.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is less than 1.</exception>
    public int? KeepMonthly { get; init => field = AtLeastOne(value); }

    /// <summary>Keep the newest of each of the last so many years that have one.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is less than 1.</exception>
    public int? KeepYearly { get; init => field = AtLeastOne(value); }

    /// <summary>Keep what is at most so much older than the newest.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is less than a minute.</exception>
    public TimeSpan? KeepWithin { get; init => field = AtLeastAMinute(value); }

    /// <summary>Remove only what is older than this.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is less than a minute.</exception>
    public TimeSpan? OlderThan { get; init => field = AtLeastAMinute(value); }

    /// <summary>Remove the oldest until the rest has no more bytes than this.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is less than 1.</exception>
    public long? MaxSize { get; init => field = value < 1 ? throw new ArgumentOutOfRangeException(nameof(value), value, "It is at least 1.") : value; }

    internal RetentionPolicy Policy => new()
    {
        KeepLast = KeepLast,
        KeepHourly = KeepHourly,
        KeepDaily = KeepDaily,
        KeepWeekly = KeepWeekly,
        KeepMonthly = KeepMonthly,
        KeepYearly = KeepYearly,
        KeepWithin = KeepWithin,
        OlderThan = OlderThan,
        MaxSize = MaxSize,
    };

    private static int? AtLeastOne(int? value) => value < 1 ? throw new ArgumentOutOfRangeException(nameof(value), value, "It is at least 1.") : value;

    private static TimeSpan? AtLeastAMinute(TimeSpan? value) => value < TimeSpan.FromMinutes(1) ? throw new ArgumentOutOfRangeException(nameof(value), value, "It is at least a minute.") : value;
}
