using Greenhouse.EfBackup.Protocol;
using Greenhouse.EfBackup.Pruning;
using Greenhouse.EfBackup.Storage;
using Greenhouse.EfBackup.Tests.Format;
using Greenhouse.EfBackup.Tests.Hosting;
using Greenhouse.EfBackup.Tests.Storage;

namespace Greenhouse.EfBackup.Tests.Pruning;

public sealed class PruneAfterSnapshotTests : IDisposable
{
    private static readonly DateTimeOffset _now = new(2026, 1, 10, 12, 0, 0, TimeSpan.Zero);

    private readonly TemporaryFolder _temporary = new();
    private readonly List<string> _warnings = [];

    public void Dispose() => _temporary.Dispose();

    [Fact]
    public void Only_backups_of_the_same_context_database_and_reason_go()
    {
        var snapshot = _temporary.PutBackup("backup-a.json", _now);
        _temporary.PutBackup("backup-b.json", _now.AddDays(-1));
        _temporary.PutBackup("backup-c.json", _now.AddDays(-1), context: "Shop.LogContext");
        _temporary.PutBackup("backup-d.json", _now.AddDays(-2), context: "Shop.LogContext");
        _temporary.PutBackup("backup-e.json", _now.AddDays(-1), database: "test.db");
        _temporary.PutBackup("backup-f.json", _now.AddDays(-2), database: "test.db");
        _temporary.PutBackup("before-g.json", _now.AddDays(-1), reason: Reasons.Migration);
        _temporary.PutBackup("before-h.json", _now.AddDays(-2), reason: Reasons.Migration);

        var done = Run(new RetentionPolicy { KeepLast = 1 }, snapshot);

        Assert.Equal(1, done!.Removed);
        Assert.Equal(["backup-a.json", "backup-c.json", "backup-d.json", "backup-e.json", "backup-f.json", "before-g.json", "before-h.json"], _temporary.Files);
    }

    [Fact]
    public void Without_a_policy_or_a_snapshot_nothing_goes()
    {
        var snapshot = _temporary.PutBackup("backup-a.json", _now);
        _temporary.PutBackup("backup-b.json", _now.AddDays(-1));

        Assert.Null(Run(policy: null, snapshot));
        Assert.Null(Run(new RetentionPolicy { KeepLast = 1 }, snapshot: null));
        Assert.Equal(2, _temporary.Files.Length);
    }

    [Fact]
    public void A_failure_is_a_warning_and_nothing_goes()
    {
        // Somebody else's is newer and has to be read first; and the user interrupts.
        var metadata = Files.Metadata([(Files.Table("units", Files.Column("id")), 1)]) with { Timestamp = _now };
        File.WriteAllBytes(_temporary.At("backup-a.json"), Files.Write(metadata, _ => ["{\"id\":1}"u8.ToArray()]));
        var snapshot = _temporary.PutBackup("backup-b.json", _now.AddDays(-1));
        _temporary.PutBackup("backup-c.json", _now.AddDays(-2));

        var done = Run(new RetentionPolicy { KeepLast = 1 }, snapshot, new CancellationToken(canceled: true));

        Assert.Null(done);
        Assert.StartsWith($"EFB1802 {snapshot} is written, but older backups were not removed: ", Assert.Single(_warnings), StringComparison.Ordinal);
        Assert.Equal(["backup-a.json", "backup-b.json", "backup-c.json"], _temporary.Files);
    }

    private PruneResult? Run(RetentionPolicy? policy, string? snapshot, CancellationToken cancellation = default)
        => new PruneAfterSnapshot(new BackupFolder(_temporary.Path), policy, new Progress(said => _warnings.AddRange(said is WarningEvent warning ? [$"{warning.Code} {warning.Message}"] : [])), new FixedTime(_now))
            .Run(snapshot, "Shop.ShopContext", "shop.db", Reasons.Manual, cancellation);
}
