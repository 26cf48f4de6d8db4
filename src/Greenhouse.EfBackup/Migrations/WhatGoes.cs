using Greenhouse.EfBackup.Databases;
using Greenhouse.EfBackup.Protocol;
using Greenhouse.EfBackup.Schema;
using Greenhouse.EfBackup.Storage.Encryption;
using Greenhouse.EfBackup.Verification.Differences;
using Microsoft.EntityFrameworkCore;

namespace Greenhouse.EfBackup.Migrations;

/// <summary>What the way back to a backup does to the rows that are there: which go, which come back, and which get other values.</summary>
internal sealed class WhatGoes(DbContext context, IDatabase database, Progress progress)
{
    private const int Examples = 3;

    /// <param name="path">The backup, which was checked.</param>
    /// <param name="passphrase">What opens it, where it is encrypted.</param>
    /// <param name="limit">How many rows of each change a table; null for a few examples.</param>
    /// <returns>What the database has beyond the backup, by the columns that both have.</returns>
    public async Task<IReadOnlyDictionary<string, TableDifference>> FindAsync(string path, Passphrase? passphrase, int? limit, CancellationToken cancellation)
    {
        await using var old = new FileRows(path, passphrase);
        await using var snapshot = await database.OpenSnapshotAsync(cancellation);
        await using var @new = await LiveRows.BesideAsync(old.Metadata, context, database, snapshot, cancellation);
        var rows = new ShownRows(limit ?? Examples);
        var (tables, _) = await new Comparison(old, @new, database.Names, progress).RunAsync(TableSelection.Everything, rows, cancellation);
        return DifferenceResults.Of(tables, rows);
    }

    /// <summary>A sentence for each table whose rows will not be what they are.</summary>
    public static IEnumerable<string> Sentences(IReadOnlyDictionary<string, TableDifference> tables)
    {
        foreach (var (name, table) in tables)
        {
            string?[] parts =
            [
                Part(table, table.Added, Changes.Added, "written since would go"),
                Part(table, table.Changed, Changes.Changed, "changed since would be changed back"),
                Part(table, table.Removed, Changes.Removed, "would come back"),
                .. table.OnlyNew.Where(column => column.Value > 0).Select(column => $"{column.Key} ({column.Value} {(column.Value == 1 ? "value" : "values")}) is not in the backup"),
                .. table.NotCompared.Select(why => $"not compared: {why}"),
            ];
            if (parts.OfType<string>().ToArray() is { Length: > 0 } known)
            {
                yield return $"{name}: {string.Join("; ", known)}";
            }
        }
    }

    /// <summary>The examples have been told.</summary>
    public static IReadOnlyDictionary<string, TableDifference> WithoutRows(IReadOnlyDictionary<string, TableDifference> tables)
        => tables.ToDictionary(pair => pair.Key, pair => pair.Value with { Rows = null, RowsLeftOut = 0 }, StringComparer.Ordinal);

    private static string? Part(TableDifference table, long count, string change, string what)
    {
        if (count == 0)
        {
            return null;
        }

        var keys = table.Rows!.Where(row => row.Change == change && row.Key is not null).Take(Examples).Select(row => string.Join(" ", row.Key!.Select(column => $"{column.Key}={column.Value.GetRawText()}"))).ToArray();
        return $"{count} {(count == 1 ? "row" : "rows")} {what}{(keys.Length == 0 ? "" : $" ({string.Join(", ", keys)}{(count > keys.Length ? ", ..." : "")})")}";
    }
}
