using System.Data.Common;
using System.Globalization;
using Greenhouse.EfBackup.Format;
using Greenhouse.EfBackup.Schema;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;

namespace Greenhouse.EfBackup.Databases;

/// <summary>Rows of a seed in a database of SQL: statements on the context's own connection, and what its kinds spell in another way.</summary>
internal abstract class SqlSeedStore(DbContext context) : ISeedStore
{
    private readonly DbConnection _connection = context.Database.GetDbConnection();
    private IDbContextTransaction? _own;
    private bool _disposed;

    public abstract string Name { get; }

    public abstract StringComparer Names { get; }

    protected DbContext Context => context;

    public abstract Task<LiveSchema> ReadSchemaAsync(CancellationToken cancellation);

    public abstract ValueKind KindOf(LiveColumn column, ColumnMeaning? meaning);

    public abstract bool Generates(TableDescription table, ColumnDescription column);

    /// <summary>Opens the connection, as EF does it.</summary>
    public Task OpenAsync(CancellationToken cancellation) => GuardAsync(async () => { await context.Database.OpenConnectionAsync(cancellation); return 0; }, cancellation);

    public Task BeginAsync(CancellationToken cancellation)
        => GuardAsync(
            async () =>
            {
                if (context.Database.CurrentTransaction is null)
                {
                    _own = await BeginOwnAsync(cancellation);
                }

                await LockAsync(cancellation);
                return 0;
            },
            cancellation);

    public Task<StoredRow?> FindAsync(
        TableDescription table, IReadOnlyList<SeedCell> identity, IReadOnlyList<SeedCell> compared, IReadOnlyList<ColumnDescription> wanted, CancellationToken cancellation)
        => GuardAsync(
            async () =>
            {
                await using var command = Command();
                var differs = compared.Select(cell => $"CASE WHEN {Differs(cell, Bind(command, cell))} THEN 1 ELSE 0 END").ToArray();
                var where = string.Join(" AND ", identity.Select(cell => cell.Value.Form == SeedForm.Null ? $"{Quote(cell.Column.Name)} IS NULL" : Matches(cell, Bind(command, cell))));
                var order = table.PrimaryKey.Count > 0 ? $" ORDER BY {string.Join(", ", table.PrimaryKey.Select(Quote))}" : "";
                command.CommandText = $"SELECT {string.Join(", ", [.. wanted.Select(Selected), .. differs, "1"])} FROM {Rows(table)} WHERE {where}{order} LIMIT 1";
                await using var reader = await command.ExecuteReaderAsync(cancellation);
                return await reader.ReadAsync(cancellation)
                    ? new StoredRow(Values(reader, wanted), [.. compared.Where((_, place) => Convert.ToInt32(reader.GetValue(wanted.Count + place), CultureInfo.InvariantCulture) == 1)])
                    : null;
            },
            cancellation);

    public Task<StoredRow> InsertAsync(TableDescription table, IReadOnlyList<SeedCell> cells, IReadOnlyList<ColumnDescription> wanted, CancellationToken cancellation)
        => GuardAsync(
            async () =>
            {
                await BeforeInsertAsync(table, cells, cancellation);
                await using var command = Command();
                var values = cells.Count == 0 ? "DEFAULT VALUES" : $"({string.Join(", ", cells.Select(cell => Quote(cell.Column.Name)))}){Overriding(cells)} VALUES ({string.Join(", ", cells.Select(cell => Bind(command, cell)))})";
                command.CommandText = $"INSERT INTO {Table(table)} {values} RETURNING {string.Join(", ", [.. wanted.Select(Selected), "1"])}";
                await using var reader = await command.ExecuteReaderAsync(cancellation);
                return await reader.ReadAsync(cancellation) ? new StoredRow(Values(reader, wanted), []) : throw new SeedRefusedException("the database took it and did not keep it (a trigger or a rule)");
            },
            cancellation);

