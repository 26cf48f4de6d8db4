using Greenhouse.EfBackup.Protocol;
using Greenhouse.EfBackup.Storage;

namespace Greenhouse.EfBackup.Pruning;

/// <summary>A policy that is applied after every snapshot, to backups of the same context and database that were taken for the same reason. A failure is a warning: the snapshot is there.</summary>
internal sealed class PruneAfterSnapshot(BackupFolder folder, RetentionPolicy? policy, Progress progress, TimeProvider time)
{
    /// <param name="snapshot">The file that was written and checked just now; null for none, and then nothing goes.</param>
    /// <param name="context">The context's full name.</param>
    /// <param name="database">The database's name.</param>
    /// <param name="reason">What the snapshot was taken for.</param>
    /// <returns>What was removed; null where nothing was asked for, or could be done.</returns>
    public PruneResult? Run(string? snapshot, string context, string database, string reason, CancellationToken cancellation)
    {
        if (policy is null || snapshot is null)
        {
            return null;
        }

        try
        {
            string? Spares(BackupHead head) => head.Context == context && head.Database == database && head.Reason == reason ? null : "of another kind";
            var plan = new PrunePlanner(folder, policy, Spares, passphrase: null, progress, time).Plan(snapshot, cancellation);
            return new Pruner(folder, progress, time).CarryOut(plan, cancellation);
        }
        catch (Exception exception) when (exception is EfBackupException or OperationCanceledException)
        {
            progress.Warn(ErrorCode.NotRemoved, $"{snapshot} is written, but older backups were not removed: {exception.Message}", (exception as EfBackupException)?.Help ?? "`dotnet ef-backup prune` does it");
            return null;
        }
    }
}
