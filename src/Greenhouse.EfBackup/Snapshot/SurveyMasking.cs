using Greenhouse.EfBackup.Databases;
using Greenhouse.EfBackup.Databases.Sqlite;
using Greenhouse.EfBackup.Format;
using Greenhouse.EfBackup.Masking;

namespace Greenhouse.EfBackup.Snapshot;

/// <summary>Turns the head of a backup into that of a masked one, whose tables are read through their masks.</summary>
internal static class SurveyMasking
{
    /// <exception cref="EfBackupException">A rule is none, or can't be kept.</exception>
    public static BackupMetadata Apply(MaskOptions options, Survey survey, BackupMetadata metadata, StringComparer names)
    {
        var plan = MaskPlan.Make(options, survey.Catalog.Tables, survey.Catalog.LeftOut, survey.Model.MaskingOf, names, metadata.Provider == SupportedDatabases.Sqlite ? InSqlite : _ => ColumnStorage.Typed);
        return metadata with
        {
            Tables = [.. metadata.Tables.Select(plan.Mask)],
            Sequences = [.. metadata.Sequences.Select(sequence => plan.Mask(sequence, metadata.Tables))],
        };
    }

    private static ColumnStorage InSqlite(ColumnDescription column)
        => SqliteKinds.AffinityOf(column.StoreType) switch
        {
            Affinity.Real => ColumnStorage.Real,
            Affinity.Numeric or Affinity.Integer => ColumnStorage.Numeric,
            _ => ColumnStorage.Text,
        };
}
