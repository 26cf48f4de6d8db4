using Greenhouse.EfBackup.Databases;
using Greenhouse.EfBackup.Format;

namespace Greenhouse.EfBackup.Seeds;

/// <summary>A row of a seed whose table and columns are known.</summary>
internal sealed class SeedRow(TableDescription table, SeedPlace place, string? name, IReadOnlyList<PlannedCell> cells)
{
    public TableDescription Table => table;

    public SeedPlace Place => place;

    /// <summary>Its own name in the seed; null where it has none.</summary>
    public string? Name => name;

    public IReadOnlyList<PlannedCell> Cells => cells;

    /// <summary>The rows of the seed that must be there before it, as far as its columns do not take null.</summary>
    public List<SeedLink> Links { get; } = [];

    public PlannedCell? Cell(string column) => cells.FirstOrDefault(cell => cell.Column.Name == column);
}

/// <summary>A value of a row, or what it will be.</summary>
internal sealed class PlannedCell(ColumnDescription column, SeedValue? value)
{
    public ColumnDescription Column => column;

    /// <summary>The value; null where it is that of another row.</summary>
    public SeedValue? Value => value;

    /// <summary>It depends on when it is read: only a new row gets it.</summary>
    public bool IsRelative { get; init; }

    /// <summary>The name of the row whose value it is.</summary>
    public string? Reference { get; init; }

    /// <summary>The column of that row; null for the one that a foreign key references.</summary>
    public string? ReferencedColumn { get; init; }

    /// <summary>The row of <see cref="Reference"/>, and its column.</summary>
    public (SeedRow Row, ColumnDescription Column)? Source { get; set; }
}

/// <summary>A row that another one references.</summary>
/// <param name="Target">What is referenced.</param>
/// <param name="Cells">The values that do it.</param>
internal sealed record SeedLink(SeedRow Target, IReadOnlyList<PlannedCell> Cells)
{
    /// <summary>The reference can wait until the target is there: one of its columns takes null meanwhile.</summary>
    public bool CanWait => Cells.Any(cell => cell.Column.Nullable);
}
