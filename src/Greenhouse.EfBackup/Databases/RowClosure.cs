namespace Greenhouse.EfBackup.Databases;

/// <summary>A way from selected rows of a table to rows of another one, or of the same.</summary>
/// <param name="From">The key of the one.</param>
/// <param name="To">The key of the other.</param>
/// <param name="AddAsync">Selects what the rows lead to that were selected in one round (the first number) and after it, as rows of another round (the second). Gives how many are new.</param>
internal sealed record RowStep(string From, string To, Func<int, int, Task<long>> AddAsync);

/// <summary>Follows keys from rows that are selected to others, until no new ones are found: only new rows are followed, so that a cycle ends by itself.</summary>
internal static class RowClosure
{
    /// <param name="steps">The ways.</param>
    /// <param name="round">The first round that is free; all rows of those before it are followed.</param>
    /// <returns>The next round that is free.</returns>
    public static async Task<int> FollowAsync(IReadOnlyList<RowStep> steps, int round)
    {
        var fresh = steps.Select(step => step.From).ToHashSet(StringComparer.Ordinal);
        for (var from = 0; fresh.Count > 0; from = round++)
        {
            var found = new HashSet<string>(StringComparer.Ordinal);
            foreach (var step in steps.Where(step => fresh.Contains(step.From)))
            {
                if (await step.AddAsync(from, round) > 0)
                {
                    found.Add(step.To);
                }
            }

            fresh = found;
        }

        return round;
    }
}
