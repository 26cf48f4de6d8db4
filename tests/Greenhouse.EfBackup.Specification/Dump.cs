using Xunit;

namespace Greenhouse.EfBackup.Specification;

/// <summary>What a database holds, by its own account.</summary>
/// <param name="Tables">The rows of each table, each as text from which every stored bit could be made again, sorted.</param>
/// <param name="Counters">What gives out keys: name and last value.</param>
public sealed record Dump(IReadOnlyDictionary<string, IReadOnlyList<string>> Tables, IReadOnlyList<string> Counters)
{
    public long Rows => Tables.Values.Sum(rows => (long)rows.Count);

    public IReadOnlyList<string> Lines
        => [.. Tables.OrderBy(table => table.Key, StringComparer.Ordinal).SelectMany(table => table.Value.Select(row => $"{table.Key}: {row}")), .. Counters];

    public void AssertSame(Dump other) => Assert.Equal(Lines, other.Lines);

    public void AssertDiffers(Dump other) => Assert.NotEqual(Lines, other.Lines);
}
