using Greenhouse.EfBackup.Databases;
using Greenhouse.EfBackup.Format;
using Greenhouse.EfBackup.Protocol;
using Greenhouse.EfBackup.Schema;
using Greenhouse.EfBackup.Snapshot;
using Microsoft.EntityFrameworkCore;

namespace Greenhouse.EfBackup.Verification.Differences;

/// <summary>The rows of a database, as a backup that is taken now would hold them.</summary>
/// <param name="snapshot">The state that is read.</param>
/// <param name="name">The database's name.</param>
/// <param name="provider">The EF Core provider's name.</param>
/// <param name="tables">Its tables, with the number of their rows.</param>
internal sealed class LiveRows(ISnapshot snapshot, string name, string provider, IReadOnlyList<(TableDescription Table, long Rows)> tables) : IRowSource
{
    private readonly BytePool _pool = new();
    private readonly Dictionary<string, long> _rows = tables.ToDictionary(pair => pair.Table.Key, pair => pair.Rows, StringComparer.Ordinal);
    private IRowReading? _reading;

    public string Name => name;

    public string Provider => provider;

    public IReadOnlyList<TableDescription> Tables { get; } = [.. tables.Select(pair => pair.Table)];

    public IReadOnlyList<string> LeftOut => [];

    public long RowsOf(TableDescription table) => _rows[table.Key];

    /// <summary>The rows of the application's tables, and of others that a backup holds.</summary>
    /// <param name="backup">What they are held against.</param>
    /// <param name="snapshot">The state that is read.</param>
    /// <exception cref="EfBackupException">The user may not read one of these tables.</exception>
    public static async Task<LiveRows> BesideAsync(BackupMetadata backup, DbContext context, IDatabase database, ISnapshot snapshot, CancellationToken cancellation)
    {
        var survey = await Survey.TakeAsync(context, database, snapshot, TableSelection.Mapped, sequences: false, cancellation);
        TableDescription[] tables = [.. survey.Catalog.Tables, .. survey.Catalog.LeftOut.Where(table => backup.Tables.Any(saved => database.Names.Equals(saved.Key, table.Key)))];
        survey.RefuseUnreadable(tables);
        return new LiveRows(snapshot, database.Name, context.Database.ProviderName!, [.. tables.Select(table => (table, survey.Rows[table.Key] ?? 0))]);
    }

    public async Task BeginAsync(IReadOnlyList<TableDescription> tables, CancellationToken cancellation)
        => _reading = await snapshot.BeginReadingAsync(tables, _pool, cancellation);

    public IEnumerable<RowChunk> Read(TableDescription table, CancellationToken cancellation)
        => RowFeed.Of<RowChunk>(
            async (put, token) =>
            {
                var sink = new RowSink(buffer => Put(buffer, put), take: put);
                await _reading!.ReadNextAsync(sink, token);
                sink.End();
            },
            cancellation);

    public void Recycle(RowChunk chunk) => _pool.Return(chunk.Bytes);

    public void Finish(CancellationToken cancellation)
    {
    }

    public EfBackupException Unreadable(string table, Exception exception)
        => new(ErrorCode.DatabaseFailed, $"a row of table {table} in the database {name} can't be read: {exception.Message}", "report it, with the types of its columns", inner: exception);

    public ValueTask DisposeAsync() => _reading?.DisposeAsync() ?? ValueTask.CompletedTask;

    private void Put(RowBuffer buffer, Action<RowChunk> put)
    {
        var length = buffer.Position;
        put(new RowChunk(buffer.Exchange(_pool.Rent()), 0, length));
    }
}
