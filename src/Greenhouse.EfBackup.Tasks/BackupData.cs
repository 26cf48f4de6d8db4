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

    /// <summary>Conditions on rows, <c>Customers=Region = 'EU'</c>, separated by semicolons.</summary>
    public string? Where { get; set; }

    /// <summary>At most so many rows of a table; empty for all.</summary>
    public string? Limit { get; set; }

    /// <summary>Only selected rows, and what they reference.</summary>
    public bool WithRelated { get; set; }

    /// <summary>The same, and what hangs on the selected rows.</summary>
    public bool AndDependents { get; set; }

    /// <summary>How the file is compressed: <c>none</c>, <c>gzip</c> or <c>brotli</c>.</summary>
    public string? Compression { get; set; }

    /// <summary>How many connections read side by side; empty for as many as there are cores, at most four.</summary>
    public string? Parallel { get; set; }

    /// <summary>How far the backup is verified at once: <c>file</c>, <c>schema</c> or <c>rehearse</c>; empty for not at all.</summary>
    public string? Verify { get; set; }

    private protected override string Verb => Verbs.Create;

    private protected override BackupRequest Complete(BackupRequest request)
        => request with
        {
            File = null,
            Description = Value(Description),
            AllTables = AllTables,
            Where = List(Where),
            Limit = WholeNumber.RowsOfTable("EfBackupLimit", Limit),
            WithRelated = WithRelated,
            AndDependents = AndDependents,
            Compression = Value(Compression),
            Parallel = WholeNumber.Parallel("EfBackupParallel", Parallel),
            Level = Value(Verify),
        };

    private protected override string? Report(ResultEvent result, BuildListener listener)
    {
        var made = result.Create!;
        listener.Verified(made.Verification);
        listener.Summary(made.File ?? "dry run, nothing is written", made.Tables, made.Rows, made.Seconds);
        listener.Pruned(made.Pruned);
        return made.File;
    }
}
