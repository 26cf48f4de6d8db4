using System.Text;
using Greenhouse.EfBackup.Format;

namespace Greenhouse.EfBackup.Verification.Differences.Page;

/// <summary>The rows of one table as HTML: first those that were changed, a line a column, then those that only one side has, a column each.</summary>
internal sealed class PageTable(TableMatch match, StringBuilder text)
{
    private readonly (string Name, int Old, int New, bool IsNumber)[] _columns = [.. AllColumns(match)];
    private string? _open;

    public void Changed(RowValues old, RowValues @new, IReadOnlyList<ColumnMatch> columns)
    {
        Open("changed", match.Identity.Select(column => (column.Name, IsNumber(column.OldKind))), ["column", "old", "new"]);
        text.Append("<tbody class=\"r changed\">\n");
        for (var i = 0; i < columns.Count; i++)
        {
            text.Append("<tr>");
            if (i == 0)
            {
                Head(old, $" rowspan=\"{columns.Count}\"");
            }

            var before = old[columns[i].Old];
            var after = @new[columns[i].New];
            var from = PageText.FirstShown(before, after);
            text.Append("<th scope=\"row\">").Append(PageText.Of(columns[i].Name)).Append("</th>");
            text.Append("<td class=\"old\"><del>").Append(PageText.OfValue(before, from)).Append("</del></td>");
            text.Append("<td class=\"new\"><ins>").Append(PageText.OfValue(after, from)).Append("</ins></td>");
            text.Append("</tr>\n");
        }

        text.Append("</tbody>\n");
    }

    public void Only(RowValues row)
    {
        Open("only", _columns.Select(column => (column.Name, column.IsNumber)), []);
        var isOld = row.Side == Side.Old;
        text.Append(isOld ? "<tbody class=\"r removed\"><tr><td class=\"sign\" title=\"removed\">&minus;</td>" : "<tbody class=\"r added\"><tr><td class=\"sign\" title=\"added\">+</td>");
        foreach (var column in _columns)
        {
            var place = isOld ? column.Old : column.New;
            if (place < 0)
            {
                text.Append("<td class=\"none\"></td>");
            }
            else
            {
                var value = row[place];
                text.Append("<td class=\"").Append(PageText.ClassOf(value)).Append("\">").Append(PageText.OfValue(value)).Append("</td>");
            }
        }

        text.Append("</tr></tbody>\n");
    }

    public void Close()
    {
        if (_open is not null)
        {
            text.Append("</table></div>\n");
        }

        _open = null;
    }

    /// <summary>Columns of both, in the old order, and then those that are new.</summary>
    private static IEnumerable<(string Name, int Old, int New, bool IsNumber)> AllColumns(TableMatch match)
    {
        var common = match.Columns.ToDictionary(column => column.Name, StringComparer.Ordinal);
        var old = (match.Old?.StoredColumns ?? []).Select((column, place) => common.TryGetValue(column.Name, out var both)
            ? (column.Name, both.Old, match.New is null ? -1 : both.New, IsNumber(column.Kind))
            : (column.Name, place, -1, IsNumber(column.Kind)));
        var known = match.Columns.Where(_ => match.Old is not null).Select(column => column.New).ToHashSet();
        return old.Concat((match.New?.StoredColumns ?? []).Select((column, place) => (column.Name, -1, place, IsNumber(column.Kind))).Where(column => !known.Contains(column.place)));
    }

    private void Open(string kind, IEnumerable<(string Name, bool IsNumber)> columns, IEnumerable<string> words)
    {
        if (_open == kind)
        {
            return;
        }

        Close();
        _open = kind;
        text.Append("<div class=\"scroll\"><table class=\"").Append(kind).Append("\"><thead><tr><th></th>");
        text.AppendJoin("", columns.Select(column => $"<th scope=\"col\"{(column.IsNumber ? " class=\"num\"" : "")}>{PageText.Of(column.Name)}</th>"));
        text.AppendJoin("", words.Select(word => $"<th scope=\"col\" class=\"word\">{word}</th>"));
        text.Append("</tr></thead>\n");
    }

    private void Head(RowValues row, string span)
    {
        text.Append("<td class=\"sign\" title=\"changed\"").Append(span).Append(">&Delta;</td>");
        foreach (var column in match.Identity)
        {
            var value = row[column.PlaceOf(row.Side)];
            text.Append("<td class=\"key ").Append(PageText.ClassOf(value)).Append('"').Append(span).Append('>').Append(PageText.OfValue(value)).Append("</td>");
        }
    }

    private static bool IsNumber(ValueKind kind) => kind is ValueKind.Integer or ValueKind.Decimal or ValueKind.Single or ValueKind.Double;
}
