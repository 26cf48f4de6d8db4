namespace Greenhouse.EfBackup.Verification.Differences;

/// <summary>How the rows of a table differ.</summary>
internal sealed class TableCounts(TableMatch match)
{
    public TableMatch Match => match;

    public long Same { get; set; }

    public long Added { get; set; }

    public long Removed { get; set; }

    public long Changed { get; set; }

    /// <summary>How often each column was changed.</summary>
    public Dictionary<string, long> Columns { get; } = new(StringComparer.Ordinal);

    /// <summary>Values, other than null, of columns that the old table alone has.</summary>
    public Dictionary<string, long> OnlyOld { get; } = match.OnlyOld.ToDictionary(column => column.Name, _ => 0L, StringComparer.Ordinal);

    /// <summary>Values, other than null, of columns that the new table alone has.</summary>
    public Dictionary<string, long> OnlyNew { get; } = match.OnlyNew.ToDictionary(column => column.Name, _ => 0L, StringComparer.Ordinal);

    public long Rows => Same + Added + Removed + Changed;

    /// <summary>
    /// Every row of the old is in the new with all its values, and no other is. A column that is new takes nothing away; one that is gone does where it held
    /// values; and of what can't be compared nobody knows.
    /// </summary>
    public bool IsSame => Added + Removed + Changed == 0 && OnlyOld.Values.All(values => values == 0) && (match.NotCompared.Count == 0 || Rows == 0);
}
