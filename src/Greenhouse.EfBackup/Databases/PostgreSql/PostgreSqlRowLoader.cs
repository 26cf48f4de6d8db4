using System.Reflection;
using System.Runtime.ExceptionServices;
using Greenhouse.EfBackup.Format;
using Greenhouse.EfBackup.Protocol;
using Greenhouse.EfBackup.Schema;
using Npgsql;

namespace Greenhouse.EfBackup.Databases.PostgreSql;

/// <summary>Loads the rows of a file into one table by COPY in its text format (https://www.postgresql.org/docs/current/sql-copy.html, "Text Format").</summary>
internal sealed class PostgreSqlRowLoader
{
    private readonly TablePair _pair;
    private readonly PostgreSqlColumnWriter[] _columns;
    private readonly byte[][] _labels;
    private readonly RowBuffer _text = new();
    private long _rows;

    private PostgreSqlRowLoader(PostgreSqlTable table, TablePair pair)
    {
        _pair = pair;
        _labels = RowReader.Labels(pair.Source);
        _columns = [.. pair.Source.StoredColumns.Select(column => new PostgreSqlColumnWriter(column, Place(column), table, pair.Foreign))];
    }

    /// <param name="rows">Chunks of rows, the first one at hand.</param>
    /// <returns>How many rows were loaded.</returns>
    /// <exception cref="EfBackupException">A row can't be read, or the database can't hold or refuses it.</exception>
    public static async Task<long> LoadAsync(PostgreSqlSession session, PostgreSqlTable table, TablePair pair, IEnumerator<RowChunk> rows, Action<RowChunk> recycle, Action<long> progress, CancellationToken cancellation)
    {
        var loader = new PostgreSqlRowLoader(table, pair);
        var columns = PostgreSqlNames.List(pair.Source.StoredColumns.Select(column => loader.Place(column).Name));
        try
        {
            await loader.LoadAsync(session, $"COPY {table.Sql} ({columns}) FROM STDIN", rows, recycle, progress, cancellation);
            return loader._rows;
        }
        catch (PostgresException exception) when (PostgreSqlErrors.IsRefusal(exception))
        {
            throw loader.Refused(exception);
        }
    }

    private ColumnDescription Place(ColumnDescription column) => _pair.Target.Columns.First(place => place.Name == column.Name);

    private async Task LoadAsync(PostgreSqlSession session, string copy, IEnumerator<RowChunk> rows, Action<RowChunk> recycle, Action<long> progress, CancellationToken cancellation)
    {
        await using var interruption = session.Interruption(cancellation);
        var stream = Begin(session.Connection, copy);
        try
        {
            // Triggers and constraints may take their time.
            stream.WriteTimeout = stream.ReadTimeout = Timeout.Infinite;
            do
            {
                cancellation.ThrowIfCancellationRequested();
                Write(rows.Current);
                recycle(rows.Current);
                await stream.WriteAsync(_text.Bytes.AsMemory(0, _text.Position), interruption.Late);
                _text.Clear();
                progress(_rows);
            }
            while (rows.MoveNext());
        }
        catch
        {
            // Disposing would end the COPY with what it has.
            stream.Abandon();
            throw;
        }

        await stream.DisposeAsync();
    }

    /// <summary>By its name: what the method is declared to return differs between versions of the driver; what it returns is the same.</summary>
    private static NpgsqlRawCopyStream Begin(NpgsqlConnection connection, string copy)
    {
        try
        {
            var writer = (StreamWriter)typeof(NpgsqlConnection).GetMethod("BeginTextImport", [typeof(string)])!.Invoke(connection, [copy])!;
            return (NpgsqlRawCopyStream)writer.BaseStream;
        }
        catch (TargetInvocationException exception)
        {
            ExceptionDispatchInfo.Throw(exception.InnerException!);
            throw;
        }
    }

    private void Write(RowChunk chunk)
    {
        var row = new RowReader(chunk);
        try
        {
            while (!row.AtEnd)
            {
                for (var i = 0; i < _columns.Length; i++)
                {
                    row.Expect(_labels[i]);
                    if (i > 0)
                    {
                        _text.WriteByte((byte)'\t');
                    }

                    _columns[i].Write(ref row, chunk.Bytes, _text);
                }

                row.EndRow();
                _text.WriteByte((byte)'\n');
                _rows++;
            }
        }
        catch (FormatException exception)
        {
            throw new EfBackupException(
                ErrorCode.ValueUnfit,
                $"row {_rows + 1} of table {_pair.Source.Key} in the backup can't be read: {exception.Message}",
                "the file was not written by Greenhouse.EfBackup, or was changed and hashed anew; take another backup",
                inner: exception);
        }
        catch (ValueNotHeldException exception)
        {
            throw new EfBackupException(
                ErrorCode.ValueNotHeld,
                $"row {_rows + 1} of table {_pair.Source.Key} in the backup: {exception.Message}",
                ValueNotHeldException.Help,
                inner: exception);
        }
    }

    /// <summary>The server says where: <c>COPY orders, line 6, column id: "x"</c>.</summary>
    private EfBackupException Refused(PostgresException exception)
    {
        var where = exception.Where ?? "";
        var start = where.IndexOf(", line ", StringComparison.Ordinal);
        var line = start >= 0 ? where[(start + 7)..].Split(',', ':', '\n')[0] : "?";
        return new EfBackupException(
            ErrorCode.RowRefused,
            $"the database refused row {line} of table {_pair.Target.Key}: {exception.MessageText}{(exception.Detail is null ? "" : $" ({exception.Detail})")}",
            "the target's constraints are stricter than those the backup was taken under; nothing was changed. Restore into a database at the backup's migration (`dotnet ef-backup show` names it)",
            inner: exception);
    }
}
