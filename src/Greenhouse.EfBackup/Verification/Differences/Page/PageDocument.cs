using System.Security.Cryptography;
using System.Text;
using Greenhouse.EfBackup.Storage;

namespace Greenhouse.EfBackup.Verification.Differences.Page;

/// <summary>One page with nothing from elsewhere: its style and its script are in it, and it forbids all others.</summary>
/// <param name="target">Takes the page.</param>
/// <param name="rows">The rows of all tables, as HTML.</param>
/// <param name="limit">How many rows of each change are shown a table.</param>
internal sealed class PageDocument(Stream target, ScratchFile rows, int limit)
{
    public void Write(string old, string @new, IReadOnlyList<PageSection> sections, IReadOnlyList<string> leftOut)
    {
        var same = sections.All(section => section.Counts.IsSame);
        Put($"""
            <!DOCTYPE html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src '{HashOf(PageStyle.Text)}'; script-src '{HashOf(PageScript.Text)}'; base-uri 'none'; form-action 'none'">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="robots" content="noindex">
            <title>{PageText.Of(Path.GetFileName(old))} and {PageText.Of(Path.GetFileName(@new))}</title>
            <style>{PageStyle.Text}</style>
            </head>
            <body>
            <header>
            <h1>{(same ? "The same rows" : "What differs")}</h1>
            <dl><dt>old</dt><dd>{PageText.Of(old)}</dd><dt>new</dt><dd>{PageText.Of(@new)}</dd></dl>
            </header>
            <main>

            """);
        WriteSummary(sections);
        if (leftOut.Count > 0)
        {
            Put($"<p class=\"note\">Not compared, since one of the two leaves them out: {Names(leftOut)}</p>\n");
        }

        for (var i = 0; i < sections.Count; i++)
        {
            WriteSection(i, sections[i]);
        }

        Put($"</main>\n<script>{PageScript.Text}</script>\n</body>\n</html>\n");
    }

    private void WriteSummary(IReadOnlyList<PageSection> sections)
    {
        Put("<div class=\"scroll\"><table class=\"summary\"><thead><tr><th scope=\"col\">table</th><th scope=\"col\">added</th><th scope=\"col\">removed</th><th scope=\"col\">changed</th><th scope=\"col\">same</th></tr></thead>\n<tbody>\n");
        for (var i = 0; i < sections.Count; i++)
        {
            var counts = sections[i].Counts;
            var name = PageText.Of(counts.Match.Key);
            Put($"<tr><th scope=\"row\">{(IsShown(sections[i]) ? $"<a href=\"#t{i}\">{name}</a>" : name)}</th>{Count(counts.Added, "added", "+")}{Count(counts.Removed, "removed", "&minus;")}{Count(counts.Changed, "changed", "&Delta;")}<td class=\"num\">{PageText.Of(counts.Same)}</td></tr>\n");
        }

        Put("</tbody></table></div>\n");
        if (sections.Any(IsShown))
        {
            Put("<p class=\"search\"><input type=\"search\" id=\"search\" placeholder=\"Search names and values\" aria-label=\"Search names and values\"> <output id=\"hits\" for=\"search\"></output></p>\n");
        }
    }

    private void WriteSection(int index, PageSection section)
    {
        if (!IsShown(section))
        {
            return;
        }

        Put($"<section id=\"t{index}\"><h2>{PageText.Of(section.Counts.Match.Key)}</h2>\n");
        foreach (var note in NotesOf(section))
        {
            Put($"<p class=\"note\">{note}</p>\n");
        }

        rows.CopyTo(target, section.Start, section.End);
        Put("</section>\n");
    }

    private IEnumerable<string> NotesOf(PageSection section)
    {
        var (counts, match) = (section.Counts, section.Counts.Match);
        var only = match.New is null ? "Only the old has this table" : match.Old is null ? "Only the new has this table" : null;
        string?[] notes =
        [
            only,
            counts.Columns.Count == 0 ? null : $"Changed: {string.Join(", ", counts.Columns.Select(column => $"{PageText.Of(column.Key)} in {PageText.Of(column.Value)}"))}",
            counts.OnlyOld.Count == 0 ? null : $"Only the old has the columns {Values(counts.OnlyOld)}",
            counts.OnlyNew.Count == 0 ? null : $"Only the new has the columns {Values(counts.OnlyNew)}",
            match.NotCompared.Count == 0 ? null : $"Not compared: {Names(match.NotCompared)}",
            match.IsKeyed || only is not null ? null : "Without a common primary key, rows are compared as a whole",
            section.LeftOut == 0 ? null : $"{PageText.Of(section.LeftOut)} more rows differ; {PageText.Of(limit)} of each change are shown (<code>--limit</code>)",
        ];
        return notes.OfType<string>();
    }

    private static bool IsShown(PageSection section)
        => !section.Counts.IsSame || section.Counts.OnlyOld.Count + section.Counts.OnlyNew.Count + section.Counts.Match.NotCompared.Count > 0 || section.Counts.Match.IsOnlyOne;

    private static string Count(long count, string change, string sign)
        => count == 0 ? "<td class=\"num zero\">0</td>" : $"<td class=\"num {change}\"><span aria-hidden=\"true\">{sign}</span>{PageText.Of(count)}</td>";

    private static string Names(IEnumerable<string> names) => string.Join(", ", names.Select(PageText.Of));

    private static string Values(IReadOnlyDictionary<string, long> columns) => string.Join(", ", columns.Select(column => $"{PageText.Of(column.Key)} ({PageText.Of(column.Value)} values)"));

    private static string HashOf(string inline) => $"sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(inline)))}";

    private void Put(string text) => target.Write(Encoding.UTF8.GetBytes(text));
}
