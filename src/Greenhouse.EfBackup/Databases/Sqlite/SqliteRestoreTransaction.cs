using Greenhouse.EfBackup.Format;
using Greenhouse.EfBackup.Schema;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Greenhouse.EfBackup.Databases.Sqlite;

/// <summary>
/// One write transaction. Foreign keys are switched off before it begins (inside one the pragma does nothing) and checked by the caller
/// before it commits; triggers are switched off on the connection.
/// </summary>
internal sealed class SqliteRestoreTransaction : IRestoreTransaction
{
    // SQLITE_DBCONFIG_ENABLE_TRIGGER (https://www.sqlite.org/c3ref/c_dbconfig_defensive.html).
    private const int EnableTrigger = 1003;
    private const int Ask = -1;
    private readonly SqliteConnection _connection;
    private readonly string _database;
    private readonly SqliteIndexes _indexes;
    private readonly int _triggers;
    private readonly long _foreignKeys;
    private bool _ended;

    private SqliteRestoreTransaction(SqliteConnection connection, string database)
    {
        (_connection, _database) = (connection, database);
        _indexes = new SqliteIndexes(connection);
        Snapshot = new SqliteSnapshot(connection, database, () => ValueTask.CompletedTask);
        _triggers = SetTriggers(Ask);
        _foreignKeys = SqliteCatalog.Query(connection, "PRAGMA foreign_keys", row => row.GetInt64(0))[0];
    }

    public ISnapshot Snapshot { get; }

    /// <summary>On their way into UTF-16, SQLite makes U+FFFD of U+FFFE and U+FFFF.</summary>
    public bool MayChangeValues => !SqliteTextOrder.IsUtf8(_connection);

    /// <summary>One statement finds a row, compares it and goes on: where it is there, that takes longer than to read it and to hash it on another thread.</summary>
    public PresentRowsSearch Search => PresentRowsSearch.WhileItHelps;

    public static SqliteRestoreTransaction Begin(SqliteConnection connection, string database)
    {
        var transaction = new SqliteRestoreTransaction(connection, database);
        try
        {
            transaction.SetTriggers(0);
            transaction.Execute("PRAGMA foreign_keys = OFF");
            transaction.Execute("BEGIN IMMEDIATE");
            return transaction;
        }
        catch
        {
            transaction.GiveBack();
            throw;
        }
    }

    public Task ClearAsync(IReadOnlyList<TableDescription> tables, Action<TableDescription> cleared, CancellationToken cancellation)
    {
        foreach (var table in tables.Reverse())
        {
            SqliteErrors.Guard(_database, () => Execute($"DELETE FROM {SqliteNames.Quote(table.Name)}"), cancellation);
            cleared(table);
        }

        return Task.CompletedTask;
    }

    public Task<long> LoadAsync(TablePair pair, IEnumerable<RowChunk> chunks, Action<RowChunk> recycle, Action<long> progress, CancellationToken cancellation)
        => Task.FromResult(Load(() => SqliteRowLoader.Inserting(_connection, pair, _indexes), chunks, recycle, progress, cancellation));

    /// <summary>Neither foreign keys nor triggers are on.</summary>
    public Task BeginMergeAsync(IReadOnlyList<TableDescription> tables, CancellationToken cancellation) => Task.CompletedTask;

    public Task<MergedRows> MergeAsync(TablePair pair, bool update, IEnumerable<RowChunk> chunks, Action<RowChunk> recycle, Action<long> progress, CancellationToken cancellation)
    {
        using var count = new SqliteMergeCount(_connection);
        var rows = Load(() => SqliteRowLoader.Merging(_connection, pair, update, count), chunks, recycle, progress, cancellation);
        return Task.FromResult(new MergedRows(count.Changed - count.Updated, count.Updated, rows - count.Changed));
    }

    public Task AdvanceSequencesAsync(IReadOnlyList<TableDescription> tables, IReadOnlyList<SequenceDescription> sequences, CancellationToken cancellation)
        => Guard(() => SetSequences(tables, sequences, advance: true), cancellation);

