using Greenhouse.EfBackup.Launch;
using Greenhouse.EfBackup.Protocol;

namespace Greenhouse.EfBackup.Tasks;

/// <summary>Writes a backup.</summary>
public sealed class BackupData : ApplicationTask
{
    /// <summary>A text that the backup carries.</summary>
    public string? Description { get; set; }

    /// <summary>Also tables that no entity is mapped to.</summary>
    public bool AllTables { get; set; }

    /// <summary>How the file is compressed: <c>none</c>, <c>gzip</c> or <c>brotli</c>.</summary>
    public string? Compression { get; set; }

    /// <summary>How many connections read side by side; empty for as many as there are cores, at most four.</summary>
    public string? Parallel { get; set; }

    /// <summary>How far the backup is verified at once: <c>file</c>, <c>schema</c> or <c>rehearse</c>; empty for not at all.</summary>
    public string? Verify { get; set; }

    private protected override string Verb => Verbs.Create;

    private protected override BackupRequest Complete(BackupRequest request)
        => request with { File = null, Description = Value(Description), AllTables = AllTables, Compression = Value(Compression), Parallel = WholeNumber.Parallel("EfBackupParallel", Parallel), Level = Value(Verify) };

    private protected override string? Report(ResultEvent result, BuildListener listener)
    {
        var made = result.Create!;
        listener.Verified(made.Verification);
        listener.Summary(made.File ?? "dry run, nothing is written", made.Tables, made.Rows, made.Seconds);
        listener.Pruned(made.Pruned);
        return made.File;
    }
}
