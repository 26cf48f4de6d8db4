using Greenhouse.EfBackup.Protocol;
using Greenhouse.EfBackup.Storage;

namespace Greenhouse.EfBackup.Hosting;

/// <summary>For whoever watches: each context and database of a folder has a valid backup that is new enough. Safety backups, partial ones, and those of a time that is still to come, are none.</summary>
internal sealed class Freshness(string folder, TimeSpan? maxAge)
{
    /// <exception cref="EfBackupException">It has not.</exception>
    public void Demand(IEnumerable<BackupSummary> backups, DateTimeOffset now)
    {
        var newest = backups.Where(backup => backup is { IsComplete: true, Head: { } head } && head is { Reason: not Reasons.Safety, Partial: false } && head.Timestamp <= now)
            .Select(backup => backup.Head!)
            .GroupBy(head => (head.Context, head.Database))
            .Select(group => group.MaxBy(head => head.Timestamp)!)
            .ToArray();
        if (newest.Length == 0)
        {
            throw Failure($"{folder} holds no valid backup", []);
        }

        if (newest.Where(head => now - head.Timestamp > maxAge).ToArray() is { Length: > 0 } old)
        {
            throw Failure($"the newest valid backup in {folder} is older than {Duration.Text(maxAge!.Value)}", [.. old.Select(head => Finding(head, now))]);
        }
    }

    private static string Finding(BackupHead head, DateTimeOffset now)
        => FormattableString.Invariant($"{head.Context} on {head.Database}: {head.Timestamp.UtcDateTime:yyyy-MM-dd HH:mm:ss} UTC, {Ago(now - head.Timestamp)} ago");

    private static string Ago(TimeSpan age) => age < TimeSpan.FromHours(2) ? FormattableString.Invariant($"{(long)age.TotalMinutes} minutes") : FormattableString.Invariant($"{(long)age.TotalHours} hours");

    private static EfBackupException Failure(string message, IReadOnlyList<string> findings)
        => new(ErrorCode.NotFresh, message, "see why no backup is taken, or whether those that are taken are complete (`dotnet ef-backup list`)", findings);
}
