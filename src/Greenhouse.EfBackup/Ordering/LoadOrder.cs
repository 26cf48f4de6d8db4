namespace Greenhouse.EfBackup.Ordering;

/// <summary>
/// The order in which tables are loaded: what is referenced before what references it. Tables that reference each other in a cycle stand
/// together. Equal graphs give equal orders, whatever order their nodes and edges come in.
/// </summary>
/// <param name="Tables">All tables, principals first; among those that are free to go, by ordinal name.</param>
/// <param name="Cycles">The groups that reference each other, each with two tables or more, or one that references itself.</param>
internal sealed record LoadOrder(IReadOnlyList<string> Tables, IReadOnlyList<IReadOnlyList<string>> Cycles)
{
    /// <param name="tables">The tables' keys, each once.</param>
    /// <param name="references">From each table to what it references; other ends than <paramref name="tables"/> are passed over.</param>
    public static LoadOrder Of(IEnumerable<string> tables, IEnumerable<(string From, string To)> references)
    {
        var nodes = tables.Order(StringComparer.Ordinal).ToArray();
        var known = nodes.ToHashSet(StringComparer.Ordinal);
        var edges = references
            .Where(edge => known.Contains(edge.From) && known.Contains(edge.To))
            .Distinct()
            .ToLookup(edge => edge.From, edge => edge.To, StringComparer.Ordinal);

        var groups = StronglyConnected.Groups(nodes, node => edges[node].Order(StringComparer.Ordinal));
        return new LoadOrder(
            [.. Sort(groups, edges).SelectMany(group => group)],
            [.. groups.Where(group => group.Count > 1 || edges[group[0]].Contains(group[0], StringComparer.Ordinal)).OrderBy(group => group[0], StringComparer.Ordinal)]);
    }

    /// <summary>Kahn's algorithm over the groups: the first by name of those whose references are all placed goes next.</summary>
    private static IEnumerable<IReadOnlyList<string>> Sort(IReadOnlyList<IReadOnlyList<string>> groups, ILookup<string, string> edges)
    {
        var groupOf = groups.SelectMany((group, index) => group.Select(node => (node, index))).ToDictionary(pair => pair.node, pair => pair.index, StringComparer.Ordinal);
        var waitsFor = new HashSet<int>[groups.Count];
        var frees = new List<int>[groups.Count];
        for (var i = 0; i < groups.Count; i++)
        {
            frees[i] = [];
        }

        for (var i = 0; i < groups.Count; i++)
        {
            waitsFor[i] = [.. groups[i].SelectMany(node => edges[node]).Select(node => groupOf[node]).Where(other => other != i)];
            foreach (var other in waitsFor[i])
            {
                frees[other].Add(i);
            }
        }

        var ready = new PriorityQueue<int, string>(StringComparer.Ordinal);
        ready.EnqueueRange(Enumerable.Range(0, groups.Count).Where(group => waitsFor[group].Count == 0).Select(group => (group, groups[group][0])));
        while (ready.TryDequeue(out var next, out _))
        {
            yield return groups[next];
            foreach (var freed in frees[next])
            {
                waitsFor[freed].Remove(next);
                if (waitsFor[freed].Count == 0)
                {
                    ready.Enqueue(freed, groups[freed][0]);
                }
            }
        }
    }
}
