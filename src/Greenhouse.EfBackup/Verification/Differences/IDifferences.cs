namespace Greenhouse.EfBackup.Verification.Differences;

/// <summary>Told of every row that differs, table by table. What it is given holds for the call only.</summary>
internal interface IDifferences
{
    void Begin(TableMatch table);

    /// <param name="columns">Those whose values differ.</param>
    void Changed(RowValues old, RowValues @new, IReadOnlyList<ColumnMatch> columns);

    /// <summary>A row that the other side does not have.</summary>
    void Only(RowValues row);

    void End(TableCounts counts);
}
