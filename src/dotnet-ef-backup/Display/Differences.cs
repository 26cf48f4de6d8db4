using System.Text.Json;
using Greenhouse.EfBackup.Protocol;

namespace Greenhouse.EfBackup.Tool.Display;

/// <summary>What differs, for people.</summary>
internal static class Differences
{
    /// <summary>The longest value that is shown whole.</summary>
    private const int MostOfValue = 120;

    /// <summary>What is to be said of the two, in one clause.</summary>
    public static string Verdict(DiffResult found)
    {
        var tables = found.Tables.Values;
        var counts = new[] { Some(tables.Sum(table => table.Added), "added"), Some(tables.Sum(table => table.Removed), "removed"), Some(tables.Sum(table => table.Changed), "changed") }.OfType<string>().ToArray();
        return found.Same ? "hold the same rows"
            : counts.Length > 0 ? $"differ: {string.Join(", ", counts)}"
            : "differ in what could not be compared";
    }

    public static void Print(IReadOnlyDictionary<string, TableDifference> tables, ResultWriter writer)
    {
        writer.Table(
            ["table", "added", "removed", "changed", "same"],
            tables.Select(pair => new[] { pair.Key, Format.Count(pair.Value.Added), Format.Count(pair.Value.Removed), Format.Count(pair.Value.Changed), Format.Count(pair.Value.Same) }));
        foreach (var (name, table) in tables)
        {
            foreach (var remark in Remarks(table))
            {
                writer.Line($"{name}: {remark}");
            }
        }

        foreach (var (name, table) in tables.Where(pair => pair.Value.Rows is { Count: > 0 }))
        {
            writer.Line(name);
            PrintRows(table, writer);
        }
    }

    private static IEnumerable<string> Remarks(TableDifference table)
    {
        string?[] remarks =
        [
            table.OnlyIn is { } side ? $"only the {side} has this table" : null,
            table.ChangedColumns.Count > 0 ? $"changed are {string.Join(", ", table.ChangedColumns.Select(column => $"{column.Key} ({Format.Count(column.Value)})"))}" : null,
            table.OnlyOld.Count > 0 ? $"only the old has {Values(table.OnlyOld)}" : null,
            table.OnlyNew.Count > 0 ? $"only the new has {Values(table.OnlyNew)}" : null,
            table.NotCompared.Count > 0 ? $"not compared: {string.Join("; ", table.NotCompared)}" : null,
            table is { WithoutKey: true, OnlyIn: null } ? "without a common primary key, rows are compared as a whole" : null,
        ];
        return remarks.OfType<string>();
    }

    private static void PrintRows(TableDifference table, ResultWriter writer)
    {
        foreach (var row in table.Rows!)
        {
            writer.Line(row.Change switch
            {
                Changes.Added => $"  + {Text(row.New!)}",
                Changes.Removed => $"  - {Text(row.Old!)}",
                _ => $"  ~ {Text(row.Key!)}: {string.Join(", ", row.Old!.Select(column => $"{column.Key} {Text(column.Value)} -> {Text(row.New![column.Key])}"))}",
            });
        }

        if (table.RowsLeftOut > 0)
        {
            writer.Line($"  and {Format.Count(table.RowsLeftOut)} more (--limit)");
        }
    }

    private static string Values(IReadOnlyDictionary<string, long> columns) => string.Join(", ", columns.Select(column => $"{column.Key} ({Format.Count(column.Value)} {(column.Value == 1 ? "value" : "values")})"));

    private static string Text(IReadOnlyDictionary<string, JsonElement> values) => string.Join(" ", values.Select(value => $"{value.Key}={Text(value.Value)}"));

    /// <summary>A document of the database never begins with a dollar: this one is the beginning of a longer value.</summary>
    private static string Text(JsonElement value)
        => value.ValueKind == JsonValueKind.Object && value.TryGetProperty("$cut", out var beginning)
            ? Cut(beginning.GetString()!, value.GetProperty("bytes").GetInt64())
            : Cut(value.GetRawText(), value.GetRawText().Length);

    private static string Cut(string text, long length)
    {
        if (length <= MostOfValue)
        {
            return text;
        }

        var shown = Math.Min(text.Length, MostOfValue);
        // Half of a character would be none.
        shown -= char.IsHighSurrogate(text[shown - 1]) ? 1 : 0;
        return $"{text[..shown]}... ({Format.Count(length)} long)";
    }

    private static string? Some(long rows, string change) => rows == 0 ? null : $"{Format.Rows(rows)} {change}";
}
