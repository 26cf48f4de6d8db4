using Greenhouse.EfBackup.Databases;
using Greenhouse.EfBackup.Format;

namespace Greenhouse.EfBackup.Seeds;

/// <summary>
/// By what a row of a seed is found again: its primary key; else the columns of a unique index; else all that the seed says of it. What is counted from now, or
/// is not known yet, is no part of it.
/// </summary>
internal static class SeedIdentity
{
    /// <param name="cells">The values that the row has for certain.</param>
    public static IReadOnlyList<SeedCell> Of(TableDescription table, IReadOnlyList<SeedCell> cells)
        => table.Indexes.Where(index => index.Unique && !IsPartial(index)).Select(index => index.Columns).Prepend(table.PrimaryKey)
            .Select(columns => Cells(columns, cells))
            .FirstOrDefault(found => found is not null) ?? cells;

    /// <summary>The primary key, where all of it is known.</summary>
    public static IReadOnlyList<SeedCell>? KeyOf(TableDescription table, IReadOnlyDictionary<string, SeedValue> values)
        => table.PrimaryKey.Count > 0 && table.PrimaryKey.All(values.ContainsKey)
            ? [.. table.PrimaryKey.Select(name => new SeedCell(table.Columns.First(column => column.Name == name), values[name]))]
            : null;

    private static SeedCell[]? Cells(IReadOnlyList<string> columns, IReadOnlyList<SeedCell> cells)
    {
        var found = columns.Select(name => cells.FirstOrDefault(cell => cell.Column.Name == name)).ToArray();
        return found.Length > 0 && found.All(cell => cell is { Value.Form: not SeedForm.Null }) ? [.. found.OfType<SeedCell>()] : null;
    }

    /// <summary>A condition anywhere in its definition: such an index lets rows be alike.</summary>
    private static bool IsPartial(IndexDescription index) => index.Definition?.Contains("WHERE", StringComparison.OrdinalIgnoreCase) == true;
}
