using System.Globalization;
using System.Text.Json.Serialization;

namespace Greenhouse.EfBackup.Protocol;

/// <summary>Which rows a partial backup was told to hold.</summary>
internal sealed record SelectedRows
{
    /// <summary>Conditions, of which the rows of a table meet all.</summary>
    public IReadOnlyList<RowCondition> Where { get; init; } = [];

    /// <summary>The most rows a table, the first by key; null for all.</summary>
    public int? Limit { get; init; }

    /// <summary>The rows that they reference too, and those that these reference.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool WithRelated { get; init; }

    /// <summary>The rows that reference them too, and those that reference these.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool AndDependents { get; init; }

    /// <summary>In a line, for people.</summary>
    public override string ToString()
    {
        string?[] parts =
        [
            .. Where.Select(condition => condition.ToString()),
            Limit is { } limit ? string.Create(CultureInfo.InvariantCulture, $"at most {limit} of each table") : null,
            AndDependents ? "with what hangs on them" : null,
            WithRelated || AndDependents ? "with what they reference" : null,
        ];
        return string.Join("; ", parts.OfType<string>());
    }
}

/// <summary>A condition on the rows of a table.</summary>
/// <param name="Table">The table's key in the file.</param>
/// <param name="Condition">SQL of the database.</param>
internal sealed record RowCondition(string Table, string Condition)
{
    public override string ToString() => $"{Table}: {Condition}";
}
