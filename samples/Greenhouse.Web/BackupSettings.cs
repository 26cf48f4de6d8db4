namespace Greenhouse.Web;

/// <summary>The section <c>Backups</c> of the configuration.</summary>
public sealed record BackupSettings
{
    /// <summary>Where the daily backups lie, and the rows that a restore replaces.</summary>
    public required string Folder { get; init; }

    /// <summary>How many bytes somebody may upload.</summary>
    public long LargestUpload { get; init; }
}
