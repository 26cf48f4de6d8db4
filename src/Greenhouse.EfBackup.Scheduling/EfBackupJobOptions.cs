namespace Greenhouse.EfBackup.Scheduling;

/// <summary>When and how a hosted job backs up.</summary>
public sealed class EfBackupJobOptions
{
    /// <summary>The folder of the backups, absolute or relative to the current one.</summary>
    public string Folder { get; set; } = "backups";

    /// <summary>The time of every day.</summary>
    public TimeOnly At { get; set; } = new(3, 0);

    /// <summary>The time zone of <see cref="At"/>.</summary>
    public TimeZoneInfo TimeZone { get; set; } = TimeZoneInfo.Utc;

    /// <summary>How a backup is taken, and which older ones stay (<see cref="EfBackupCreateOptions.Retention"/>).</summary>
    public EfBackupCreateOptions Backup { get; set; } = new();

    /// <summary>How long after a failure it is tried again.</summary>
    public TimeSpan RetryAfter { get; set; } = TimeSpan.FromMinutes(15);

    /// <summary>How old the newest backup may be until the application is not healthy.</summary>
    public TimeSpan MaxAge { get; set; } = TimeSpan.FromHours(26);

}
