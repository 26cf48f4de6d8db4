using Greenhouse.EfBackup.Databases.PostgreSql.Catalog;
using Greenhouse.EfBackup.Databases.PostgreSql.Connecting;
using Greenhouse.EfBackup.Databases.PostgreSql.Reading;
using Greenhouse.EfBackup.Format;
using Greenhouse.EfBackup.Protocol;
using Greenhouse.EfBackup.Schema;
using Npgsql;

namespace Greenhouse.EfBackup.Databases.PostgreSql.Writing;

/// <summary>
/// One transaction of the tables' owner, who needs to be no superuser: foreign keys are dropped and made again, validated; triggers of users are disabled
/// and enabled again; large tables get their indexes after their rows. All of it is undone where the transaction does not commit.
/// </summary>
internal sealed class PostgreSqlRestoreTransaction : IRestoreTransaction
{
    // Later changes of constraints would fail while something waits for the commit.
    private const string Settle = "SET CONSTRAINTS ALL IMMEDIATE";
    private const string BeforeKeys = "efbackup_before_keys";

    // A server that has got the word commits within milliseconds.
    private static readonly TimeSpan _lastWait = TimeSpan.FromSeconds(5);

    private readonly PostgreSqlSession _session;
    private readonly string _database;
    private readonly PostgreSqlSnapshot _snapshot;
    private readonly PostgreSqlSetAside _aside;
    private readonly PostgreSqlLocks _others;
    private IReadOnlyList<PostgreSqlForeignKey> _keys = [];
    private readonly HashSet<uint> _truncated = [];
    private readonly bool _inner;
    private bool _ended;

    private PostgreSqlRestoreTransaction(PostgreSqlSession session, string database, IEnumerable<uint> tables, bool inner)
    {
        _inner = inner;
        _others = PostgreSqlLocks.Around(tables);
        (_session, _database) = (session, database);
        _snapshot = new PostgreSqlSnapshot(session, readers: null, database, () => Task.CompletedTask);
        _aside = new PostgreSqlSetAside(session);
    }

    public ISnapshot Snapshot => _snapshot;

    /// <summary>What a type would round, cut or pad is refused before it is loaded.</summary>
    public bool MayChangeValues => false;

    /// <summary>They are loaded beside the table first, and joined with it.</summary>
    public PresentRowsSearch Search => PresentRowsSearch.Whole;

    /// <summary>Locks the tables so that nobody else reads or writes them until the end.</summary>
    /// <param name="lockTimeout">How long that may take; null in the middle of a transaction, which commits or not by itself.</param>
    public static async Task<IRestoreTransaction> BeginAsync(PostgreSqlSession session, string database, IReadOnlyList<TableDescription> tables, TimeSpan? lockTimeout, CancellationToken cancellation)
    {
        var catalog = await PostgreSqlCatalog.ReadAsync(session, cancellation);
        // The same order for everyone: two restores wait for each other and never both. Whoever asked for a table that has gone sees it under the lock.
        PostgreSqlTable[] locked = [.. tables.Select(catalog.FindIfThere).OfType<PostgreSqlTable>().OrderBy(table => table.Oid)];
        var oids = locked.Select(table => table.Oid);
        var locks = locked.Length > 0 ? $"LOCK TABLE {string.Join(", ", locked.Select(table => table.Rows))} IN ACCESS EXCLUSIVE MODE;" : "SELECT 1";
        return await PostgreSqlLocks.On(oids).GuardAsync<IRestoreTransaction>(
            session,
            database,
            async () =>
            {
                await (lockTimeout is { } patience
                    ? session.BeginAsync("ISOLATION LEVEL READ COMMITTED READ WRITE", patience, cancellation, last: locks)
                    : session.ExecuteAsync(locks, cancellation));
                return new PostgreSqlRestoreTransaction(session, database, oids, inner: lockTimeout is null);
            },
            cancellation);
    }

    public async Task ClearAsync(IReadOnlyList<TableDescription> tables, Action<TableDescription> cleared, CancellationToken cancellation)
    {
        var referencedFromOutside = await GuardAsync(() => SetAsideAsync(tables, cancellation), cancellation);
        foreach (var table in tables.Reverse())
        {
            var place = _snapshot.Catalog.Find(table);
            // An empty table outside of the backup may reference this one, and TRUNCATE refuses that.
            var truncates = !referencedFromOutside.Contains(place.Oid);
            await GuardAsync(() => _session.ExecuteAsync(truncates ? $"TRUNCATE {place.Rows}" : $"DELETE FROM {place.Rows}", cancellation), cancellation);
            _ = truncates && !place.Partitioned && _truncated.Add(place.Oid);
            cleared(table);
        }
    }

    public Task<long> LoadAsync(TablePair pair, IEnumerable<RowChunk> chunks, Action<RowChunk> recycle, Action<long> progress, CancellationToken cancellation)
        => GuardAsync(
            async () =>
            {
                using var rows = chunks.GetEnumerator();
                if (!rows.MoveNext())
                {
                    return 0;
                }

                var table = _snapshot.Catalog.Find(pair.Target);
                if (rows.Current.Length >= BackupFormat.ChunkBytes)
                {
                    await _aside.IndexesAsync(table, cancellation);
                }

                return await PostgreSqlRowLoader.LoadAsync(_session, table, pair, freeze: _truncated.Contains(table.Oid), rows, recycle, progress, cancellation);
            },
            cancellation);

