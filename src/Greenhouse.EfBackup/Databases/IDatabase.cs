using Greenhouse.EfBackup.Format;
using Greenhouse.EfBackup.Schema;

namespace Greenhouse.EfBackup.Databases;

/// <summary>
/// A kind of database, opened through the application's context. An instance is used by one thread at a time. Every method throws
/// <see cref="EfBackupException"/> for what a database or its user can cause, and <see cref="OperationCanceledException"/> when cancelled;
/// whichever it is, the database is then as it was before.
/// </summary>
internal interface IDatabase : IAsyncDisposable
{
    /// <summary>The database's name, without server, path or secret.</summary>
    string Name { get; }

    /// <summary>How identifiers compare in this database.</summary>
    StringComparer Names { get; }

    /// <summary>Carries out what reaches the database by another way than this, such as a query of EF, with its errors explained.</summary>
    Task<T> GuardAsync<T>(Func<Task<T>> action, CancellationToken cancellation);

    /// <summary>Begins to read a state of the database that stays the same until the snapshot is disposed, whatever others write.</summary>
    Task<ISnapshot> OpenSnapshotAsync(CancellationToken cancellation);

    /// <summary>The same, for a state of which some rows will be selected: the keys of those lie in the database's temporary space.</summary>
    Task<ISelectingSnapshot> OpenSelectionAsync(CancellationToken cancellation);

    /// <summary>Takes the lock that keeps all other writers out of these tables, in a transaction in which foreign keys and triggers do not fire.</summary>
    Task<IRestoreTransaction> BeginRestoreAsync(IReadOnlyList<TableDescription> tables, CancellationToken cancellation);

    /// <summary>Takes the lock that keeps all other writers out, for a change of the schema. This instance is not used again before the change has ended.</summary>
    /// <param name="tables">The tables that may change.</param>
    Task<ISchemaChange> BeginSchemaChangeAsync(IReadOnlyList<TableDescription> tables, CancellationToken cancellation);
}

/// <summary>One unchanging state of a database.</summary>
internal interface ISnapshot : IAsyncDisposable
{
    /// <summary>The schema as it is, every table of it.</summary>
    Task<LiveSchema> ReadSchemaAsync(CancellationToken cancellation);

    /// <summary>The kind of a column's values.</summary>
    /// <param name="column">The column as the database has it.</param>
    /// <param name="meaning">What the model says of it; null where the model does not know it.</param>
    ValueKind KindOf(LiveColumn column, ColumnMeaning? meaning);

    /// <summary>The user has the right to read a table, and all of its rows.</summary>
    bool MayRead(TableDescription table);

    /// <returns>Null where the user has no right to read the table.</returns>
    Task<long?> CountRowsAsync(TableDescription table, CancellationToken cancellation);

    /// <summary>How many rows have a value in a column.</summary>
    Task<long> CountValuesAsync(TableDescription table, ColumnDescription column, CancellationToken cancellation);

    /// <summary>Begins to read the rows of these tables; a database that can reads ahead, with several readers.</summary>
    /// <param name="tables">The tables, each to be asked for once and in this order.</param>
    /// <param name="pool">Where arrays come from that a sink takes over.</param>
    Task<IRowReading> BeginReadingAsync(IReadOnlyList<TableDescription> tables, BytePool pool, CancellationToken cancellation);

    /// <summary>Rows of these tables whose foreign keys lead nowhere.</summary>
    /// <param name="tables">The tables.</param>
    /// <param name="willRead">All of them will be read next: what <see cref="IRowReading.FindDanglingRowsAsync"/> will find on the way need not be looked for now.</param>
    Task<IReadOnlyList<DanglingRows>> FindDanglingRowsAsync(IReadOnlyList<TableDescription> tables, bool willRead, CancellationToken cancellation);

    /// <summary>The counters that belong to these tables.</summary>
    Task<IReadOnlyList<SequenceDescription>> ReadSequencesAsync(IReadOnlyList<TableDescription> tables, CancellationToken cancellation);
}

/// <summary>A state of which some rows are wanted.</summary>
internal interface ISelectingSnapshot : ISnapshot
{
    /// <summary>From here on, readings of these tables give the selected rows only, and foreign keys are followed from and to those.</summary>
    /// <param name="tables">The tables.</param>
    /// <param name="selection">Which rows; once only.</param>
    /// <returns>How many rows of each table, by its key.</returns>
    /// <exception cref="EfBackupException">A condition can't be asked.</exception>
    Task<IReadOnlyDictionary<string, long>> SelectAsync(IReadOnlyList<TableDescription> tables, RowSelection selection, CancellationToken cancellation);
}

