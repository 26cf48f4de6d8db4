using Greenhouse.EfBackup.Protocol;

namespace Greenhouse.EfBackup.Operations;

/// <summary>Results as code gets them.</summary>
internal static class PublicResults
{
    public static EfBackupCreateResult Of(CreateResult made, IReadOnlyList<EfBackupWarning> warnings)
        => new()
        {
            File = made.File,
            Timestamp = made.Timestamp,
            Bytes = made.Bytes,
            Rows = made.Rows,
            Tables = Tables(made.Tables),
            LeftOut = made.LeftOut,
            Partial = made.Selection is not null,
            Masked = made.Masked,
            Removed = [.. (made.Pruned?.Backups ?? []).Where(backup => backup is { Keep: false, Problem: null }).Select(backup => backup.File)],
            Warnings = warnings,
            Duration = TimeSpan.FromSeconds(made.Seconds),
        };

    /// <param name="file">The file; null where nobody knows it by its name.</param>
    public static EfBackupRestoreResult Of(RestoreResult restored, string? file, IReadOnlyList<EfBackupWarning> warnings)
        => new()
        {
            File = file,
            Rows = restored.Rows,
            Tables = [.. restored.Tables.Select(table => new EfBackupTable(table.Table, table.Rows, table.Deleted) { Inserted = table.Inserted, Updated = table.Updated, Unchanged = table.Unchanged })],
            Untouched = restored.Untouched,
            Migration = restored.Migration,
            SafetyBackup = restored.SafetyBackup,
            Verified = restored.Verified,
            Warnings = warnings,
            Duration = TimeSpan.FromSeconds(restored.Seconds),
        };

    /// <param name="file">The file; null where nobody knows it by its name.</param>
    public static EfBackupVerifyResult Of(VerifyResult verified, string? file, IReadOnlyList<EfBackupWarning> warnings)
        => new()
        {
            File = file,
            Level = LevelNames.LevelOf(verified.Level),
            Bytes = verified.Bytes,
            Rows = verified.Rows,
            Tables = Tables(verified.Tables),
            Keys = verified.Keys,
            References = verified.References,
            Fits = verified.Schema?.Fits,
            Warnings = warnings,
            Duration = TimeSpan.FromSeconds(verified.Seconds),
        };

    private static IReadOnlyList<EfBackupTable> Tables(IReadOnlyList<TableRows> tables) => [.. tables.Select(table => new EfBackupTable(table.Table, table.Rows))];
}
