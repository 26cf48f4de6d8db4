using Greenhouse.EfBackup.Format;

namespace Greenhouse.EfBackup.Databases;

/// <summary>Which rows of some tables are meant.</summary>
/// <param name="Seeds">Where it begins.</param>
/// <param name="Principals">With the rows that they reference, and those that these reference; of other tables no rows.</param>
/// <param name="Dependents">Tables whose rows are followed where they reference rows of <paramref name="Seeds"/>, or one another.</param>
internal sealed record RowSelection(IReadOnlyList<SeedRows> Seeds, bool Principals, IReadOnlyList<TableDescription> Dependents);

/// <summary>Rows of a table.</summary>
/// <param name="Table">The table.</param>
/// <param name="Conditions">What they meet, as SQL that somebody wrote; all of it.</param>
/// <param name="Limit">The most of them, the first by key; null for all.</param>
internal sealed record SeedRows(TableDescription Table, IReadOnlyList<string> Conditions, int? Limit)
{
    /// <summary>All rows are meant.</summary>
    public bool IsWhole => Conditions.Count == 0 && Limit is null;

    /// <summary>The conditions as SQL, each on lines of its own: a comment in one of them hides nothing.</summary>
    public string Where => Conditions.Count == 0 ? "" : $" WHERE {string.Join(" AND ", Conditions.Select(condition => $"(\n{condition}\n)"))}";
}