    private long Load(Func<SqliteRowLoader> begin, IEnumerable<RowChunk> chunks, Action<RowChunk> recycle, Action<long> progress, CancellationToken cancellation)
        => SqliteErrors.Guard(
            _database,
            () =>
            {
                using var loader = begin();
                foreach (var chunk in chunks)
                {
                    cancellation.ThrowIfCancellationRequested();
                    loader.Load(chunk);
                    recycle(chunk);
                    progress(loader.Rows);
                }

                return loader.Rows;
            },
            cancellation);

    public Task RestoreSequencesAsync(IReadOnlyList<TableDescription> tables, IReadOnlyList<SequenceDescription> sequences, CancellationToken cancellation)
        => Guard(() => SetSequences(tables, sequences, advance: false), cancellation);

    public Task<IReadOnlyList<DanglingRows>> RebuildAsync(IReadOnlyList<TableDescription> tables, CancellationToken cancellation)
        => Task.FromResult(SqliteErrors.Guard<IReadOnlyList<DanglingRows>>(
            _database,
            () =>
            {
                _indexes.Rebuild();
                return new SqliteForeignKeys(_connection).FindDanglingRows(tables);
            },
            cancellation));

    public Task CommitAsync(CancellationToken cancellation)
        => Guard(
            () =>
            {
                Execute("COMMIT");
                _ended = true;
            },
            cancellation);

    public ValueTask DisposeAsync()
    {
        if (!_ended)
        {
            _ended = true;
            // SQLite ends a transaction by itself after some errors (a full disk among them); then there is nothing to roll back.
            if (raw.sqlite3_get_autocommit(_connection.Handle!) == 0)
            {
                Execute("ROLLBACK");
            }
        }

        GiveBack();
        return ValueTask.CompletedTask;
    }

    /// <summary>The connection may be the application's own: what was switched off goes back to what it was.</summary>
    private void GiveBack()
    {
        SetTriggers(_triggers);
        Execute($"PRAGMA foreign_keys = {_foreignKeys}");
    }

    /// <param name="advance">SQLite has brought them on to the rows that were inserted; none goes back.</param>
    private void SetSequences(IReadOnlyList<TableDescription> tables, IReadOnlyList<SequenceDescription> sequences, bool advance)
    {
        if (SqliteCatalog.Query(_connection, "SELECT 1 FROM sqlite_master WHERE name = 'sqlite_sequence'", row => 1).Count == 0)
        {
            return;
        }

        // Another kind of database may count other columns too.
        bool CountsKey(SequenceDescription sequence, TableDescription table)
            => sequence is { Fresh: false, Users: [var user] } && SqliteNameComparer.Instance.Equals(user, table.Key)
                && (sequence.CountsKey || (sequence.Column is not null && table.PrimaryKey is [var key] && SqliteNameComparer.Instance.Equals(key, sequence.Column)));

        foreach (var table in tables)
        {
            var counter = sequences.FirstOrDefault(sequence => CountsKey(sequence, table));
            Execute("DELETE FROM sqlite_sequence WHERE name = $table COLLATE NOCASE AND ($all OR seq < $least)", ("$table", table.Name), ("$all", !advance), ("$least", counter?.Value ?? long.MinValue));
            if (counter is not null && SqliteCatalog.Query(_connection, "SELECT 1 FROM sqlite_sequence WHERE name = $table COLLATE NOCASE", row => 0, ("$table", table.Name)).Count == 0)
            {
                Execute("INSERT INTO sqlite_sequence (name, seq) VALUES ($table, $value)", ("$table", table.Name), ("$value", counter.Value));
            }
        }
    }

    /// <returns>Whether they are on now: 1 or 0.</returns>
    private int SetTriggers(int enabled)
    {
        SqliteErrors.Check(raw.sqlite3_db_config(_connection.Handle!, EnableTrigger, enabled, out var now), _connection.Handle!);
        return now;
    }

    private Task Guard(Action action, CancellationToken cancellation)
    {
        SqliteErrors.Guard(_database, action, cancellation);
        return Task.CompletedTask;
    }

    private void Execute(string sql, params (string Name, object Value)[] parameters)
        => SqliteCatalog.Query(_connection, sql, row => 0, parameters);
}
