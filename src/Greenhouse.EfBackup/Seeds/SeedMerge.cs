using System.Globalization;
using Greenhouse.EfBackup.Databases;
using Greenhouse.EfBackup.Format;

namespace Greenhouse.EfBackup.Seeds;

/// <summary>What became of the rows of a table.</summary>
internal sealed record SeededTable(string Table, long Inserted, long Updated, long Unchanged);

/// <summary>Brings the rows of a seed into a database: those that are there get the values that differ, and those that are missing are inserted.</summary>
internal sealed class SeedMerge(ISeedStore store, SeedPlan plan)
{
    private readonly IReadOnlyDictionary<string, IReadOnlyList<ColumnDescription>> _wanted = plan.WantedColumns();
    private readonly Dictionary<SeedRow, Done> _done = [];
    private readonly Dictionary<string, SeedRow> _found = new(StringComparer.Ordinal);

    private enum Outcome
    {
        Unchanged,
        Updated,
        Inserted,
    }

    /// <returns>The tables of the seed, in load order.</returns>
    /// <exception cref="EfBackupException">A row can't be found again, or is refused; the transaction can only be given up.</exception>
    public async Task<IReadOnlyList<SeededTable>> RunAsync(CancellationToken cancellation)
    {
        var steps = SeedOrder.Of(plan.Rows);
        foreach (var step in steps)
        {
            cancellation.ThrowIfCancellationRequested();
            await GuardAsync(step.Row, () => PlaceAsync(step, cancellation));
        }

        foreach (var step in steps.Where(step => step.Waiting.Count > 0))
        {
            await GuardAsync(step.Row, () => CompleteAsync(step, cancellation));
        }

        long Count(IEnumerable<SeedRow> rows, Outcome outcome) => rows.Count(row => _done[row].Outcome == outcome);
        return [.. plan.Rows.GroupBy(row => row.Table.Key).Select(rows => new SeededTable(rows.Key, Count(rows, Outcome.Inserted), Count(rows, Outcome.Updated), Count(rows, Outcome.Unchanged)))];
    }

    private async Task PlaceAsync(SeedStep step, CancellationToken cancellation)
    {
        var (row, wanted) = (step.Row, _wanted[step.Row.Table.Key]);
        var certain = Cells(row, cell => !cell.IsRelative && !step.Waiting.Contains(cell));
        var identity = SeedIdentity.Of(row.Table, certain);
        if (identity.Count == 0)
        {
            throw SeedErrors.Row(row.Place, "has nothing by which it would be found again", "give it a key, or a value that is not counted from now");
        }

        var there = await store.FindAsync(row.Table, identity, certain, wanted, cancellation);
        if (there is null)
        {
            var stored = await store.InsertAsync(row.Table, NewCells(step, certain), wanted, cancellation);
            Remember(row, stored, identity, Outcome.Inserted);
            return;
        }

        Remember(row, there, identity, there.Differing.Count > 0 ? Outcome.Updated : Outcome.Unchanged);
        if (there.Differing.Count > 0)
        {
            await store.UpdateAsync(row.Table, _done[row].Identity, there.Differing, cancellation);
            _done[row].Take(there.Differing);
        }
    }

    /// <summary>References that had to wait.</summary>
    private async Task CompleteAsync(SeedStep step, CancellationToken cancellation)
    {
        var (row, done) = (step.Row, _done[step.Row]);
        var waited = Cells(row, step.Waiting.Contains);
        var there = await store.FindAsync(row.Table, done.Identity, waited, [], cancellation)
            ?? throw new SeedRefusedException("it is no longer there after others were inserted (a trigger)");
        if (there.Differing.Count > 0)
        {
            await store.UpdateAsync(row.Table, done.Identity, there.Differing, cancellation);
            done.Outcome = done.Outcome == Outcome.Inserted ? Outcome.Inserted : Outcome.Updated;
        }
    }

    private SeedCell[] Cells(SeedRow row, Func<PlannedCell, bool> which)
        => [.. row.Cells.Where(which).Select(cell => new SeedCell(cell.Column, cell.Source is var (target, column) ? _done[target].Values[column.Name] : cell.Value!))];

    /// <summary>All that a new row is given: nulls for what waits, and a key where the database gives none.</summary>
    private SeedCell[] NewCells(SeedStep step, IReadOnlyList<SeedCell> certain)
    {
        var row = step.Row;
        SeedCell[] given =
        [
            .. certain,
            .. row.Cells.Where(cell => cell.IsRelative).Select(cell => new SeedCell(cell.Column, cell.Value!)),
            .. step.Waiting.Select(cell => new SeedCell(cell.Column, SeedValue.Null)),
        ];
        var missing = row.Table.StoredColumns.Where(column => !column.Nullable && column.Default is null && given.All(cell => cell.Column.Name != column.Name) && !store.Generates(row.Table, column)).ToArray();
        return
        [
            .. given,
            .. missing.Select(column => column.Kind == ValueKind.Guid && row.Table.PrimaryKey.Contains(column.Name)
                ? new SeedCell(column, SeedValue.Canonical(Guid.NewGuid().ToString("D")))
                : throw SeedErrors.Row(row.Place, $"is not there yet and has no {column.Name}, which takes no null and has no default", "give it a value")),
        ];
    }

    private void Remember(SeedRow row, StoredRow stored, IReadOnlyList<SeedCell> identity, Outcome outcome)
    {
        var key = SeedIdentity.KeyOf(row.Table, stored.Values) ?? identity;
        _done[row] = new Done(stored.Values, key) { Outcome = outcome };
        var text = $"{row.Table.Key}\n{string.Join('\n', key.Select(cell => $"{cell.Column.Name}={Shown(cell.Value)}"))}";
        if (!_found.TryAdd(text, row))
        {
            throw SeedErrors.Row(row.Place, $"is the same row of the database as {_found[text].Place}", "give one of them a key, or another value, or leave it out");
        }
    }

    private static string Shown(SeedValue value)
        => value.Given is byte[] bytes ? Convert.ToHexString(bytes) : $"{Convert.ToString(value.Given, CultureInfo.InvariantCulture)}{value.Mark}{value.Text}";

    private static async Task GuardAsync(SeedRow row, Func<Task> action)
    {
        try
        {
            await action();
        }
        catch (SeedRefusedException exception)
        {
            throw SeedErrors.Refused(row.Place, exception.Message, exception);
        }
    }

    /// <param name="values">What was asked for of the row.</param>
    /// <param name="identity">How it is found from now on.</param>
    private sealed class Done(IReadOnlyDictionary<string, SeedValue> values, IReadOnlyList<SeedCell> identity)
    {
        public Dictionary<string, SeedValue> Values { get; } = values.ToDictionary();

        public IReadOnlyList<SeedCell> Identity => identity;

        public Outcome Outcome { get; set; }

        /// <summary>Rows that reference this one get what it has now.</summary>
        public void Take(IReadOnlyList<SeedCell> changes)
        {
            foreach (var cell in changes.Where(cell => Values.ContainsKey(cell.Column.Name)))
            {
                Values[cell.Column.Name] = cell.Value;
            }
        }
    }
}
