using Greenhouse.EfBackup.Protocol;

namespace Greenhouse.EfBackup.Verification.Differences;

/// <summary>What a comparison found, as results carry it.</summary>
internal static class DifferenceResults
{
    /// <param name="tables">What was found.</param>
    /// <param name="rows">The rows that are shown; null for none.</param>
    public static IReadOnlyDictionary<string, TableDifference> Of(IReadOnlyList<TableCounts> tables, ShownRows? rows)
        => tables.ToDictionary(counts => counts.Match.Key, counts => Of(counts, rows?.Of(counts.Match)), StringComparer.Ordinal);

    private static TableDifference Of(TableCounts counts, IReadOnlyList<RowDifference>? rows)
        => new()
        {
            Added = counts.Added,
            Removed = counts.Removed,
            Changed = counts.Changed,
            Same = counts.Same,
            OnlyIn = counts.Match switch { { New: null } => "old", { Old: null } => "new", _ => null },
            ChangedColumns = counts.Columns,
            OnlyOld = counts.OnlyOld,
            OnlyNew = counts.OnlyNew,
            NotCompared = counts.Match.NotCompared,
            WithoutKey = !counts.Match.IsKeyed,
            Rows = rows,
            RowsLeftOut = rows is null ? 0 : counts.Added + counts.Removed + counts.Changed - rows.Count,
        };
}
