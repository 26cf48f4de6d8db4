using Greenhouse.EfBackup.Launch;
using Greenhouse.EfBackup.Protocol;

namespace Greenhouse.EfBackup.Tasks;

/// <summary>Reads a whole backup and checks every hash; no application is built or started.</summary>
public sealed class VerifyBackup : EfBackupTask
{
    private protected override (LaunchTarget? Target, BackupRequest Request) Prepare() => (null, RequestOf(Verbs.Verify));

    private protected override string Report(ResultEvent result, BuildListener listener)
    {
        var found = result.Verify!;
        listener.Summary($"{found.File}, whole", found.Tables, found.Rows, found.Seconds);
        return found.File;
    }
}
