namespace Greenhouse.EfBackup.Databases;

/// <summary>Dangling rows as a line for people.</summary>
internal static class DanglingText
{
    public static string Of(DanglingRows rows)
    {
        var examples = rows.Examples.Count > 0 ? $", such as {string.Join("; ", rows.Examples)}" : "";
        return $"{rows.Table} ({string.Join(", ", rows.Columns)}) -> {rows.References}: {rows.Count} {(rows.Count == 1 ? "row" : "rows")}{examples}";
    }
}
