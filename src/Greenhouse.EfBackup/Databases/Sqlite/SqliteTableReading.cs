using System.Runtime.CompilerServices;
using Greenhouse.EfBackup.Format;
using Greenhouse.EfBackup.Protocol;
using Microsoft.Data.Sqlite;

namespace Greenhouse.EfBackup.Databases.Sqlite;

/// <summary>
/// Reads the rows of one table: a thread steps through the statement some blocks ahead of the one that writes the values, since SQLite takes about as long to
/// find them as it takes to write them. A table of one block needs no other thread.
/// </summary>
internal sealed class SqliteTableReading
{
    private readonly TableDescription _table;
    private readonly SqliteColumnReader[] _columns;
    private readonly SqliteRowValues _values;
    private readonly SqliteStatement _statement;
    private readonly RowSink _sink;

    private SqliteTableReading(TableDescription table, SqliteStatement statement, KeyWatch<SqliteForeignKey>? watch, RowSink sink)
    {
        var labels = RowReader.Labels(table);
        (_table, _statement, _sink) = (table, statement, sink);
        _columns = [.. table.StoredColumns.Select((column, index) => new SqliteColumnReader(column, labels[index], [.. watch?.SetsOf(table, column.Name) ?? []]))];
        _values = new SqliteRowValues(statement, _columns.Length);
    }

    /// <summary>Writes what a query answers into a sink.</summary>
    /// <param name="sql">Selects the columns of the table that are stored.</param>
    /// <param name="watch">Sees the values of foreign keys and of what they reference.</param>
    /// <exception cref="EfBackupException">A row is longer than the format allows.</exception>
    /// <exception cref="SqliteException">SQLite says no.</exception>
    public static void Read(SqliteConnection connection, TableDescription table, string sql, KeyWatch<SqliteForeignKey>? watch, RowSink sink, CancellationToken cancellation)
    {
        using var statement = new SqliteStatement(connection, sql);
        new SqliteTableReading(table, statement, watch, sink).Read(cancellation);
    }

    private void Read(CancellationToken cancellation)
    {
        var first = new SqliteRowBlock(_columns.Length);
        var more = Fill(first);
        Write(first);
        if (!more)
        {
            return;
        }

        using var written = new SemaphoreSlim(0);
        foreach (var block in RowFeed.Of<SqliteRowBlock>((put, abandoned) => FillAsync(put, written, abandoned), cancellation))
        {
            Write(block);
            if (block.IsLent)
            {
                written.Release();
            }
        }
    }

    private bool Fill(SqliteRowBlock block)
    {
        using var held = _statement.HoldConnection();
        return block.Fill(_statement, _values);
    }

    private Task FillAsync(Action<SqliteRowBlock> put, SemaphoreSlim written, CancellationToken abandoned)
    {
        // One is being filled and one being written while the others wait between: the next has been written when its turn comes.
        var blocks = new SqliteRowBlock[RowFeed.Ahead + 2];
        for (var (next, more) = (0, true); more; next = (next + 1) % blocks.Length)
        {
            var block = blocks[next] ??= new SqliteRowBlock(_columns.Length);
            more = Fill(block);
            put(block);
            if (block.IsLent)
            {
                written.Wait(abandoned);
            }
        }

        return Task.CompletedTask;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Write(SqliteRowBlock block)
    {
        try
        {
            for (var row = 0; row < block.Rows; row++)
            {
                var cells = block.Row(row);
                _sink.BeginRow();
                for (var i = 0; i < _columns.Length; i++)
                {
                    _columns[i].Write(in cells[i], _sink.Buffer);
                }

                _sink.Buffer.WriteByte((byte)'}');
                _sink.EndRow();
            }

            // The cells have addresses of its texts.
            GC.KeepAlive(block);
        }
        catch (RowTooLongException)
        {
            throw new EfBackupException(
                ErrorCode.RowTooLarge,
                $"row {_sink.Rows + 1} of table {_table.Key} (in the order of its key) is longer than the {BackupFormat.MaxRowBytes} bytes of JSON that a backup holds",
                "shorten the value, or leave the table out with --exclude and keep it by other means");
        }
    }
}
