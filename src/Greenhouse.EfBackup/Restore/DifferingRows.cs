using Greenhouse.EfBackup.Databases;
using Greenhouse.EfBackup.Format;
using Greenhouse.EfBackup.Storage;

namespace Greenhouse.EfBackup.Restore;

/// <summary>The rows of a file that do not stand in a table just as they are. The table is read beside the file, and its connection is free again before they are taken: they are set aside.</summary>
internal sealed class DifferingRows : IDisposable
{
    private const int MostInMemory = 1 << 20;

    /// <summary>So many rows of a file say how its others will be.</summary>
    private const long Sample = 1 << 16;

    private readonly IEnumerator<RowChunk> _rows;
    private readonly Action<RowChunk> _recycle;
    private readonly RowBuffer _aside = new();
    private readonly List<int> _pieces = [];
    private ScratchFile? _file;

    private DifferingRows(IEnumerable<RowChunk> rows, Action<RowChunk> recycle) => (_rows, _recycle) = (rows.GetEnumerator(), recycle);

    /// <summary>Rows that were found in the table.</summary>
    public long Found { get; private set; }

    /// <param name="rows">The rows of the file.</param>
    /// <param name="recycle">Takes their chunks back.</param>
    /// <param name="readTable">Reads the table to its end, or until it is cancelled where the search may end early.</param>
    /// <param name="search">How long to look.</param>
    /// <param name="found">Told how many were found.</param>
    /// <param name="cancellation">Ends it.</param>
    public static async Task<DifferingRows> FindAsync(
        IEnumerable<RowChunk> rows, Action<RowChunk> recycle, Func<RowSink, CancellationToken, Task> readTable, PresentRowsSearch search, Action<long> found, CancellationToken cancellation)
    {
        var differing = new DifferingRows(rows, recycle);
        try
        {
            await differing.FindAsync(readTable, search, found, cancellation);
            return differing;
        }
        catch
        {
            differing.Dispose();
            throw;
        }
    }

    /// <summary>The rows, and the rest of the file where the search has ended early.</summary>
    public IEnumerable<RowChunk> Read()
    {
        var offset = 0L;
        foreach (var length in _pieces)
        {
            var bytes = BytePool.Allocate(length);
            for (var read = 0; read < length;)
            {
                read += _file!.Read(offset + read, bytes.AsSpan(read, length - read)) is > 0 and var more ? more : throw new EndOfStreamException();
            }

            offset += length;
            yield return new RowChunk(bytes, 0, length);
        }

        if (!_aside.Written.IsEmpty)
        {
            var bytes = BytePool.Allocate(_aside.Position);
            _aside.Written.CopyTo(bytes);
            yield return new RowChunk(bytes, 0, bytes.Length);
        }

        while (_rows.MoveNext())
        {
            yield return _rows.Current;
        }
    }

    public void Dispose()
    {
        _rows.Dispose();
        _file?.Dispose();
    }

    private async Task FindAsync(Func<RowSink, CancellationToken, Task> readTable, PresentRowsSearch search, Action<long> found, CancellationToken cancellation)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        using var present = new PresentRows(stop.Token);
        var reading = OwnThread.Run(() => FillAsync(present, readTable, stop.Token)).Unwrap();
        var isFutile = false;
        try
        {
            isFutile = await OwnThread.Run(() => Compare(present, reading, search, found));
            if (isFutile)
            {
                await stop.CancelAsync();
            }
        }
        catch
        {
            await stop.CancelAsync();
            await Task.WhenAny(reading);
            throw;
        }

        try
        {
            await reading;
        }
        catch (OperationCanceledException) when (isFutile && !cancellation.IsCancellationRequested)
        {
            // Nobody wants to know any more what is in the table.
        }
    }

    /// <returns>Few rows are found, and the others need not be looked for.</returns>
    private bool Compare(PresentRows present, Task reading, PresentRowsSearch search, Action<long> found)
    {
        var seen = 0L;
        // A table that can't be read is found out now, and not when all of the file is set aside.
        while (!reading.IsFaulted && _rows.MoveNext())
        {
            var chunk = _rows.Current;
            seen += chunk.Span.Count((byte)'\n');
            SetAside(present.Rest(chunk));
            _recycle(chunk);
            found(Found = present.Found);
            if (search == PresentRowsSearch.WhileItHelps && seen >= Sample && Found < seen / 2)
            {
                return true;
            }
        }

        present.Give();
        return false;
    }

    private void SetAside(RowChunk rest)
    {
        _aside.WriteRaw(rest.Span);
        if (_aside.Position > MostInMemory)
        {
            _file ??= new ScratchFile();
            _file.Append(_aside.Written);
            _pieces.Add(_aside.Position);
            _aside.Clear();
        }
    }

    private static async Task FillAsync(PresentRows present, Func<RowSink, CancellationToken, Task> readTable, CancellationToken cancellation)
    {
        try
        {
            var sink = new RowSink(buffer =>
            {
                present.Add(buffer.Bytes.AsSpan(0, buffer.Position));
                buffer.Clear();
            });
            await readTable(sink, cancellation);
            sink.End();
        }
        finally
        {
            present.EndTable();
        }
    }
}
