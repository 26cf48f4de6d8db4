using System.Collections.Concurrent;
using Greenhouse.EfBackup.Databases.PostgreSql.Connecting;
using Greenhouse.EfBackup.Format;

namespace Greenhouse.EfBackup.Databases.PostgreSql.Reading;

/// <summary>
/// Several readers on several connections take range after range; what they have read goes to the sink in the ranges' order. Only so many ranges are
/// begun before their turn, and each holds only so many chunks, so that memory does not grow with the data.
/// </summary>
internal sealed class PostgreSqlReading : IRowReading
{
    /// <summary>A range's rows as JSON are two or three times its size in the table: a reader can finish one before its turn has come, and begin another.</summary>
    public const int ChunksAhead = (int)(3 * PostgreSqlRanges.RangeBytes / BackupFormat.ChunkBytes);

    /// <summary>So many more ranges than readers are begun.</summary>
    public const int RangesAhead = 1;

    private readonly IReadOnlyList<PostgreSqlRange> _ranges;
    private readonly PostgreSqlSession _first;
    private readonly IReadOnlyList<PostgreSqlSession> _others;
    private readonly BlockingCollection<(RowChunk Rows, long Count)>[] _queues;
    private readonly SemaphoreSlim _turns;
    private readonly BytePool _pool;
    private readonly PostgreSqlSnapshot _snapshot;
    private readonly CancellationTokenSource _end;
    private readonly Task[] _readers;
    private Exception? _failure;
    private int _taken = -1;
    private int _table;
    private int _range;

    /// <param name="first">The connection that always reads.</param>
    /// <param name="others">More of them; closed at the end.</param>
    /// <param name="ranges">What is read.</param>
    /// <param name="pool">Where the chunks' arrays come from.</param>
    /// <param name="snapshot">Whose rows they are.</param>
    public PostgreSqlReading(PostgreSqlSession first, IReadOnlyList<PostgreSqlSession> others, IReadOnlyList<PostgreSqlRange> ranges, BytePool pool, PostgreSqlSnapshot snapshot, CancellationToken cancellation)
    {
        (_ranges, _first, _others, _pool, _snapshot) = (ranges, first, others, pool, snapshot);
        _end = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        _queues = [.. ranges.Select(_ => new BlockingCollection<(RowChunk, long)>(ChunksAhead))];
        _turns = new SemaphoreSlim(others.Count + 1 + RangesAhead);
        _readers = [.. others.Prepend(first).Select(session => OwnThread.Run(() => Read(session)))];
    }

    public async Task ReadNextAsync(RowSink sink, CancellationToken cancellation)
    {
        await OwnThread.Run(() => TakeTable(sink, cancellation));
        if (_failure is { } failure)
        {
            await StopAsync();
            await PostgreSqlLocks.Reading.GuardAsync<int>(_first, _snapshot.Database, () => Task.FromException<int>(failure), cancellation);
        }

        _table++;
        if (_range == _ranges.Count && _others.Count > 0)
        {
            await AssureLocksAsync(cancellation);
        }
    }

    public async Task<IReadOnlyList<DanglingRows>> FindDanglingRowsAsync(CancellationToken cancellation)
    {
        // The first connection is free again when its reader has seen that nothing is left.
        await Task.WhenAll(_readers);
        return await _snapshot.DescribeFoundAsync(cancellation);
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        await PostgreSqlReaders.CloseAsync(_others);
        _turns.Dispose();
        _end.Dispose();
    }

    /// <summary>Ends early where a reader has failed.</summary>
    private void TakeTable(RowSink sink, CancellationToken cancellation)
    {
        for (; _range < _ranges.Count && _ranges[_range].Place == _table; _range++)
        {
            foreach (var (rows, count) in _queues[_range].GetConsumingEnumerable(cancellation))
            {
                sink.Append(rows, count);
            }

            if (_failure is not null)
            {
                return;
            }

            _turns.Release();
        }
    }

    private async Task StopAsync()
    {
        await _end.CancelAsync();
        await Task.WhenAll(_readers);
    }

    /// <summary>
    /// The first connection holds the locks for all of them. If it were lost while it had nothing to read, somebody could have emptied a table before another
    /// reader came to it.
    /// </summary>
    private async Task AssureLocksAsync(CancellationToken cancellation)
    {
        await Task.WhenAll(_readers);
        await PostgreSqlErrors.GuardAsync(_snapshot.Database, () => _first.ExecuteAsync("SELECT 1", cancellation), cancellation);
    }

    /// <summary>First the turn, then the range: a range that somebody waits for is then always under way.</summary>
    private int TakeRange()
    {
        _turns.Wait(_end.Token);
        return Interlocked.Increment(ref _taken);
    }

    private void Read(PostgreSqlSession session)
    {
        try
        {
            while (TakeRange() is var index && index < _ranges.Count)
            {
                PostgreSqlCopyReader.Read(session, _ranges[index], _snapshot.WatchersOf, _pool, (rows, count) => _queues[index].Add((rows, count), _end.Token), _end.Token);
                _queues[index].CompleteAdding();
            }
        }
        catch (Exception exception)
        {
            // Thrown to whoever waits for a range; after it nothing is of use any more, and nobody must wait for what will not come.
            Interlocked.CompareExchange(ref _failure, exception, null);
            _end.Cancel();
            foreach (var queue in _queues)
            {
                queue.CompleteAdding();
            }
        }
    }
}
