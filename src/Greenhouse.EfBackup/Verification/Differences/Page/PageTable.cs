using System.Text;

namespace Greenhouse.EfBackup.Verification.Differences.Page;

/// <summary>The rows of one table as HTML: first those that were changed, a line a column, then those that only one side has, a column each.</summary>
internal sealed class PageTable(TableMatch match, StringBuilder text)
{
    private readonly (string Name, int Old, int New)[] _columns = [.. AllColumns(match)];
    private string? _open;

    public void Changed(RowValues old, RowValues @new, IReadOnlyList<ColumnMatch> columns)
    {
        Open("changed", match.Identity.Select(column => column.Name), ["column", "old", "new"]);
        text.Append("<tbody class=\"r changed\">\n");
        for (var i = 0; i < columns.Count; i++)
        {
            text.Append("<tr>");
            if (i == 0)
            {
                Head(old, $" rowspan=\"{columns.Count}\"");
            }

            text.Append("<th scope=\"row\">").Append(PageText.Of(columns[i].Name)).Append("</th>");
            Value("del", "old ", old[columns[i].Old]);
            Value("ins", "new ", @new[columns[i].New]);
            text.Append("</tr>\n");
        }

        text.Append("</tbody>\n");
    }

    public void Only(RowValues row)
    {
        Open("only", _columns.Select(column => column.Name), []);
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
                Value(null, "", row[place]);
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
    private static IEnumerable<(string Name, int Old, int New)> AllColumns(TableMatch match)
    {
        var common = match.Columns.ToDictionary(column => column.Name, StringComparer.Ordinal);
        var old = (match.Old?.StoredColumns ?? []).Select((column, place) => common.TryGetValue(column.Name, out var both)
            ? (column.Name, both.Old, match.New is null ? -1 : both.New)
            : (column.Name, place, -1));
        var known = match.Columns.Where(_ => match.Old is not null).Select(column => column.New).ToHashSet();
        return old.Concat((match.New?.StoredColumns ?? []).Select((column, place) => (column.Name, -1, place)).Where(column => !known.Contains(column.place)));
    }

    private void Open(string kind, IEnumerable<string> names, IEnumerable<string> words)
    {
        if (_open == kind)
        {
            return;
        }

        Close();
        _open = kind;
        text.Append("<div class=\"scroll\"><table class=\"").Append(kind).Append("\"><thead><tr><th></th>");
        text.AppendJoin("", names.Select(name => $"<th scope=\"col\">{PageText.Of(name)}</th>"));
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

    private void Value(string? element, string side, ReadOnlySpan<byte> value)
    {
        text.Append("<td class=\"").Append(side).Append(PageText.ClassOf(value)).Append("\">");
        text.Append(element is null ? PageText.OfValue(value) : $"<{element}>{PageText.OfValue(value)}</{element}>").Append("</td>");
    }
}
