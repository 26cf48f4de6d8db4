using System.Diagnostics;
using Greenhouse.EfBackup.Protocol;
using Greenhouse.EfBackup.Restore;
using Greenhouse.EfBackup.Schema;
using Greenhouse.EfBackup.Verification.Differences;
using Greenhouse.EfBackup.Verification.Differences.Page;

namespace Greenhouse.EfBackup.Hosting;

/// <summary>The verb that compares a backup with another one, or with the database.</summary>
internal sealed class DiffVerb(BackupRequest request, Progress progress)
{
    /// <param name="names">How identifiers compare.</param>
    /// <exception cref="EfBackupException">One of the two can't be read to its end, or the page can't be written.</exception>
    public async Task<ResultEvent> RunAsync(IRowSource old, IRowSource @new, StringComparer names, CancellationToken cancellation)
    {
        var start = Stopwatch.GetTimestamp();
        foreach (var file in new[] { old, @new }.OfType<FileRows>())
        {
            MaskedBackup.Warn(progress, file.Name, file.Metadata);
        }

        var limit = request.Limit ?? ShownRows.Default;
        var rows = request.Rows ? new ShownRows(limit) : null;
        using var page = request.Html is null ? null : new PageSections(limit);
        var targets = new AllDifferences([.. new IDifferences?[] { rows, page }.OfType<IDifferences>()]);
        var (tables, leftOut) = await new Comparison(old, @new, names, progress).RunAsync(new TableSelection(request.Include, request.Exclude, AllTables: true), targets, cancellation);
        page?.WriteTo(request.Html!, old.Name, @new.Name, leftOut);
        var same = tables.All(counts => counts.IsSame);
        return new ResultEvent
        {
            ExitCode = same ? ExitCodes.Done : ExitCodes.Different,
            Diff = new DiffResult
            {
                Old = old.Name,
                New = @new.Name,
                Same = same,
                Tables = DifferenceResults.Of(tables, rows),
                LeftOut = leftOut,
                Html = request.Html,
                Seconds = Progress.SecondsSince(start),
            },
        };
    }
}