/// <summary>Rows of several tables on their way; disposed, the reading ends.</summary>
internal interface IRowReading : IAsyncDisposable
{
    /// <summary>Writes every row of the next table, in the order of FORMAT.md.</summary>
    Task ReadNextAsync(RowSink sink, CancellationToken cancellation);

    /// <summary>After the last table: rows whose foreign keys lead nowhere and that were left to be found on the way.</summary>
    Task<IReadOnlyList<DanglingRows>> FindDanglingRowsAsync(CancellationToken cancellation);
}

/// <summary>
/// A restore under way: nothing of it is seen by others before <see cref="CommitAsync"/>; disposed without that, the database is as before.
/// </summary>
internal interface IRestoreTransaction : IAsyncDisposable
{
    /// <summary>The state that the transaction sees, its own changes included.</summary>
    ISnapshot Snapshot { get; }

    /// <summary>The database may turn values into others as it takes them, and say nothing: what was loaded has to be read back.</summary>
    bool MayChangeValues { get; }

    /// <summary>Whether rows that are there already are looked for before rows are merged.</summary>
    PresentRowsSearch Search { get; }

    /// <summary>Deletes every row of these tables, and nothing of any other.</summary>
    /// <param name="tables">The tables, in load order.</param>
    /// <param name="cleared">Told of each.</param>
    Task ClearAsync(IReadOnlyList<TableDescription> tables, Action<TableDescription> cleared, CancellationToken cancellation);

    /// <summary>Loads rows of a table of the file into the same table of this database.</summary>
    /// <param name="pair">The two.</param>
    /// <param name="chunks">The rows; each chunk is given back by <paramref name="recycle"/>.</param>
    /// <returns>How many rows were loaded.</returns>
    Task<long> LoadAsync(TablePair pair, IEnumerable<RowChunk> chunks, Action<RowChunk> recycle, Action<long> progress, CancellationToken cancellation);

    /// <summary>Readies these tables for <see cref="MergeAsync"/>: what stands in its way is set aside, and no row is deleted.</summary>
    Task BeginMergeAsync(IReadOnlyList<TableDescription> tables, CancellationToken cancellation);

    /// <summary>Brings rows of a table of the file into the same table of this database, which keeps what it has: rows are found by their primary key.</summary>
    /// <param name="pair">The two.</param>
    /// <param name="update">Rows that are there get the values of the file, where they differ; otherwise they stay as they are.</param>
    /// <param name="chunks">The rows; each chunk is given back by <paramref name="recycle"/>.</param>
    Task<MergedRows> MergeAsync(TablePair pair, bool update, IEnumerable<RowChunk> chunks, Action<RowChunk> recycle, Action<long> progress, CancellationToken cancellation);

    /// <summary>Brings counters to where the backup and the rows have them; none goes back.</summary>
    Task AdvanceSequencesAsync(IReadOnlyList<TableDescription> tables, IReadOnlyList<SequenceDescription> sequences, CancellationToken cancellation);

    /// <summary>Sets counters as they were. One that the backup does not have does not lag behind the rows.</summary>
    Task RestoreSequencesAsync(IReadOnlyList<TableDescription> tables, IReadOnlyList<SequenceDescription> sequences, CancellationToken cancellation);

    /// <summary>Puts back whatever was set aside for loading (indexes, constraints), exactly as it was, and checks every foreign key of these tables.</summary>
    /// <returns>Rows whose foreign keys lead nowhere; with any, the transaction can only be given up.</returns>
    Task<IReadOnlyList<DanglingRows>> RebuildAsync(IReadOnlyList<TableDescription> tables, CancellationToken cancellation);

    Task CommitAsync(CancellationToken cancellation);
}

/// <summary>Rows whose foreign key leads nowhere.</summary>
/// <param name="Table">The table's key.</param>
/// <param name="References">The table that they reference.</param>
/// <param name="Columns">The foreign key's columns.</param>
/// <param name="Count">How many rows.</param>
/// <param name="Examples">A few of them, <c>Id=5: CustomerId=7</c>.</param>
internal sealed record DanglingRows(string Table, string References, IReadOnlyList<string> Columns, long Count, IReadOnlyList<string> Examples);
