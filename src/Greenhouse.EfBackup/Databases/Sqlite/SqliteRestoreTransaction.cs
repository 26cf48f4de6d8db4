using Greenhouse.EfBackup.Format;
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
    private readonly SqliteConnection _connection;
    private readonly string _database;
    private readonly SqliteIndexes _indexes;
    private bool _ended;

    private SqliteRestoreTransaction(SqliteConnection connection, string database)
    {
        (_connection, _database) = (connection, database);
        _indexes = new SqliteIndexes(connection);
        Snapshot = new SqliteSnapshot(connection, database, () => ValueTask.CompletedTask);
    }

    public ISnapshot Snapshot { get; }

    public static SqliteRestoreTransaction Begin(SqliteConnection connection, string database)
    {
        var transaction = new SqliteRestoreTransaction(connection, database);
        transaction.SetTriggers(enabled: false);
        transaction.Execute("PRAGMA foreign_keys = OFF");
        transaction.Execute("BEGIN IMMEDIATE");
        return transaction;
    }

    public Task ClearAsync(TableDescription table, CancellationToken cancellation)
        => Guard(() => Execute($"DELETE FROM {SqliteNames.Quote(table.Name)}"), cancellation);

    public Task<long> LoadAsync(TableDescription source, TableDescription target, IEnumerable<RowChunk> chunks, Action<RowChunk> recycle, Action<long> progress, CancellationToken cancellation)
        => Task.FromResult(SqliteErrors.Guard(
            _database,
            () =>
            {
                using var loader = new SqliteRowLoader(_connection, source, target, _indexes);
                foreach (var chunk in chunks)
                {
                    cancellation.ThrowIfCancellationRequested();
                    loader.Load(chunk);
                    recycle(chunk);
                    progress(loader.Rows);
                }

                return loader.Rows;
            },
            cancellation));

    public Task RestoreSequencesAsync(IReadOnlyList<TableDescription> tables, IReadOnlyList<SequenceDescription> sequences, CancellationToken cancellation)
        => Guard(() => SetSequences(tables, sequences), cancellation);

    public Task RebuildAsync(CancellationToken cancellation) => Guard(_indexes.Rebuild, cancellation);

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

        SetTriggers(enabled: true);
        Execute("PRAGMA foreign_keys = ON");
        return ValueTask.CompletedTask;
    }

    private void SetSequences(IReadOnlyList<TableDescription> tables, IReadOnlyList<SequenceDescription> sequences)
    {
        if (SqliteCatalog.Query(_connection, "SELECT 1 FROM sqlite_master WHERE name = 'sqlite_sequence'", row => 1).Count == 0)
        {
            return;
        }

        var values = sequences.ToDictionary(sequence => sequence.Name, sequence => sequence.Value, StringComparer.OrdinalIgnoreCase);
        foreach (var table in tables)
        {
            Execute("DELETE FROM sqlite_sequence WHERE name = $table COLLATE NOCASE", ("$table", table.Name));
            if (values.TryGetValue(table.Key, out var value))
            {
                Execute("INSERT INTO sqlite_sequence (name, seq) VALUES ($table, $value)", ("$table", table.Name), ("$value", value));
            }
        }
    }

    private void SetTriggers(bool enabled)
        => SqliteErrors.Check(raw.sqlite3_db_config(_connection.Handle!, EnableTrigger, enabled ? 1 : 0, out _), _connection.Handle!);

    private Task Guard(Action action, CancellationToken cancellation)
    {
        SqliteErrors.Guard(_database, action, cancellation);
        return Task.CompletedTask;
    }

    private void Execute(string sql, params (string Name, object Value)[] parameters)
        => SqliteCatalog.Query(_connection, sql, row => 0, parameters);
}
