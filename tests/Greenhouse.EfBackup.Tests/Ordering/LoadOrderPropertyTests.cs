using FsCheck.Xunit;
using Greenhouse.EfBackup.Ordering;

namespace Greenhouse.EfBackup.Tests.Ordering;

/// <summary>Random graphs, held against the plainest implementation of what the order promises.</summary>
public class LoadOrderPropertyTests
{
    private const int Nodes = 12;

    private static readonly string[] _names = [.. Enumerable.Range(0, Nodes).Select(number => ((char)('a' + number)).ToString())];

    [Property(MaxTest = 500)]
    public void Every_table_stands_in_the_order_once(byte[] ends)
    {
        var order = LoadOrder.Of(_names, Edges(ends));

        Assert.Equal(_names, order.Tables.Order(StringComparer.Ordinal));
    }

    [Property(MaxTest = 500)]
    public void Outside_of_cycles_principals_stand_before_dependents(byte[] ends)
    {
        var edges = Edges(ends);
        var reaches = Closure(edges);

        var tables = LoadOrder.Of(_names, edges).Tables.ToList();

        Assert.All(edges.Where(edge => !reaches[At(edge.To), At(edge.From)]), edge => Assert.True(tables.IndexOf(edge.To) < tables.IndexOf(edge.From)));
    }

    [Property(MaxTest = 500)]
    public void The_cycles_are_the_groups_that_reach_each_other(byte[] ends)
    {
        var edges = Edges(ends);
        var reaches = Closure(edges);
        var expected = _names
            .Where(name => reaches[At(name), At(name)])
            .GroupBy(name => _names.First(other => reaches[At(name), At(other)] && reaches[At(other), At(name)]))
            .Select(group => string.Concat(group.ToArray()));

        var cycles = LoadOrder.Of(_names, edges).Cycles.Select(cycle => string.Concat(cycle));

        Assert.Equal(expected, cycles);
    }

    [Property(MaxTest = 500)]
    public void The_tables_of_a_cycle_stand_together(byte[] ends)
    {
        var order = LoadOrder.Of(_names, Edges(ends));

        var tables = order.Tables.ToList();
        Assert.All(order.Cycles, cycle => Assert.Equal(cycle, tables.Slice(tables.IndexOf(cycle[0]), cycle.Count)));
    }

    [Property(MaxTest = 500)]
    public void Without_cycles_the_first_by_name_of_the_free_tables_goes_next(byte[] ends)
    {
        // From a later name to an earlier one, or the other way round after a permutation: no cycle either way.
        var edges = Edges(ends).Where(edge => edge.From != edge.To)
            .Select(edge => At(edge.From) * 5 % Nodes < At(edge.To) * 5 % Nodes ? edge : (From: edge.To, To: edge.From)).ToArray();
        var expected = new List<string>();
        while (expected.Count < Nodes)
        {
            expected.Add(_names.First(name => !expected.Contains(name) && edges.All(edge => edge.From != name || expected.Contains(edge.To))));
        }

        var order = LoadOrder.Of(_names, edges);

        Assert.Equal(expected, order.Tables);
        Assert.Empty(order.Cycles);
    }

    [Property(MaxTest = 500)]
    public void The_order_is_the_same_whatever_order_the_graph_comes_in(byte[] ends, int seed)
    {
        var edges = Edges(ends);
        var (shuffledNames, shuffledEdges) = (_names.ToArray(), edges.ToArray());
        new Random(seed).Shuffle(shuffledNames);
        new Random(seed).Shuffle(shuffledEdges);

        var (order, again) = (LoadOrder.Of(_names, edges), LoadOrder.Of(shuffledNames, shuffledEdges));

        Assert.Equal(order.Tables, again.Tables);
        Assert.Equal(order.Cycles, again.Cycles);
    }

    private static int At(string name) => name[0] - 'a';

    private static (string From, string To)[] Edges(byte[] ends)
        => [.. ends.Chunk(2).Where(pair => pair.Length == 2).Select(pair => (_names[pair[0] % Nodes], _names[pair[1] % Nodes]))];

    /// <summary>Warshall 1962.</summary>
    private static bool[,] Closure((string From, string To)[] edges)
    {
        var reaches = new bool[Nodes, Nodes];
        foreach (var (from, to) in edges)
        {
            reaches[At(from), At(to)] = true;
        }

        for (var through = 0; through < Nodes; through++)
        {
            for (var from = 0; from < Nodes; from++)
            {
                for (var to = 0; to < Nodes; to++)
                {
                    reaches[from, to] |= reaches[from, through] && reaches[through, to];
                }
            }
        }

        return reaches;
    }
}
