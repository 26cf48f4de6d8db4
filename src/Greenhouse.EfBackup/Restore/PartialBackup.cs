using Greenhouse.EfBackup.Format;
using Greenhouse.EfBackup.Protocol;

namespace Greenhouse.EfBackup.Restore;

/// <summary>A backup that holds some rows of its tables, and is to replace all that are there.</summary>
internal static class PartialBackup
{
    /// <param name="file">The backup's name.</param>
    /// <param name="tables">Tables whose rows will go, with how many there are and how many the backup has for it.</param>
    public static void Warn(Progress progress, string file, BackupMetadata metadata, IEnumerable<(string Table, long There, long Back)> tables)
    {
        if (metadata.Selection is { } selection)
        {
            var lost = tables.Where(table => table.There > 0).Select(table => $"{table.Table} (all {table.There} rows go, {table.Back} come)").ToArray();
            progress.Warn(
                ErrorCode.PartialReplaces,
                $"{file} is a partial backup ({selection}): {(lost.Length > 0 ? $"rows of {string.Join(", ", lost)} that it does not hold will be deleted" : "the tables that it is restored into are empty")}",
                "--mode merge leaves rows that it does not hold where they are");
        }
    }
}
