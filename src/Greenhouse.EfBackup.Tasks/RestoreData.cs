using Greenhouse.EfBackup.Protocol;

namespace Greenhouse.EfBackup.Tasks;

/// <summary>Gives the database the content of a backup. Nobody can be asked in a build: who names the target and the file has agreed.</summary>
public sealed class RestoreData : ApplicationTask
{
    /// <summary>Do not write the rows that are there now to a safety backup first.</summary>
    public bool NoSafetyBackup { get; set; }

    /// <summary>Read every table back and compare its hash before committing.</summary>
    public bool VerifyRestored { get; set; }

    /// <summary>What becomes of the schema: <c>exact</c>, <c>lenient</c>, <c>backup</c> or <c>migrate</c>.</summary>
    public string? Schema { get; set; }

    /// <summary>What becomes of rows that are there: <c>replace</c>, <c>merge</c> or <c>insert</c>.</summary>
    public string? Mode { get; set; }

    private protected override string Verb => Verbs.Restore;

    private protected override BackupRequest Complete(BackupRequest request)
        => request with { Yes = true, NoSafetyBackup = NoSafetyBackup, VerifyRestored = VerifyRestored };

    private protected override string? SettingOf(string property)
        => property switch { "EfBackupSchema" => Schema, "EfBackupMode" => Mode, _ => base.SettingOf(property) };

    private protected override string Report(ResultEvent result, BuildListener listener)
    {
        var done = result.Restore!;
        listener.Summary($"{done.Database}, {(done.DryRun ? "to be restored" : "restored")} from {done.File}",
            done.Tables.Select(t => new TableRows(t.Table, t.Rows)), done.Rows, done.Seconds);
        if (done.SafetyBackup is { } safety)
        {
            listener.Say($"The rows from before are in {safety}");
        }

        return done.File;
    }
}
