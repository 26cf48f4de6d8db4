using Greenhouse.EfBackup.Protocol;

namespace Greenhouse.EfBackup.Tool.Display;

/// <summary>Results as plain text: lines and aligned columns, with nothing in them that a terminal would obey.</summary>
internal class ResultWriter(TextWriter output, bool quiet)
{
    private bool _first = true;

    /// <summary>A line. With <c>--quiet</c> only the first one is written: the one that says it all.</summary>
    public void Line(string text)
    {
        if (_first || !quiet)
        {
            output.WriteLine(ControlCharacters.Escape(text));
        }

        _first = false;
    }

    /// <summary>A named value; nothing where there is none.</summary>
    public void Field(string name, string? value)
    {
        if (value is not null)
        {
            Line($"  {name,-12}  {value}");
        }
    }

    /// <summary>A table. Rows and counts are aligned to the right.</summary>
    public void Table(string[] headers, IEnumerable<string[]> rows, string[]? numbers = null)
    {
        if (quiet)
        {
            return;
        }

        var right = headers.Select((h, i) => numbers is null ? i > 0 : numbers.Contains(h)).ToArray();
        WriteTable(headers, [.. rows.Select(r => r.Select(ControlCharacters.Escape).ToArray())], right);
    }

    protected virtual void WriteTable(string[] headers, string[][] rows, bool[] right)
    {
        var widths = headers.Select((h, i) => rows.Select(r => r[i].Length).Append(h.Length).Max()).ToArray();
        foreach (var row in rows.Prepend(headers))
        {
            var cells = row.Select((cell, i) => right[i] ? cell.PadLeft(widths[i]) : cell.PadRight(widths[i]));
            output.WriteLine(("  " + string.Join("  ", cells)).TrimEnd());
        }
    }
}
