namespace Greenhouse.EfBackup.Seeds;

/// <summary>A row in its turn.</summary>
/// <param name="Row">The row.</param>
/// <param name="Waiting">Values that are null until all rows are there.</param>
internal sealed record SeedStep(SeedRow Row, IReadOnlySet<PlannedCell> Waiting);

/// <summary>The order in which rows are looked for and inserted: what a row references before it, unless that references it in turn; then the reference waits, where its column takes null.</summary>
internal sealed class SeedOrder
{
    private readonly HashSet<SeedRow> _placed = [];
    private readonly HashSet<SeedRow> _begun = [];
    private readonly Stack<Visit> _visits = new();
    private readonly List<SeedStep> _steps = [];

    /// <exception cref="EfBackupException">Rows need each other, and none can wait.</exception>
    public static IReadOnlyList<SeedStep> Of(IReadOnlyList<SeedRow> rows)
    {
        var order = new SeedOrder();
        foreach (var row in rows)
        {
            order.Place(row);
        }

        return order._steps;
    }

    /// <summary>Depth first; a chain of rows may be longer than a thread's stack.</summary>
    private void Place(SeedRow first)
    {
        Begin(first);
        while (_visits.TryPeek(out var visit))
        {
            if (visit.Next < visit.Row.Links.Count)
            {
                Follow(visit, visit.Row.Links[visit.Next++]);
            }
            else
            {
                _visits.Pop();
                _begun.Remove(visit.Row);
                _placed.Add(visit.Row);
                _steps.Add(new SeedStep(visit.Row, visit.Waiting));
            }
        }
    }

    private void Begin(SeedRow row)
    {
        if (!_placed.Contains(row))
        {
            _begun.Add(row);
            _visits.Push(new Visit(row));
        }
    }

    private void Follow(Visit visit, SeedLink link)
    {
        if (_placed.Contains(link.Target))
        {
            return;
        }

        if (link.CanWait && NeedsBegun(link.Target))
        {
            visit.Waiting.UnionWith(link.Cells.Where(cell => cell.Column.Nullable));
        }
        else if (_begun.Contains(link.Target))
        {
            throw SeedErrors.Cycle([.. _visits.Select(other => other.Row).TakeWhile(row => row != link.Target).Append(link.Target).Select(row => row.Place)]);
        }
        else
        {
            Begin(link.Target);
        }
    }

    /// <summary>A row can't be inserted before one that has been begun.</summary>
    private bool NeedsBegun(SeedRow row)
    {
        var (seen, left) = (new HashSet<SeedRow> { row }, new Stack<SeedRow>([row]));
        while (left.TryPop(out var next))
        {
            if (_begun.Contains(next))
            {
                return true;
            }

            foreach (var needed in next.Links.Where(link => !link.CanWait && !_placed.Contains(link.Target)).Select(link => link.Target).Where(seen.Add))
            {
                left.Push(needed);
            }
        }

        return false;
    }

    private sealed class Visit(SeedRow row)
    {
        public SeedRow Row => row;

        public HashSet<PlannedCell> Waiting { get; } = [];

        public int Next { get; set; }
    }
}
