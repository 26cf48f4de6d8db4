using Greenhouse.EfBackup.Format;
using Greenhouse.EfBackup.Schema;

namespace Greenhouse.EfBackup.Verification.Differences;

/// <summary>The tables of two backups, or of a backup and a database, beside each other.</summary>
/// <param name="Tables">In an order in which both can be read, as far as there is one.</param>
/// <param name="LeftOut">Tables that one of the two was told to leave out: nothing is known of their rows there.</param>
internal sealed record TableMatches(IReadOnlyList<TableMatch> Tables, IReadOnlyList<string> LeftOut)
{
    /// <param name="names">How identifiers compare.</param>
    /// <exception cref="EfBackupException">The selection names a table that neither has.</exception>
    public static TableMatches Of(IRowSource old, IRowSource @new, TableSelection selection, StringComparer names)
    {
        var chosen = selection.Among([.. old.Tables, .. @new.Tables]);
        var foreign = old.Provider != @new.Provider;
        var counterparts = @new.Tables.ToDictionary(table => table.Key, table => FindOld(table, old.Tables, @new.Tables, names, foreign), StringComparer.Ordinal);
        var matched = counterparts.Values.OfType<TableDescription>().ToHashSet();
        var all = Merge(old.Tables, @new.Tables, counterparts, table => !matched.Contains(table))
            .Select(pair => pair is ({ } left, { } right) ? TableMatch.Of(left, right, names, foreign) : pair.Old is { } only ? TableMatch.Only(only, Side.Old) : TableMatch.Only(pair.New!, Side.New))
            .Where(match => Takes(chosen, match)).ToArray();
        var leftOut = all.Where(match => (match.Old is null ? old : @new).LeftOut.Contains(match.Key, names) && match.IsOnlyOne).ToArray();
        return new TableMatches([.. all.Except(leftOut)], [.. leftOut.Select(match => match.Key)]);
    }

    /// <summary>Old tables in their order, each new one after those that stand before its counterpart.</summary>
    private static IEnumerable<(TableDescription? Old, TableDescription? New)> Merge(
        IReadOnlyList<TableDescription> old, IReadOnlyList<TableDescription> @new, Dictionary<string, TableDescription?> counterparts, Func<TableDescription, bool> isOnly)
    {
        var given = 0;
        foreach (var table in @new)
        {
            var counterpart = counterparts[table.Key];
            var place = counterpart is null ? -1 : old.TakeWhile(candidate => candidate != counterpart).Count();
            for (; given < place; given++)
            {
                if (isOnly(old[given]))
                {
                    yield return (old[given], null);
                }
            }

            yield return (counterpart, table);
        }

        for (; given < old.Count; given++)
        {
            if (isOnly(old[given]))
            {
                yield return (old[given], null);
            }
        }
    }

    private static TableDescription? FindOld(TableDescription table, IReadOnlyList<TableDescription> old, IReadOnlyList<TableDescription> @new, StringComparer names, bool foreign)
        => old.FirstOrDefault(candidate => SchemaComparison.Counterpart(candidate, @new, names, foreign) == table);

    /// <summary>One of the two is meant, and none is left out.</summary>
    private static bool Takes(TableSelection selection, TableMatch match)
    {
        TableDescription[] tables = [.. new[] { match.Old, match.New }.OfType<TableDescription>()];
        return tables.Any(table => selection.Takes(table, isDefault: true)) && tables.All(table => (selection with { Include = [] }).Takes(table, isDefault: true));
    }
}
