namespace Greenhouse.EfBackup.Verification.Differences;

/// <summary>Tells several.</summary>
internal sealed class AllDifferences(params IDifferences[] targets) : IDifferences
{
    public void Begin(TableMatch table) => Array.ForEach(targets, target => target.Begin(table));

    public void Changed(RowValues old, RowValues @new, IReadOnlyList<ColumnMatch> columns) => Array.ForEach(targets, target => target.Changed(old, @new, columns));

    public void Only(RowValues row) => Array.ForEach(targets, target => target.Only(row));

    public void End(TableCounts counts) => Array.ForEach(targets, target => target.End(counts));
}
