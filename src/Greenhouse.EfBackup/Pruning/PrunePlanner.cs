using Greenhouse.EfBackup.Protocol;
using Greenhouse.EfBackup.Retention;
using Greenhouse.EfBackup.Storage;
using Greenhouse.EfBackup.Storage.Encryption;

namespace Greenhouse.EfBackup.Pruning;

/// <summary>
/// Decides what of a folder goes. The folder is listed once: what appears later is not looked at. Nothing of a group goes before its newest backup was read from end to
/// end; one that is damaged is no reason for others to go.
/// </summary>
/// <param name="folder">The backups.</param>
/// <param name="policy">Which stay.</param>
/// <param name="spares">Why the policy is not about a backup; null where it is.</param>
/// <param name="passphrase">What opens encrypted ones; null where nobody gave it.</param>
internal sealed class PrunePlanner(BackupFolder folder, RetentionPolicy policy, Func<BackupHead, string?> spares, Passphrase? passphrase, Progress progress, TimeProvider time)
{
    /// <param name="sound">A backup that was read from end to end just now; null for none.</param>
    public PrunePlan Plan(string? sound, CancellationToken cancellation)
    {
        var known = new HashSet<string?>(StringComparer.Ordinal) { sound };
        var files = folder.List().Select(ListedFile.Of).ToDictionary(file => file.Summary.File, StringComparer.Ordinal);
        var now = time.GetUtcNow();
        while (true)
        {
            var verdicts = PolicyVerdicts.Of(policy, files.Values.Where(file => WhyLeftAlone(file) is null).Select(CandidateOf), now);
            if (Pillars(verdicts).FirstOrDefault(pillar => !known.Contains(pillar)) is not { } unknown)
            {
                return PlanOf(files.Values, verdicts);
            }

            known.Add(unknown);
            files[unknown] = Check(files[unknown], cancellation);
        }
    }

    /// <summary>The newest of each group of which something goes.</summary>
    private static IEnumerable<string> Pillars(IReadOnlyList<Verdict> verdicts)
        => verdicts.GroupBy(verdict => verdict.Backup.Group)
            .Where(group => group.Any(verdict => !verdict.Keep))
            .Select(group => group.First(verdict => verdict.Because[0] == PolicyVerdicts.Newest).Backup.Id);

    private ListedFile Check(ListedFile file, CancellationToken cancellation)
    {
        try
        {
            _ = FileCheck.Check(file.Summary.File, passphrase, progress, cancellation);
            return file;
        }
        catch (EfBackupException exception) when (exception.ErrorCode == ErrorCode.PassphraseMissing || exception.ErrorCode == ErrorCode.PassphraseWrong)
        {
            // It has the size that its sidecar says, and nobody here can know more of it.
            return file;
        }
        catch (EfBackupException exception) when (exception.ErrorCode.ExitCode == ExitCodes.InvalidBackup)
        {
            return file with { Summary = file.Summary with { Problem = exception.Message } };
        }
    }

    private PrunePlan PlanOf(IEnumerable<ListedFile> files, IReadOnlyList<Verdict> verdicts)
    {
        var judged = verdicts.ToDictionary(verdict => verdict.Backup.Id, StringComparer.Ordinal);
        return new PrunePlan([.. files.Select(file => judged.TryGetValue(file.Summary.File, out var verdict)
            ? new PlannedFile(file, verdict.Backup.Group, verdict.Keep, file.Summary.Problem is { } problem ? [problem] : verdict.Because)
            : new PlannedFile(file, Group: null, Keep: true, [WhyLeftAlone(file)!]))]);
    }

    private string? WhyLeftAlone(ListedFile file)
        => file switch
        {
            { IsLink: true } => "a link",
            { Summary.Head: null } => file.Summary.Problem ?? "it does not say what it is",
            { Summary.Head: { } head } => spares(head),
        };

    private static Candidate CandidateOf(ListedFile file)
    {
        var head = file.Summary.Head!;
        return new Candidate(file.Summary.File, new BackupGroup(head.Context, head.Database, head.Reason, head.Partial), head.Timestamp, file.Summary.Bytes, file.Summary.IsComplete);
    }
}
