using System.Text;
using Greenhouse.EfBackup.Protocol;
using Greenhouse.EfBackup.Storage;

namespace Greenhouse.EfBackup.Verification.Differences.Page;

/// <summary>Writes the rows that differ as HTML while they are found, table by table; the page around them comes when all is known.</summary>
/// <param name="limit">How many rows of each change are shown a table.</param>
internal sealed class PageSections(int limit) : IDifferences, IDisposable
{
    private const int BufferLength = 1 << 16;
    private readonly ScratchFile _file = new();
    private readonly StringBuilder _text = new();
    private readonly List<PageSection> _sections = [];
    private readonly Dictionary<string, int> _shown = new(StringComparer.Ordinal);
    private PageTable _table = null!;
    private long _start;

    public void Begin(TableMatch table)
    {
        _table = new PageTable(table, _text);
        _start = _file.Length;
        _shown.Clear();
    }

    public void Changed(RowValues old, RowValues @new, IReadOnlyList<ColumnMatch> columns)
    {
        if (IsShown(Changes.Changed))
        {
            _table.Changed(old, @new, columns);
            Write(whole: false);
        }
    }

    public void Only(RowValues row)
    {
        if (IsShown(row.Side == Side.Old ? Changes.Removed : Changes.Added))
        {
            _table.Only(row);
            Write(whole: false);
        }
    }

    public void End(TableCounts counts)
    {
        _table.Close();
        Write(whole: true);
        var left = counts.Added + counts.Removed + counts.Changed - _shown.Values.Sum();
        _sections.Add(new PageSection(counts, _start, _file.Length, left));
    }

    /// <summary>Writes the page: whole, or not at all. One that is there is replaced.</summary>
    /// <exception cref="EfBackupException">It can't be written.</exception>
    public void WriteTo(string path, string old, string @new, IReadOnlyList<string> leftOut)
    {
        using var file = AtomicFile.Create(path);
        try
        {
            var target = new BufferedStream(file.Stream, BufferLength);
            new PageDocument(target, _file, limit).Write(old, @new, _sections, leftOut);
            target.Flush();
            file.Commit(overwrite: true);
        }
        catch (Exception exception) when (FileProblems.IsFileProblem(exception))
        {
            throw FileProblems.Explain(exception, path);
        }
    }

    public void Dispose() => _file.Dispose();

    private bool IsShown(string change)
    {
        var shown = _shown.GetValueOrDefault(change);
        _shown[change] = Math.Min(shown + 1, limit);
        return shown < limit;
    }

    private void Write(bool whole)
    {
        if (whole || _text.Length > BufferLength)
        {
            _file.Append(Encoding.UTF8.GetBytes(_text.ToString()));
            _text.Clear();
        }
    }
}

/// <summary>A table's part of the page.</summary>
/// <param name="Counts">What was found.</param>
/// <param name="Start">Where its rows begin in the file of all rows.</param>
/// <param name="End">Where they end.</param>
/// <param name="LeftOut">How many rows are not shown.</param>
internal sealed record PageSection(TableCounts Counts, long Start, long End, long LeftOut);
