using Greenhouse.EfBackup.Hosting;
using Greenhouse.EfBackup.Protocol;
using Greenhouse.EfBackup.Storage;
using Greenhouse.EfBackup.Tests.Storage;

namespace Greenhouse.EfBackup.Tests.Hosting;

/// <summary>A folder of backups, and <c>prune</c> on it.</summary>
public abstract class PruneTest : IDisposable
{
    private protected static readonly DateTimeOffset Now = new(2026, 1, 10, 12, 0, 0, TimeSpan.Zero);
    private protected static readonly RetentionPolicy LastOne = new() { KeepLast = 1 };

    private protected TemporaryFolder Temporary { get; } = new();

    private protected List<string> Warnings { get; } = [];

    private protected CancellationTokenSource Interruption { get; } = new();

    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    protected virtual void Dispose(bool disposing)
    {
        Interruption.Dispose();
        Temporary.Dispose();
    }

    private protected ResultEvent Prune(RetentionPolicy? policy, Func<BackupRequest, BackupRequest>? with = null, Action? confirm = null)
    {
        var request = (with ?? (same => same))(Request(policy));
        var progress = new Progress(said => Warnings.AddRange(said is WarningEvent warning ? [$"{warning.Code} {warning.Message}"] : []));
        var confirmation = new Confirmation(request, _ => { }, () => "no");
        void Confirm(string question)
        {
            confirm?.Invoke();
            confirmation.Demand(question);
        }

        return new FolderVerbs(request, new BackupFolder(Temporary.Path), progress, Confirm, new FixedTime(Now)).Handle(Interruption.Token);
    }

    private protected BackupRequest Request(RetentionPolicy? policy) => new() { Verb = Verbs.Prune, BackupFolder = Temporary.Path, Retention = policy, Reasons = [Reasons.Manual], Yes = true };

    private protected string Put(string name, int daysAgo, string context = "Shop.ShopContext", string database = "shop.db", string reason = Reasons.Manual)
        => Temporary.PutBackup(name, Now.AddDays(-daysAgo), context, reason, database);

    private protected void Leave(string name, TimeSpan? age = null)
    {
        File.WriteAllText(Temporary.At(name), "");
        File.SetLastWriteTimeUtc(Temporary.At(name), (Now - (age ?? TimeSpan.FromMinutes(2))).UtcDateTime);
    }

    private protected static IEnumerable<string> Said(ResultEvent ended)
        => ended.Prune!.Backups.Select(backup => $"{(backup.Keep ? "keep" : "remove")} {backup.File}: {string.Join(", ", backup.Because)}");
}
