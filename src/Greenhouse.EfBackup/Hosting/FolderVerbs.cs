using System.Globalization;
using Greenhouse.EfBackup.Protocol;
using Greenhouse.EfBackup.Pruning;
using Greenhouse.EfBackup.Storage;
using Greenhouse.EfBackup.Storage.Encryption;

namespace Greenhouse.EfBackup.Hosting;

/// <summary>The verbs that are about all backups of a folder.</summary>
internal sealed class FolderVerbs(BackupRequest request, BackupFolder folder, Progress progress, Action<string> confirm, TimeProvider time)
{
    /// <exception cref="EfBackupException">It could not be done, or a check did not pass.</exception>
    public ResultEvent Handle(CancellationToken cancellation)
        => request.Verb == Verbs.Prune ? Prune(cancellation) : new ResultEvent { List = List() };

    private ListResult List()
    {
        var now = time.GetUtcNow();
        BackupSummary[] backups = [.. folder.List().Where(summary => summary.Head is not { } head || IsMeant(head))];
        if (request.Check)
        {
            new Freshness(folder.Path, request.MaxAge).Demand(backups, now);
        }

        return new ListResult { Folder = folder.Path, Backups = [.. backups.Select(summary => Describe(summary, now))] };
    }

    private ResultEvent Prune(CancellationToken cancellation)
    {
        var plan = new PrunePlanner(folder, request.Retention ?? new RetentionPolicy(), Spares, request.Passphrase is { } given ? new Passphrase(given) : null, progress, time).Plan(sound: null, cancellation);
        var pruner = new Pruner(folder, progress, time);
        if (request.DryRun)
        {
            return new ResultEvent { Prune = pruner.DryRun(plan) };
        }

        Confirm(plan);
        var result = pruner.CarryOut(plan, cancellation);
        return new ResultEvent { Prune = result, ExitCode = cancellation.IsCancellationRequested ? ExitCodes.Interrupted : result.Backups.Any(backup => backup.Problem is not null) ? ExitCodes.Failed : ExitCodes.Done };
    }

    private void Confirm(PrunePlan plan)
    {
        if (plan.Removals is not { Count: > 0 } removals)
        {
            return;
        }

        foreach (var file in request.Yes ? [] : removals)
        {
            progress.Say(new NoteEvent($"{Path.GetFileName(file.Path)}: {string.Join(", ", file.Because)}"));
        }

        confirm(string.Create(CultureInfo.InvariantCulture, $"Remove {removals.Count} of {plan.Files.Count} backups in {folder.Path}?"));
    }

    private string? Spares(BackupHead head)
        => !request.Reasons.Contains(head.Reason) ? $"{head.Reason} (--reason)" : IsMeant(head) ? null : "of another context";

    private bool IsMeant(BackupHead head) => request.Context is null || BackupFolder.IsCalled(head.Context, request.Context);

    private static ListedBackup Describe(BackupSummary summary, DateTimeOffset now)
        => new()
        {
            File = Path.GetFileName(summary.File),
            Timestamp = summary.Timestamp,
            AgeSeconds = summary.Timestamp is { } taken ? (long)(now - taken).TotalSeconds : null,
            Reason = summary.Reason,
            Before = summary.Head?.Before,
            Description = summary.Head?.Description,
            Context = summary.Head?.Context,
            Database = summary.Head?.Database,
            Migration = summary.Head is { Migrations: [.., var last] } ? last : null,
            Rows = summary.Head?.Rows,
            Bytes = summary.Bytes,
            Partial = summary.Head?.Partial is true,
            Masked = summary.Head?.Masked is true,
            Encrypted = summary.IsEncrypted,
            Complete = summary.IsComplete,
            Problem = summary.Problem,
            Verified = summary.Verified is { } mark ? new VerifiedBackup(mark.Level, mark.Timestamp) : null,
        };
}
