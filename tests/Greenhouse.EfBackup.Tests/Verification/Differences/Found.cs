using System.Text.Json;
using Greenhouse.EfBackup.Format;
using Greenhouse.EfBackup.Protocol;
using Greenhouse.EfBackup.Schema;
using Greenhouse.EfBackup.Verification.Differences;

namespace Greenhouse.EfBackup.Tests.Verification.Differences;

/// <summary>What a comparison of given rows finds.</summary>
internal static class Found
{
    public static TableDescription Table(string key, string[] primaryKey, params (string Name, ValueKind Kind)[] columns)
        => new() { Key = key, Name = key, PrimaryKey = primaryKey, Columns = [.. columns.Select(column => Column(column.Name, column.Kind))] };

    public static ColumnDescription Column(string name, ValueKind kind, string storeType = "") => new() { Name = name, StoreType = storeType, Kind = kind };

    public static async Task<IReadOnlyDictionary<string, TableDifference>> InAsync(IRowSource old, IRowSource @new, int limit = 100, TableSelection? selection = null)
    {
        var rows = new ShownRows(limit);
        var (tables, _) = await new Comparison(old, @new, StringComparer.Ordinal, Progress.None).RunAsync(selection ?? TableSelection.Everything, rows, CancellationToken.None);
        return DifferenceResults.Of(tables, rows);
    }

    public static async Task<TableDifference> InAsync(TableDescription old, string[] oldRows, TableDescription @new, string[] newRows)
        => (await InAsync(new GivenRows((old, oldRows)), new GivenRows((@new, newRows)))).Single().Value;

    /// <summary>Each row that differs, as <c>~ {"id":1} {"v":1} {"v":2}</c>.</summary>
    public static IEnumerable<string> Lines(TableDifference found)
        => found.Rows!.Select(row => string.Join(' ', new[] { Sign(row.Change), Text(row.Key), Text(row.Old), Text(row.New) }.Where(part => part.Length > 0)));

    public static (long Added, long Removed, long Changed, long Same) Counts(TableDifference found) => (found.Added, found.Removed, found.Changed, found.Same);

    private static string Sign(string change) => change switch { Changes.Added => "+", Changes.Removed => "-", _ => "~" };

    private static string Text(IReadOnlyDictionary<string, JsonElement>? values)
        => values is null ? "" : $"{{{string.Join(',', values.Select(value => $"\"{value.Key}\":{value.Value.GetRawText()}"))}}}";
}
