namespace Greenhouse.EfBackup;

/// <summary>How a seed is applied.</summary>
public sealed record EfBackupSeedOptions
{
    /// <summary>What tells the time that <c>$now</c> and <c>$today</c> are counted from.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;
}
