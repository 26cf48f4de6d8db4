using Greenhouse.EfBackup.Format;
using Greenhouse.EfBackup.Hosting.Protocol;
using Greenhouse.EfBackup.Schema;
using Microsoft.Data.Sqlite;

namespace Greenhouse.EfBackup.Databases.Sqlite;

/// <summary>The state that an open transaction of a connection sees. SQLite works in this process, so that no method ever waits.</summary>
internal sealed class SqliteSnapshot(SqliteConnection connection, string database, Func<ValueTask> end) : ISnapshot
{
    // Often enough that a cancelled run ends at once, seldom enough to cost nothing.
    private const int RowsBetweenLooks = 1024;
    private const int Examples = 3;

    // https://www.sqlite.org/lang_createtable.html#rowid
    private static readonly string[] _rowIds = ["rowid", "_rowid_", "oid"];

    public Task<LiveSchema> ReadSchemaAsync(CancellationToken cancellation)
        => Task.FromResult(SqliteErrors.Guard(database, () => SqliteCatalog.Read(connection), cancellation));

    public ValueKind KindOf(LiveColumn column, ColumnMeaning? meaning) => SqliteKinds.Of(column, meaning);

    public Task<long> CountRowsAsync(TableDescription table, CancellationToken cancellation)
        => Task.FromResult(SqliteErrors.Guard(database, () => Scalar($"SELECT count(*) FROM {SqliteNames.Quote(table.Name)}"), cancellation));

    public Task ReadRowsAsync(TableDescription table, RowSink sink, CancellationToken cancellation)
    {
        SqliteErrors.Guard(database, () => ReadRows(table, sink, cancellation), cancellation);
        return Task.CompletedTask;
    }

    public Task<IReadOnlyList<DanglingRows>> FindDanglingRowsAsync(IReadOnlyList<TableDescription> tables, CancellationToken cancellation)
        => Task.FromResult(SqliteErrors.Guard<IReadOnlyList<DanglingRows>>(database, () => [.. tables.Where(table => table.ForeignKeys.Count > 0).SelectMany(FindDanglingRows)], cancellation));

    public Task<IReadOnlyList<SequenceDescription>> ReadSequencesAsync(IReadOnlyList<TableDescription> tables, CancellationToken cancellation)
        => Task.FromResult(SqliteErrors.Guard<IReadOnlyList<SequenceDescription>>(database, () => ReadSequences(tables), cancellation));

    public ValueTask DisposeAsync() => end();

    private static unsafe void WriteRow(SqliteStatement statement, SqliteColumnReader[] columns, RowBuffer buffer)
    {
        for (var i = 0; i < columns.Length; i++)
        {
            columns[i].Write(SqliteNative.ColumnValue(statement.Handle, i), buffer);
        }

        buffer.WriteByte((byte)'}');
    }

    private void ReadRows(TableDescription table, RowSink sink, CancellationToken cancellation)
    {
        var labels = RowReader.Labels(table);
        var columns = table.StoredColumns.Select((column, index) => new SqliteColumnReader(column, labels[index])).ToArray();
        using var statement = new SqliteStatement(connection, SqliteNames.SelectInOrder(table, SqliteTextOrder.CollationOf(connection)));
        try
        {
            while (statement.Step())
            {
                if (sink.Rows % RowsBetweenLooks == 0)
                {
                    cancellation.ThrowIfCancellationRequested();
                }

                sink.BeginRow();
                WriteRow(statement, columns, sink.Buffer);
                sink.EndRow();
            }
        }
        catch (RowTooLongException)
        {
            throw new EfBackupException(
                ErrorCode.RowTooLarge,
                $"row {sink.Rows + 1} of table {table.Key} (in the order of its key) is longer than the {BackupFormat.MaxRowBytes} bytes of JSON that a backup holds",
                "shorten the value, or leave the table out with --exclude and keep it by other means");
        }
    }

    private IEnumerable<DanglingRows> FindDanglingRows(TableDescription table)
    {
        var found = SqliteCatalog.Query(
            connection,
            "SELECT fkid, parent, count(*), min(rowid) FROM pragma_foreign_key_check($table) GROUP BY fkid",
            row => (Id: row.GetInt64(0), Parent: row.GetString(1), Count: row.GetInt64(2)),
            ("$table", table.Name));
        return found.Select(key => Describe(table, key.Id, key.Parent, key.Count));
    }

    private DanglingRows Describe(TableDescription table, long id, string parent, long count)
    {
        var columns = SqliteCatalog.Query(
            connection, "SELECT \"from\" FROM pragma_foreign_key_list($table) WHERE id = $id ORDER BY seq", row => row.GetString(0), ("$table", table.Name), ("$id", id));
        var shown = table.PrimaryKey.Concat(columns).Distinct(SqliteNameComparer.Instance).ToArray();
        // Tables without row ids give none to the check; their rows are then counted only.
        var examples = SqliteCatalog.Query(
            connection, "SELECT rowid FROM pragma_foreign_key_check($table) WHERE fkid = $id AND rowid IS NOT NULL LIMIT $limit", row => row.GetInt64(0), ("$table", table.Name), ("$id", id), ("$limit", Examples));
        return new DanglingRows(table.Key, parent, columns, count, [.. examples.SelectMany(rowId => Example(table, shown, rowId))]);
    }

    /// <summary>One line, or none where columns of the table's own take every name of the row id.</summary>
    private List<string> Example(TableDescription table, string[] columns, long rowId)
        => _rowIds.FirstOrDefault(name => !table.Columns.Any(column => SqliteNameComparer.Instance.Equals(column.Name, name))) is { } id
            ? SqliteCatalog.Query(
                connection,
                $"SELECT {SqliteNames.List(columns)} FROM {SqliteNames.Quote(table.Name)} WHERE {id} = $row",
                row => string.Join(", ", columns.Select((column, index) => $"{column}={row.GetValue(index)}")),
                ("$row", rowId))
            : [];

    private SequenceDescription[] ReadSequences(IReadOnlyList<TableDescription> tables)
    {
        if (Scalar("SELECT count(*) FROM sqlite_master WHERE name = 'sqlite_sequence'") == 0)
        {
            return [];
        }

        var names = tables.ToDictionary(table => table.Name, table => table.Key, SqliteNameComparer.Instance);
        return [.. SqliteCatalog.Query(connection, "SELECT name, seq FROM sqlite_sequence WHERE seq IS NOT NULL ORDER BY name COLLATE BINARY", row => (Name: row.GetString(0), Value: row.GetInt64(1)))
            .Where(sequence => names.ContainsKey(sequence.Name))
            .Select(sequence => new SequenceDescription(names[sequence.Name], sequence.Value))];
    }

    private long Scalar(string sql) => SqliteCatalog.Query(connection, sql, row => row.GetInt64(0))[0];
}