    public Task BeginMergeAsync(IReadOnlyList<TableDescription> tables, CancellationToken cancellation)
        => GuardAsync(
            async () =>
            {
                await SetAsideAsync(tables, cancellation);
                await _aside.RulesAndIdentitiesAsync([.. tables.Select(table => (_snapshot.Catalog.Find(table), table))], cancellation);
            },
            cancellation);

    public Task<MergedRows> MergeAsync(TablePair pair, bool update, IEnumerable<RowChunk> chunks, Action<RowChunk> recycle, Action<long> progress, CancellationToken cancellation)
        => GuardAsync(
            async () =>
            {
                using var rows = chunks.GetEnumerator();
                return rows.MoveNext() ? await PostgreSqlMerge.RunAsync(_session, _snapshot.Catalog.Find(pair.Target), pair, update, rows, recycle, progress, cancellation) : new MergedRows(0, 0, 0);
            },
            cancellation);

    public Task AdvanceSequencesAsync(IReadOnlyList<TableDescription> tables, IReadOnlyList<SequenceDescription> sequences, CancellationToken cancellation)
        => GuardAsync(() => new PostgreSqlSequences(_session, _snapshot.Catalog).AdvanceAsync(tables, sequences, cancellation), cancellation);

    public Task RestoreSequencesAsync(IReadOnlyList<TableDescription> tables, IReadOnlyList<SequenceDescription> sequences, CancellationToken cancellation)
        => GuardAsync(() => new PostgreSqlSequences(_session, _snapshot.Catalog).RestoreAsync(tables, sequences, cancellation), cancellation);

    public Task<IReadOnlyList<DanglingRows>> RebuildAsync(IReadOnlyList<TableDescription> tables, CancellationToken cancellation)
        => GuardAsync<IReadOnlyList<DanglingRows>>(
            async () =>
            {
                await _session.ExecuteAsync(Settle, cancellation);
                await _aside.RebuildIndexesAsync(cancellation);
                await _session.ExecuteAsync($"SAVEPOINT {BeforeKeys}", cancellation);
                try
                {
                    await _aside.RebuildConstraintsAsync(cancellation);
                }
                catch (PostgresException exception) when (exception.SqlState == PostgresErrorCodes.ForeignKeyViolation)
                {
                    // The server names one row; the keys as they were described name all of them.
                    await _session.ExecuteAsync($"ROLLBACK TO SAVEPOINT {BeforeKeys}", cancellation);
                    var dangling = await new PostgreSqlForeignKeys(_session, _snapshot.Catalog).FindDanglingRowsAsync(_keys, cancellation);
                    if (dangling.Count == 0)
                    {
                        // Whatever it is that only the server sees: without its keys the database is not what it was.
                        throw;
                    }

                    return dangling;
                }

                await _aside.EnableAsync(cancellation);
                return [];
            },
            cancellation);

    /// <summary>
    /// Not interrupted at once: an answer that nobody waits for would leave it open what happened. One that does not come, because server or network have
    /// fallen silent, is not waited for much longer than that.
    /// </summary>
    public async Task CommitAsync(CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        if (_inner)
        {
            _ended = true;
            return;
        }

        using var late = new CancellationTokenSource();
        await using var interruption = cancellation.Register(() => late.CancelAfter(_lastWait));
        try
        {
            await GuardAsync(() => _session.ExecuteAsync("COMMIT", late.Token), late.Token);
            _ended = true;
        }
        catch (Exception exception) when (LeavesOpen(exception))
        {
            throw new EfBackupException(
                ErrorCode.ConnectionLost,
                $"the connection to {_database} was lost while the change was committed: it is complete or did not happen, and the server did not get to say which",
                "see the rows when the server is back; the safety backup, or the snapshot from before a migration, holds the old ones",
                inner: exception);
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (!_ended)
        {
            await _session.RollBackAsync();
        }
    }

    /// <returns>The tables that foreign keys of others reference.</returns>
    private async Task<HashSet<uint>> SetAsideAsync(IReadOnlyList<TableDescription> tables, CancellationToken cancellation)
    {
        _keys = await new PostgreSqlForeignKeys(_session, _snapshot.Catalog).ReadAsync(tables, cancellation);
        return await _aside.ConstraintsAndTriggersAsync([.. tables.Select(_snapshot.Catalog.Find)], cancellation);
    }

    /// <summary>A server that cancels a commit has said so.</summary>
    private static bool LeavesOpen(Exception exception)
        => exception is EfBackupException known ? known.ErrorCode == ErrorCode.ConnectionLost
            : exception is OperationCanceledException && exception.GetBaseException() is not PostgresException;

    private Task<T> GuardAsync<T>(Func<Task<T>> action, CancellationToken cancellation) => _others.GuardAsync(_session, _database, action, cancellation);

    private async Task GuardAsync(Func<Task> action, CancellationToken cancellation)
        => await GuardAsync(
            async () =>
            {
                await action();
                return 0;
            },
            cancellation);
}
