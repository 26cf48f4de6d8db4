using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using Greenhouse.EfBackup.Databases.PostgreSql.Catalog;
using Greenhouse.EfBackup.Databases.PostgreSql.Connecting;
using Greenhouse.EfBackup.Format;
using Greenhouse.EfBackup.Schema;
using Npgsql;

namespace Greenhouse.EfBackup.Databases.PostgreSql.Writing;

/// <summary>
/// Loads the rows of a file into one table by COPY (https://www.postgresql.org/docs/current/sql-copy.html, "File Formats"): in the binary format where the
/// types of all columns are known, else in the text format. A chunk that holds values in the server's own spelling is text too, as a COPY of its own.
/// </summary>
internal sealed partial class PostgreSqlRowLoader
{
    private readonly TablePair _pair;
    private readonly PostgreSqlColumnWriter[] _text;
    private readonly PostgreSqlColumnWriter[]? _binary;
    private readonly byte[][] _labels;
    private readonly RowBuffer _buffer = new();
    private readonly Func<bool, PostgreSqlCopyIn> _begin;
    private PostgreSqlCopyIn? _copy;
    private long _rows;
    private long _rowsBeforeCopy;

    private PostgreSqlRowLoader(NpgsqlConnection connection, PostgreSqlTable table, TablePair pair, bool freeze)
    {
        _pair = pair;
        _labels = RowReader.Labels(pair.Source);
        (ColumnDescription Source, ColumnDescription Target)[] columns = [.. pair.Source.StoredColumns.Select(column => (column, pair.Target.Columns.First(place => place.Name == column.Name)))];
        _text = [.. columns.Select(column => new PostgreSqlColumnWriter(column.Source, column.Target, table, pair.Foreign))];
        _binary = columns.All(column => PostgreSqlBinaryColumnWriter.Takes(table.BaseTypes[column.Target.Name]))
            ? [.. columns.Select(column => new PostgreSqlBinaryColumnWriter(column.Source, column.Target, table, pair.Foreign))]
            : null;
        // No list is a list of all that are not computed: here, of none.
        var names = columns.Length > 0 ? $" ({PostgreSqlNames.List(columns.Select(column => column.Target.Name))})" : "";
        _begin = binary => PostgreSqlCopyIn.Begin(connection, $"{table.Sql}{names}", binary, freeze);
    }

    /// <param name="rows">Chunks of rows, the first one at hand.</param>
    /// <param name="freeze">The table was emptied by this transaction: its rows need no second look once it has committed.</param>
    /// <returns>How many rows were loaded.</returns>
    /// <exception cref="EfBackupException">A row can't be read, or the database can't hold or refuses it.</exception>
    public static async Task<long> LoadAsync(
        PostgreSqlSession session, PostgreSqlTable table, TablePair pair, bool freeze, IEnumerator<RowChunk> rows, Action<RowChunk> recycle, Action<long> progress, CancellationToken cancellation)
    {
        var loader = new PostgreSqlRowLoader(session.Connection, table, pair, freeze);
        await using var interruption = session.Interruption(cancellation);
        try
        {
            do
            {
                cancellation.ThrowIfCancellationRequested();
                await loader.LoadAsync(rows.Current, interruption.Late);
                recycle(rows.Current);
                progress(loader._rows);
            }
            while (rows.MoveNext());

            await loader._copy!.CompleteAsync(interruption.Late);
            return loader._rows;
        }
        catch (PostgresException exception) when (PostgreSqlErrors.IsRefusal(exception))
        {
            throw loader.Refused(exception);
        }
        finally
        {
            loader._copy?.Dispose();
        }
    }

    private async Task LoadAsync(RowChunk chunk, CancellationToken late)
    {
        // A mark is rare, and what only looks like one costs no more than the text format does.
        var binary = _binary is not null && chunk.Span.IndexOf("{\"$"u8) < 0;
        if (_copy?.IsBinary != binary)
        {
            await (_copy?.CompleteAsync(late) ?? Task.CompletedTask);
            _copy = _begin(binary);
            _rowsBeforeCopy = _rows;
        }

        Write(chunk, binary);
        await _copy.WriteAsync(_buffer.Bytes.AsMemory(0, _buffer.Position), late);
        _buffer.Clear();
    }

    private void Write(RowChunk chunk, bool binary)
    {
        var columns = binary ? _binary! : _text;
        var row = new RowReader(chunk);
        try
        {
            while (!row.AtEnd)
            {
                WriteRow(ref row, columns, chunk.Bytes, binary);
                _rows++;
            }
        }
        catch (Exception exception) when (RowErrors.Unfit(exception, _pair.Source.Key, _rows + 1) is { } unfit)
        {
            throw unfit;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void WriteRow(ref RowReader row, PostgreSqlColumnWriter[] columns, byte[] chunk, bool binary)
    {
        if (binary)
        {
            BinaryPrimitives.WriteInt16BigEndian(_buffer.Reserve(sizeof(short)), (short)columns.Length);
            _buffer.Advance(sizeof(short));
        }

        for (var i = 0; i < columns.Length; i++)
        {
            row.Expect(_labels[i]);
            if (i > 0 && !binary)
            {
                _buffer.WriteByte((byte)'\t');
            }

            columns[i].Write(ref row, chunk, _buffer);
        }

        if (columns.Length == 0)
        {
            row.Expect("{"u8);
        }

        row.EndRow();
        if (!binary)
        {
            _buffer.WriteByte((byte)'\n');
        }
    }

    /// <summary>The server says where: <c>COPY orders, line 6, column id: "x"</c>.</summary>
    private EfBackupException Refused(PostgresException exception)
    {
        var where = Place().Match(exception.Where ?? "");
        var line = where.Success && long.TryParse(where.Groups[1].Value, out var place) ? $"{_rowsBeforeCopy + place}" : "?";
        var column = where.Groups[2].Success ? $", column {where.Groups[2].Value}" : "";
        return RowErrors.Refused(_pair.Target.Key, line, $"{column}: {exception.MessageText}{(exception.Detail is null ? "" : $" ({exception.Detail})")}", exception);
    }

    [GeneratedRegex(@"^COPY .*?, line (\d+)(?:, column ([^:\n]+))?")]
    private static partial Regex Place();
}
