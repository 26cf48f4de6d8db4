using Greenhouse.EfBackup.Databases;
using Greenhouse.EfBackup.Protocol;
using Greenhouse.EfBackup.Schema;
using Microsoft.EntityFrameworkCore;

namespace Greenhouse.EfBackup.Snapshot;

/// <summary>Selects rows of a snapshot, and surveys what it then shows. Tables are not counted for that: the time grows with the rows that are selected.</summary>
internal sealed class RowSurvey(DbContext context, IDatabase database, ISelectingSnapshot snapshot)
{
    /// <param name="rows">Which rows.</param>
    /// <param name="selection">Of which tables.</param>
    /// <returns>The tables that have such rows, or were asked for, and the rows with the names that their tables have.</returns>
    /// <exception cref="EfBackupException">A table is not there, or may not be read; or a condition can't be asked.</exception>
    public async Task<(Survey Survey, SelectedRows Rows)> TakeAsync(SelectedRows rows, TableSelection selection, CancellationToken cancellation)
    {
        var survey = await Survey.TakeUncountedAsync(context, database, snapshot, RowChoice.Candidates(rows, selection), cancellation);
        var named = RowChoice.Named(rows, survey.Catalog.Tables);
        var selected = RowChoice.Of(named, selection, survey.Catalog.Tables);
        survey.RefuseUnreadable(selected.Seeds.Select(seeds => seeds.Table));
        TableCatalog readable = new([.. survey.Catalog.Tables.Where(table => survey.Rows[table.Key] is not null)], []);
        var counts = await snapshot.SelectAsync(readable.Tables, selected, cancellation);
        var asked = selected.Seeds.Select(seeds => seeds.Table.Key).ToHashSet(StringComparer.Ordinal);
        var held = readable.Tables.Where(table => asked.Contains(table.Key) || counts[table.Key] > 0).ToArray();
        return (survey with
        {
            Catalog = new TableCatalog(held, [.. survey.Catalog.LeftOut.Concat(survey.Catalog.Tables.Except(held)).OrderBy(table => table.Key, StringComparer.Ordinal)]),
            Rows = survey.Rows.ToDictionary(pair => pair.Key, pair => counts.TryGetValue(pair.Key, out var count) && held.Any(table => table.Key == pair.Key) ? count : (long?)null, StringComparer.Ordinal),
            Sequences = Survey.Of(await snapshot.ReadSequencesAsync(held, cancellation), isWhole: held.Length == survey.Catalog.Tables.Count),
        }, named);
    }
}
