namespace Greenhouse.EfBackup.Endurance;

/// <summary>Lines of columns that stand below each other.</summary>
internal static class TextTable
{
    public static void Write(IReadOnlyList<IReadOnlyList<object>> rows)
    {
        string[][] texts = [.. rows.Select(row => row.Select(value => FormattableString.Invariant($"{value}")).ToArray())];
        int[] widths = [.. Enumerable.Range(0, texts[0].Length).Select(column => texts.Max(row => row[column].Length))];
        foreach (var row in texts)
        {
            Console.WriteLine(string.Join("  ", row.Select((text, column) => rows[^1][column] is string ? text.PadRight(widths[column]) : text.PadLeft(widths[column]))).TrimEnd());
        }
    }
}
