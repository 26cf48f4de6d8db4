using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using Greenhouse.EfBackup.Databases.PostgreSql.Connecting;
using Greenhouse.EfBackup.Format;
using Greenhouse.EfBackup.Protocol;
using Npgsql;

namespace Greenhouse.EfBackup.Databases.PostgreSql.Reading;

/// <summary>
/// Turns the bytes of a binary COPY into rows of JSON, with no object a value (the format of the stream:
/// https://www.postgresql.org/docs/current/sql-copy.html, "Binary Format").
/// </summary>
internal sealed class PostgreSqlCopyReader
{
    private const int FirstWindow = 128 << 10;
    private const int LeastRoom = 16 << 10;
    private const int FixedHeader = 19;
    private const short Trailer = -1;
    private readonly PostgreSqlColumnReader[] _columns;
    private readonly PostgreSqlRange _range;
    private readonly BytePool _pool;
    private readonly Action<RowChunk, long> _give;
    private readonly RowBuffer _rows = new();
    private byte[] _window = new byte[FirstWindow];
    private int _start;
    private int _end;
    private long _given;
    private long _count;

    private PostgreSqlCopyReader(PostgreSqlRange range, Func<TableDescription, string, IReadOnlyList<KeyBits>> watchers, BytePool pool, Action<RowChunk, long> give)
    {
        (_range, _pool, _give) = (range, pool, give);
        var labels = RowReader.Labels(range.Description);
        _columns = [.. range.Description.StoredColumns.Select((column, index) => new PostgreSqlColumnReader(range.Table.EncodingOf(column), column.Kind, labels[index], [.. watchers(range.Description, column.Name)], column.Masking))];
    }

    /// <summary>Reads the rows of a range.</summary>
    /// <param name="watchers">The sets that a column's values go into.</param>
    /// <param name="give">Takes rows, each with the separator before it, and how many they are.</param>
    /// <exception cref="EfBackupException">A row is longer than the format allows.</exception>
    public static void Read(
        PostgreSqlSession session, PostgreSqlRange range, Func<TableDescription, string, IReadOnlyList<KeyBits>> watchers, BytePool pool, Action<RowChunk, long> give, CancellationToken cancellation)
    {
        using var stream = BeginAsync(session, $"COPY ({PostgreSqlSelect.InOrder(range.Table, range.Description, range.Condition)}) TO STDOUT (FORMAT BINARY)", cancellation).GetAwaiter().GetResult();
        // Sorting may take longer than any limit that is meant for an application's queries.
        stream.ReadTimeout = CopyStreams.NoTimeout;
        using (cancellation.Register(stream.Abandon))
        {
            try
            {
                new PostgreSqlCopyReader(range, watchers, pool, give).Read(stream, cancellation);
            }
            catch
            {
                // What is on its way is not worth waiting for.
                stream.Abandon();
                throw;
            }
        }
    }

    /// <summary>The server does not answer before it has rows to send, sorted if they must be.</summary>
    private static async Task<NpgsqlRawCopyStream> BeginAsync(PostgreSqlSession session, string copy, CancellationToken cancellation)
    {
        await using var interruption = session.Interruption(cancellation);
        return await session.Connection.BeginRawBinaryCopyAsync(copy, interruption.Late);
    }

    private void Read(NpgsqlRawCopyStream stream, CancellationToken cancellation)
    {
        while (_end < FixedHeader + sizeof(short))
        {
            Fill(stream);
        }

        _start = FixedHeader + BinaryPrimitives.ReadInt32BigEndian(_window.AsSpan(FixedHeader - sizeof(int)));
        while (ReadRows())
        {
            cancellation.ThrowIfCancellationRequested();
            Fill(stream);
        }

        if (_rows.Position > 0)
        {
            Give();
        }
    }

    /// <returns>False at the end of the stream.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private bool ReadRows()
    {
        while (_end - _start >= sizeof(short))
        {
            if (BinaryPrimitives.ReadInt16BigEndian(_window.AsSpan(_start)) == Trailer)
            {
                return false;
            }

            var before = _rows.Position;
            if (!TryReadRow(before))
            {
                _rows.Rewind(before);
                return true;
            }
        }

        return true;
    }

    /// <returns>False where the row is not there to its end.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private bool TryReadRow(int before)
    {
        try
        {
            _rows.WriteRaw(RowSink.Separator);
            var place = _start + sizeof(short);
            foreach (var column in _columns)
            {
                if (_end - place < sizeof(int))
                {
                    return false;
                }

                var length = BinaryPrimitives.ReadInt32BigEndian(_window.AsSpan(place));
                place += sizeof(int);
                if (length > _end - place)
                {
                    return false;
                }

                if (length < 0)
                {
                    column.WriteNull(_rows);
                    continue;
                }

                column.Write(_window.AsSpan(place, length), _rows);
                place += length;
            }

            _rows.WriteRaw(_columns.Length == 0 ? "{}"u8 : "}"u8);
            EndRow(before, place);
            return true;
        }
        catch (RowTooLongException)
        {
            throw new EfBackupException(
                ErrorCode.RowTooLarge,
                $"a row of table {_range.Description.Key}, {_given + _count + 1} in the order of its key{(_range.Condition.Length > 0 ? $" among those with {_range.Condition}" : "")}, is longer than the {BackupFormat.MaxRowBytes} bytes of JSON that a backup holds",
                "shorten the value, or leave the table out with --exclude and keep it by other means");
        }
    }

    private void EndRow(int before, int place)
    {
        if (_rows.Position - before > BackupFormat.MaxRowBytes)
        {
            throw new RowTooLongException();
        }

        _start = place;
        _count++;
        if (_rows.Position >= BackupFormat.ChunkBytes)
        {
            Give();
        }
    }

    private void Give()
    {
        var length = _rows.Position;
        var count = _count;
        _given += count;
        _count = 0;
        _give(new RowChunk(_rows.Exchange(_pool.Rent()), 0, length), count);
    }

    /// <summary>A read gives one row at the most: several make a run of them.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Fill(NpgsqlRawCopyStream stream)
    {
        MakeRoom();
        var before = _end;
        do
        {
            var read = stream.Read(_window.AsSpan(_end));
            if (read == 0)
            {
                if (_end == before)
                {
                    throw new EndOfStreamException("The server ended the rows without saying so.");
                }

                return;
            }

            _end += read;
        }
        while (_window.Length - _end >= LeastRoom);
    }

    private void MakeRoom()
    {
        var rest = _end - _start;
        var target = _window;
        if (rest > _window.Length / 2)
        {
            target = new byte[Math.Min(_window.Length * 2L, Array.MaxLength)];
        }

        _window.AsSpan(_start, rest).CopyTo(target);
        (_window, _start, _end) = (target, 0, rest);
    }
}
