using Greenhouse.EfBackup.Protocol;

namespace Greenhouse.EfBackup.Tasks;

/// <summary>Applies migrations after a snapshot, all of them or none. Nobody can be asked in a build: what can lose data needs <see cref="Yes"/>.</summary>
public sealed class MigrateDatabase : ApplicationTask
{
    /// <summary>The migration to go to, by id or name; empty for the last one.</summary>
    public string? Migration { get; set; }

    /// <summary>How the snapshot is compressed.</summary>
    public string? Compression { get; set; }

    /// <summary>Leave what was applied before a failure.</summary>
    public bool NoRollback { get; set; }

    /// <summary>Do what can lose data.</summary>
    public bool Yes { get; set; }

    /// <summary>How far the snapshot is verified before anything is migrated: <c>file</c>, <c>schema</c> or <c>rehearse</c>; empty for not at all.</summary>
    public string? Verify { get; set; }

    private protected override string Verb => Verbs.Migrate;

    private protected override BackupRequest Complete(BackupRequest request)
        => request with { Migration = Value(Migration), NoRollback = NoRollback, Yes = Yes };

    private protected override string? SettingOf(string property)
        => property switch { "EfBackupCompression" => Compression, "EfBackupVerify" => Verify, _ => base.SettingOf(property) };

    private protected override string Report(ResultEvent result, BuildListener listener)
    {
        var done = result.Migrate!;
        listener.Say(done switch
        {
            { Migrations.Count: 0 } => $"{done.Database} is at {done.To}: nothing is pending",
            { DryRun: true } => $"{done.Database} would go from {done.From} to {done.To}",
            _ => $"{done.Database} went from {done.From} to {done.To}",
        });
        foreach (var hazard in done.Hazards)
        {
            listener.Say($"{hazard.Migration} {hazard}");
        }

        listener.Verified(done.Verification);
        listener.Pruned(done.Pruned);
        return done.Snapshot ?? "";
    }
}
