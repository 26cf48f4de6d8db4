using Microsoft.Extensions.Logging;

namespace Greenhouse.EfBackup;

/// <summary>The events in the context's log, category <see cref="Category"/>.</summary>
public static class EfBackupEventId
{
    /// <summary>The category of all of them.</summary>
    public const string Category = "Greenhouse.EfBackup";

    /// <summary>Something about a snapshot before a migration: that it was taken, what became of older ones. Information.</summary>
    public static readonly EventId SnapshotTaken = new(1, nameof(SnapshotTaken));

    /// <summary>Something that stops nothing and that somebody should know, with its code. Warning.</summary>
    public static readonly EventId WarningRaised = new(2, nameof(WarningRaised));

    /// <summary>A detail of a backup, a restore or a verification. Debug.</summary>
    public static readonly EventId Detail = new(3, nameof(Detail));

    /// <summary>A backup was taken. Information.</summary>
    public static readonly EventId BackupTaken = new(10, nameof(BackupTaken));

    /// <summary>A backup was not taken, for there is a newer one, or another process is taking it. Information.</summary>
    public static readonly EventId BackupSkipped = new(11, nameof(BackupSkipped));

    /// <summary>A backup was restored. Information.</summary>
    public static readonly EventId BackupRestored = new(12, nameof(BackupRestored));

    /// <summary>A backup was verified. Information.</summary>
    public static readonly EventId BackupVerified = new(13, nameof(BackupVerified));

    /// <summary>A seed was applied, and may have found nothing to do. Information.</summary>
    public static readonly EventId SeedApplied = new(15, nameof(SeedApplied));

    /// <summary>A backup, a restore, a verification or a seed failed, with its code. Error.</summary>
    public static readonly EventId OperationFailed = new(14, nameof(OperationFailed));

    /// <summary>A daily backup could not be tried, for a reason of the application's own: its context could not be made. Error.</summary>
    public static readonly EventId JobFailed = new(20, nameof(JobFailed));
}
