using Greenhouse.EfBackup.Retention;
using Greenhouse.EfBackup.Storage;

namespace Greenhouse.EfBackup.Pruning;

/// <summary>A backup as it was when the folder was listed.</summary>
/// <param name="Summary">What it says of itself.</param>
/// <param name="Written">When the file was last written (UTC).</param>
/// <param name="IsLink">It lies elsewhere.</param>
internal sealed record ListedFile(BackupSummary Summary, DateTime Written, bool IsLink)
{
    public static ListedFile Of(BackupSummary summary)
    {
        var file = new FileInfo(summary.File);
        return new ListedFile(summary, file.LastWriteTimeUtc, file.LinkTarget is not null);
    }

    /// <summary>The file of this name is still that one.</summary>
    public bool IsUnchanged()
    {
        var file = new FileInfo(Summary.File);
        return file.LinkTarget is null && file.Length == Summary.Bytes && file.LastWriteTimeUtc == Written;
    }
}

/// <summary>What becomes of a backup, and why.</summary>
/// <param name="Listed">The backup.</param>
/// <param name="Group">What the policy counts it with; null where it is left alone.</param>
/// <param name="Keep">It stays.</param>
/// <param name="Because">Each rule that keeps it, or why it goes.</param>
internal sealed record PlannedFile(ListedFile Listed, BackupGroup? Group, bool Keep, IReadOnlyList<string> Because)
{
    public string Path => Listed.Summary.File;
}

/// <summary>What becomes of the backups of a folder, newest first.</summary>
internal sealed record PrunePlan(IReadOnlyList<PlannedFile> Files)
{
    public IReadOnlyList<PlannedFile> Removals => [.. Files.Where(file => !file.Keep)];

    /// <summary>The newest valid one of a group, for whose sake others can go.</summary>
    public PlannedFile NewestOf(BackupGroup group) => Files.First(file => file.Group == group && file.Because[0] == PolicyVerdicts.Newest);
}
