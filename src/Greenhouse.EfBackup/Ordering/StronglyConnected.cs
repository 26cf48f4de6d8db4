namespace Greenhouse.EfBackup.Ordering;

/// <summary>The groups of nodes that reach each other: Tarjan's algorithm (1972), with a stack of its own so that long chains end in no overflow.</summary>
internal static class StronglyConnected
{
    /// <returns>Every node in exactly one group; a group's nodes in ordinal order.</returns>
    public static IReadOnlyList<IReadOnlyList<string>> Groups(IReadOnlyList<string> nodes, Func<string, IEnumerable<string>> edges)
    {
        var search = new Search(edges);
        foreach (var node in nodes)
        {
            search.VisitFrom(node);
        }

        return search.Groups;
    }

    private sealed class Search(Func<string, IEnumerable<string>> edges)
    {
        private readonly Dictionary<string, int> _index = new(StringComparer.Ordinal);
        private readonly Dictionary<string, int> _low = new(StringComparer.Ordinal);
        private readonly Stack<string> _open = new();
        private readonly HashSet<string> _isOpen = new(StringComparer.Ordinal);

        public List<IReadOnlyList<string>> Groups { get; } = [];

        public void VisitFrom(string root)
        {
            if (_index.ContainsKey(root))
            {
                return;
            }

            var path = new Stack<(string Node, IEnumerator<string> Edges)>();
            path.Push(Enter(root));
            while (path.TryPeek(out var top))
            {
                if (!top.Edges.MoveNext())
                {
                    path.Pop();
                    Leave(top.Node);
                    if (path.TryPeek(out var below))
                    {
                        _low[below.Node] = Math.Min(_low[below.Node], _low[top.Node]);
                    }
                }
                else if (!_index.TryGetValue(top.Edges.Current, out var seen))
                {
                    path.Push(Enter(top.Edges.Current));
                }
                else if (_isOpen.Contains(top.Edges.Current))
                {
                    _low[top.Node] = Math.Min(_low[top.Node], seen);
                }
            }
        }

        private (string Node, IEnumerator<string> Edges) Enter(string node)
        {
            _low[node] = _index[node] = _index.Count;
            _open.Push(node);
            _isOpen.Add(node);
            return (node, edges(node).GetEnumerator());
        }

        private void Leave(string node)
        {
            if (_low[node] != _index[node])
            {
                return;
            }

            var group = new List<string>();
            string member;
            do
            {
                member = _open.Pop();
                _isOpen.Remove(member);
                group.Add(member);
            }
            while (member != node);

            group.Sort(StringComparer.Ordinal);
            Groups.Add(group);
        }
    }
}
