using System.Text.Json;

namespace Greenhouse.EfBackup.Protocol;

/// <summary>What <c>diff</c> found.</summary>
internal sealed record DiffResult
{
    /// <summary>The first backup, absolute.</summary>
    public required string Old { get; init; }

    /// <summary>The second backup, absolute; the database's name where that is compared.</summary>
    public required string New { get; init; }

    /// <summary>The rows of the first are those of the second: what <see cref="ResultEvent.ExitCode"/> says.</summary>
    public bool Same { get; init; }

    /// <summary>What differs in each table, by its key, in load order.</summary>
    public required IReadOnlyDictionary<string, TableDifference> Tables { get; init; }

    /// <summary>Tables that one of the two was told to leave out, which are therefore not compared.</summary>
    public IReadOnlyList<string> LeftOut { get; init; } = [];

    /// <summary>The page that was written, absolute; null for none.</summary>
    public string? Html { get; init; }

    public double Seconds { get; init; }
}

/// <summary>How one table differs.</summary>
internal sealed record TableDifference
{
    /// <summary>Rows that only the new has.</summary>
    public long Added { get; init; }

    /// <summary>Rows that only the old has.</summary>
    public long Removed { get; init; }

    /// <summary>Rows that both have, with other values.</summary>
    public long Changed { get; init; }

    /// <summary>Rows that both have, with the same values in all columns that both have.</summary>
    public long Same { get; init; }

    /// <summary><c>old</c> or <c>new</c> where only one of them has the table.</summary>
    public string? OnlyIn { get; init; }

    /// <summary>In how many rows each column was changed.</summary>
    public IReadOnlyDictionary<string, long> ChangedColumns { get; init; } = new Dictionary<string, long>();

    /// <summary>Columns that only the old has, with the number of their values.</summary>
    public IReadOnlyDictionary<string, long> OnlyOld { get; init; } = new Dictionary<string, long>();

    /// <summary>Columns that only the new has, with the number of their values.</summary>
    public IReadOnlyDictionary<string, long> OnlyNew { get; init; } = new Dictionary<string, long>();

    /// <summary>Columns whose values can't be compared, and why, a sentence each.</summary>
    public IReadOnlyList<string> NotCompared { get; init; } = [];

    /// <summary>There is no primary key that both have: rows are compared as a whole, and never changed.</summary>
    public bool WithoutKey { get; init; }

    /// <summary>The rows that differ, so many of each change as were asked for; null where none were.</summary>
    public IReadOnlyList<RowDifference>? Rows { get; init; }

    /// <summary>How many more rows differ than <see cref="Rows"/> has.</summary>
    public long RowsLeftOut { get; init; }
}

/// <summary>A row that differs. Values stand as in a file; a long one is <c>{"$cut":"its beginning","bytes":12345}</c>.</summary>
internal sealed record RowDifference
{
    /// <summary>One of <see cref="Changes"/>.</summary>
    public required string Change { get; init; }

    /// <summary>The values of the primary key; null where there is none.</summary>
    public IReadOnlyDictionary<string, JsonElement>? Key { get; init; }

    /// <summary>What was: of a changed row the columns that differ, of a removed one all.</summary>
    public IReadOnlyDictionary<string, JsonElement>? Old { get; init; }

    /// <summary>What is: of a changed row the columns that differ, of an added one all.</summary>
    public IReadOnlyDictionary<string, JsonElement>? New { get; init; }
}

/// <summary>The values of <see cref="RowDifference.Change"/>.</summary>
internal static class Changes
{
    public const string Added = "added";
    public const string Removed = "removed";
    public const string Changed = "changed";
}
