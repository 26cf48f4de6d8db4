using Greenhouse.EfBackup.Protocol;
using Greenhouse.EfBackup.Schema;

namespace Greenhouse.EfBackup.Verification.Differences;

/// <summary>Compares the rows of two backups, or of a backup and a database, table by table.</summary>
/// <param name="old">What was.</param>
/// <param name="new">What is.</param>
/// <param name="names">How identifiers compare.</param>
/// <param name="progress">Told of every table.</param>
internal sealed class Comparison(IRowSource old, IRowSource @new, StringComparer names, Progress progress)
{
    /// <param name="selection">Which tables.</param>
    /// <param name="target">Told of every row that differs; it counts only when this has returned.</param>
    /// <returns>What differs in each table, and what was not compared.</returns>
    /// <exception cref="EfBackupException">One of the two can't be read to its end, or is damaged.</exception>
    public async Task<(IReadOnlyList<TableCounts> Tables, IReadOnlyList<string> LeftOut)> RunAsync(TableSelection selection, IDifferences target, CancellationToken cancellation)
    {
        var matches = TableMatches.Of(old, @new, selection, names);
        await old.BeginAsync([.. matches.Tables.Select(match => match.Old).OfType<Format.TableDescription>()], cancellation);
        await @new.BeginAsync([.. matches.Tables.Select(match => match.New).OfType<Format.TableDescription>()], cancellation);
        var counts = await OwnThread.Run(() => Compare(matches.Tables, target, cancellation));
        return (counts, matches.LeftOut);
    }

    private List<TableCounts> Compare(IReadOnlyList<TableMatch> matches, IDifferences target, CancellationToken cancellation)
    {
        var counts = new List<TableCounts>();
        foreach (var match in matches)
        {
            counts.Add(Compare(match, target, cancellation));
            progress.Say(new TableEvent(Stages.Compare, match.Key, counts[^1].Rows, counts.Count, matches.Count));
        }

        old.Finish(cancellation);
        @new.Finish(cancellation);
        return counts;
    }

    private TableCounts Compare(TableMatch match, IDifferences target, CancellationToken cancellation)
    {
        var total = RowsOf(match.Old, old) + RowsOf(match.New, @new);
        using var left = Open(match, Side.Old, old, cancellation);
        using var right = Open(match, Side.New, @new, cancellation);
        using var comparison = new TableComparison(match, target, seen =>
        {
            cancellation.ThrowIfCancellationRequested();
            progress.Report(Stages.Compare, match.Key, seen, total);
        });
        try
        {
            return comparison.Run(left, right, cancellation);
        }
        catch (UnreadableRowException exception)
        {
            throw (exception.Side == Side.Old ? old : @new).Unreadable(match.Key, exception);
        }
    }

    private static RowCursor? Open(TableMatch match, Side side, IRowSource source, CancellationToken cancellation)
        => match.Of(side) is { } table ? new RowCursor(source.Read(table, cancellation), source.Recycle, new RowValues(table, side)) : null;

    private static long RowsOf(Format.TableDescription? table, IRowSource source) => table is null ? 0 : source.RowsOf(table);
}