    public Task UpdateAsync(TableDescription table, IReadOnlyList<SeedCell> identity, IReadOnlyList<SeedCell> changes, CancellationToken cancellation)
        => GuardAsync(
            async () =>
            {
                await using var command = Command();
                var set = string.Join(", ", changes.Select(cell => $"{Quote(cell.Column.Name)} = {Bind(command, cell)}"));
                var where = string.Join(" AND ", identity.Select(cell => cell.Value.Form == SeedForm.Null ? $"{Quote(cell.Column.Name)} IS NULL" : Matches(cell, Bind(command, cell))));
                command.CommandText = $"UPDATE {Rows(table)} SET {set} WHERE {where}";
                await command.ExecuteNonQueryAsync(cancellation);
                return 0;
            },
            cancellation);

    public Task CommitAsync(CancellationToken cancellation)
        => GuardAsync(
            async () =>
            {
                await AdvanceAsync(cancellation);
                if (_own is { } own)
                {
                    await own.CommitAsync(cancellation);
                }

                return 0;
            },
            cancellation);

    public async ValueTask DisposeAsync()
    {
        // Once: the application may have opened the connection too.
        if (_disposed)
        {
            return;
        }

        _disposed = true;
        if (_own is { } own)
        {
            await own.DisposeAsync();
        }

        await context.Database.CloseConnectionAsync();
    }

    /// <summary>Turns errors of the database into ours, and refusals of a row into <see cref="SeedRefusedException"/>.</summary>
    protected abstract Task<T> GuardAsync<T>(Func<Task<T>> action, CancellationToken cancellation);

    protected abstract string Quote(string name);

    /// <summary>The table that takes rows.</summary>
    protected abstract string Table(TableDescription table);

    /// <summary>The table's own rows.</summary>
    protected virtual string Rows(TableDescription table) => Table(table);

    /// <summary>A column in a form that <see cref="Read"/> takes.</summary>
    protected abstract string Selected(ColumnDescription column);

    protected abstract SeedValue Read(object given);

    /// <summary>Adds a parameter.</summary>
    /// <returns>It, as SQL.</returns>
    /// <exception cref="SeedRefusedException">The column can't hold the value.</exception>
    protected abstract string Bind(DbCommand command, SeedCell cell);

    /// <summary>A condition that finds a value that is not null, by an index where there is one.</summary>
    protected abstract string Matches(SeedCell cell, string parameter);

    /// <summary>A condition that holds where the column has another value, null or not.</summary>
    protected abstract string Differs(SeedCell cell, string parameter);

    /// <summary>What stands between columns and values of an insert.</summary>
    protected virtual string Overriding(IReadOnlyList<SeedCell> cells) => "";

    /// <summary>Keeps others who seed the same database out until the transaction ends.</summary>
    protected virtual Task LockAsync(CancellationToken cancellation) => Task.CompletedTask;

    protected virtual Task BeforeInsertAsync(TableDescription table, IReadOnlyList<SeedCell> cells, CancellationToken cancellation) => Task.CompletedTask;

    /// <summary>Brings counters behind the keys that were given.</summary>
    protected virtual Task AdvanceAsync(CancellationToken cancellation) => Task.CompletedTask;

    private async Task<IDbContextTransaction> BeginOwnAsync(CancellationToken cancellation)
    {
        try
        {
            return await context.Database.BeginTransactionAsync(cancellation);
        }
        catch (InvalidOperationException exception) when (exception.InnerException is null)
        {
            throw SurroundingTransaction.OfConnection(Name);
        }
    }

    private DbCommand Command()
    {
        var command = _connection.CreateCommand();
        command.Transaction = context.Database.CurrentTransaction?.GetDbTransaction();
        return command;
    }

    private Dictionary<string, SeedValue> Values(DbDataReader reader, IReadOnlyList<ColumnDescription> wanted)
        => wanted.Select((column, place) => (column.Name, Value: reader.IsDBNull(place) ? SeedValue.Null : Read(reader.GetValue(place)))).ToDictionary(pair => pair.Name, pair => pair.Value, Names);
}
