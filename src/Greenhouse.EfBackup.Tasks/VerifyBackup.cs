using Greenhouse.EfBackup.Launch;
using Greenhouse.EfBackup.Protocol;

namespace Greenhouse.EfBackup.Tasks;

/// <summary>Proves what a backup is worth. The application is built and started only for more than the file.</summary>
public sealed class VerifyBackup : ApplicationTask
{
    /// <summary>How far: <c>file</c>, <c>schema</c> or <c>rehearse</c>; empty for the first.</summary>
    public string? Level { get; set; }

    private protected override string Verb => Verbs.Verify;

    private protected override (LaunchTarget? Target, BackupRequest Request) Prepare()
        => BackupRequest.NeedsApplication(Verb, Value(Level), against: null) ? base.Prepare() : (null, Configuration.Apply(Complete(RequestOf(Verb)), _ => false));

    private protected override BackupRequest Complete(BackupRequest request) => request with { Level = Value(Level) };

    private protected override string Report(ResultEvent result, BuildListener listener)
    {
        var found = result.Verify!;
        listener.Verified(found);
        listener.Summary($"{found.File}, whole", found.Tables, found.Rows, found.Seconds);
        return found.File;
    }
}
