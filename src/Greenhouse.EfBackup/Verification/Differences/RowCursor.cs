using Greenhouse.EfBackup.Format;

namespace Greenhouse.EfBackup.Verification.Differences;

/// <summary>Goes from row to row through the chunks of a table.</summary>
internal sealed class RowCursor : IDisposable
{
    private readonly IEnumerator<RowChunk> _chunks;
    private readonly Action<RowChunk> _recycle;
    private RowChunk _chunk;
    private int _next;

    /// <param name="chunks">Whole rows, with the separators between them at an end or a beginning.</param>
    /// <param name="recycle">Takes chunks back that are used up.</param>
    /// <param name="current">Stands for the row at hand.</param>
    public RowCursor(IEnumerable<RowChunk> chunks, Action<RowChunk> recycle, RowValues current)
    {
        (_chunks, _recycle, Current) = (chunks.GetEnumerator(), recycle, current);
    }

    public RowValues Current { get; }

    /// <summary>Rows so far.</summary>
    public long Rows { get; private set; }

    /// <returns>False after the last row.</returns>
    public bool MoveNext()
    {
        while (!SkipSeparator())
        {
            if (!NextChunk())
            {
                return false;
            }
        }

        // A line feed inside of text is escaped: a raw one ends a row.
        var rest = _chunk.Span[_next..];
        var line = rest.IndexOf((byte)'\n') is >= 0 and var end ? end : rest.Length;
        Current.Set(_chunk.Bytes, _chunk.Start + _next, rest[line - 1] == ',' ? line - 1 : line);
        _next += line;
        Rows++;
        return true;
    }

    public void Dispose() => _chunks.Dispose();

    /// <returns>Whether a row follows in the chunk.</returns>
    private bool SkipSeparator()
    {
        var rest = _chunk.Span;
        while (_next < rest.Length && rest[_next] is (byte)',' or (byte)'\n')
        {
            _next++;
        }

        return _next < rest.Length;
    }

    private bool NextChunk()
    {
        if (_chunk.Bytes is not null)
        {
            _recycle(_chunk);
        }

        (_chunk, _next) = _chunks.MoveNext() ? (_chunks.Current, 0) : (default, 0);
        return _chunk.Bytes is not null;
    }
}
