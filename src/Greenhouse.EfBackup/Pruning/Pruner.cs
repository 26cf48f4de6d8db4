using Greenhouse.EfBackup.Protocol;
using Greenhouse.EfBackup.Storage;

namespace Greenhouse.EfBackup.Pruning;

/// <summary>Removes what a plan says. A backup that can't be removed is said, and the others go.</summary>
internal sealed class Pruner(BackupFolder folder, Progress progress, TimeProvider time)
{
    public PruneResult CarryOut(PrunePlan plan, CancellationToken cancellation)
    {
        PrunedBackup[] backups = [.. plan.Files.Select(file => Describe(file, file.Keep ? null : Remove(file, plan, cancellation)))];
        return Result(backups, dryRun: false) with { Leftovers = folder.RemoveLeftovers(time.GetUtcNow()) };
    }

    public PruneResult DryRun(PrunePlan plan) => Result([.. plan.Files.Select(file => Describe(file, problem: null))], dryRun: true);

    /// <returns>Why it could not be removed; null where it was.</returns>
    private string? Remove(PlannedFile file, PrunePlan plan, CancellationToken cancellation)
    {
        if (cancellation.IsCancellationRequested)
        {
            return "interrupted";
        }

        try
        {
            if (!File.Exists(file.Path))
            {
                return null;
            }

            if (WhyNotNow(file, plan) is { } reason)
            {
                return Refuse(file, reason, "run it again");
            }

            BackupFolder.Remove(file.Path);
            return null;
        }
        catch (Exception exception) when (FileProblems.IsFileProblem(exception))
        {
            return Refuse(file, exception.Message, "see who holds it, and whether the folder may be written");
        }
    }

    /// <summary>Between the listing and now somebody may have been here.</summary>
    private static string? WhyNotNow(PlannedFile file, PrunePlan plan)
        => !file.Listed.IsUnchanged() ? "it is another file than it was when the folder was listed"
            : plan.NewestOf(file.Group!) is { } newest && !File.Exists(newest.Path) ? $"the newest of its kind, {newest.Path}, is gone meanwhile"
            : null;

    private string Refuse(PlannedFile file, string reason, string help)
    {
        progress.Warn(ErrorCode.NotRemoved, $"{file.Path} could not be removed: {reason}", help);
        return reason;
    }

    private PruneResult Result(PrunedBackup[] backups, bool dryRun)
    {
        var removed = backups.Where(backup => backup is { Keep: false, Problem: null }).ToArray();
        return new PruneResult
        {
            Folder = folder.Path,
            Backups = backups,
            Kept = backups.Length - removed.Length,
            Removed = removed.Length,
            FreedBytes = removed.Sum(backup => backup.Bytes),
            DryRun = dryRun,
        };
    }

    private static PrunedBackup Describe(PlannedFile file, string? problem)
    {
        var summary = file.Listed.Summary;
        return new PrunedBackup
        {
            File = Path.GetFileName(summary.File),
            Timestamp = summary.Head?.Timestamp,
            Reason = summary.Head?.Reason,
            Context = summary.Head?.Context,
            Database = summary.Head?.Database,
            Bytes = summary.Bytes,
            Keep = file.Keep,
            Because = file.Because,
            Problem = problem,
        };
    }
}
