using Greenhouse.EfBackup.Launch;
using Greenhouse.EfBackup.Protocol;

namespace Greenhouse.EfBackup.Tasks;

/// <summary>Writes a backup.</summary>
public sealed class BackupData : ApplicationTask
{
    /// <summary>A text that the backup carries.</summary>
    public string? Description { get; set; }

    /// <summary>A file, relative to the project's folder: a seed is written there in place of a backup.</summary>
    public string? Seed { get; set; }

    /// <summary>Also tables that no entity is mapped to.</summary>
    public string? AllTables { get; set; }

    /// <summary>Conditions on rows, <c>Customers=Region = 'EU'</c>, separated by semicolons.</summary>
    public string? Where { get; set; }

    /// <summary>At most so many rows of a table; empty for all.</summary>
    public string? Limit { get; set; }

    /// <summary>Only selected rows, and what they reference.</summary>
    public string? WithRelated { get; set; }

    /// <summary>The same, and what hangs on the selected rows.</summary>
    public string? AndDependents { get; set; }

    /// <summary>How the file is compressed: <c>none</c>, <c>gzip</c> or <c>brotli</c>.</summary>
    public string? Compression { get; set; }

    /// <summary>How many connections read side by side; empty for as many as there are cores, at most four.</summary>
    public string? Parallel { get; set; }

    /// <summary>How far the backup is verified at once: <c>file</c>, <c>schema</c> or <c>rehearse</c>; empty for not at all.</summary>
    public string? Verify { get; set; }

    /// <summary>Mask values by the rules of efbackup.json and of the model.</summary>
    public string? Mask { get; set; }

    /// <summary>The same, and fail where a column that holds text has no rule.</summary>
    public string? RequireMasking { get; set; }

    /// <summary>A file whose first line is the key of masked values, relative to the project's folder; empty for what the environment says.</summary>
    public string? MaskKeyFile { get; set; }

    private protected override string Verb => Verbs.Create;

    private protected override BackupRequest Complete(BackupRequest request)
        => request with
        {
            File = null,
            Seed = Value(Seed) is { } seed ? Absolute(seed) : null,
            MaskKey = PassphraseInput.Find(SecretText.MaskKey, file: null),
        };

    private protected override string? SettingOf(string property)
        => property switch
        {
            "EfBackupWhere" => Where,
            "EfBackupLimit" => Limit,
            "EfBackupWithRelated" => WithRelated,
            "EfBackupAndDependents" => AndDependents,
            "EfBackupDescription" => Description,
            "EfBackupAllTables" => AllTables,
            "EfBackupCompression" => Compression,
            "EfBackupParallel" => Parallel,
            "EfBackupVerify" => Verify,
            "EfBackupMask" => Mask,
            "EfBackupRequireMasking" => RequireMasking,
            "EfBackupMaskKeyFile" => MaskKeyFile,
            _ => base.SettingOf(property),
        };

    private protected override string? Report(ResultEvent result, BuildListener listener)
    {
        var made = result.Create!;
        listener.Verified(made.Verification);
        listener.Summary(made.File ?? "dry run, nothing is written", made.Tables, made.Rows, made.Seconds);
        if (made.Masked.Count > 0)
        {
            listener.Say($"masked: {string.Join(", ", made.Masked)}");
        }

        listener.Pruned(made.Pruned);
        return made.File;
    }
}
