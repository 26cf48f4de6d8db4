using System.Data.Common;
using Greenhouse.EfBackup.Databases.PostgreSql.Catalog;
using Greenhouse.EfBackup.Databases.PostgreSql.Connecting;
using Greenhouse.EfBackup.Format;
using Greenhouse.EfBackup.Schema;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using NpgsqlTypes;

namespace Greenhouse.EfBackup.Databases.PostgreSql.Writing;

/// <summary>Rows of a seed in a PostgreSQL database. Values go to the server as text, and its types read them: nothing depends on what the driver knows.</summary>
internal sealed class PostgreSqlSeedStore : SqlSeedStore
{
    // Of two processes that seed one database at once, the second finds what the first has inserted.
    private const string Lock = "SELECT pg_catalog.pg_advisory_xact_lock(x'6566736565647300'::bigint)";
    private readonly NpgsqlConnection _connection;
    private readonly PostgreSqlSession _session;
    private readonly Dictionary<string, TableDescription> _behind = new(StringComparer.Ordinal);
    private PostgreSqlCatalog? _catalog;

    private PostgreSqlSeedStore(DbContext context)
        : base(context)
    {
        _connection = (NpgsqlConnection)context.Database.GetDbConnection();
        _session = new PostgreSqlSession(_connection, context);
    }

    public override string Name => _connection.Database;

    public override StringComparer Names => StringComparer.Ordinal;

    private PostgreSqlCatalog Catalog => _catalog ?? throw new InvalidOperationException("The schema has not been read.");

    /// <exception cref="EfBackupException">The server or the database is not there, or refuses.</exception>
    public static async Task<ISeedStore> OpenAsync(DbContext context, CancellationToken cancellation)
    {
        var store = new PostgreSqlSeedStore(context);
        await store.OpenAsync(cancellation);
        return store;
    }

    public override Task<LiveSchema> ReadSchemaAsync(CancellationToken cancellation)
        => GuardAsync(
            async () =>
            {
                _catalog = await PostgreSqlCatalog.ReadAsync(_session, cancellation);
                return _catalog.Schema;
            },
            cancellation);

    public override ValueKind KindOf(LiveColumn column, ColumnMeaning? meaning) => PostgreSqlTypes.KindOf(column.BaseType!);

    /// <summary>What the server gives is the column's default.</summary>
    public override bool Generates(TableDescription table, ColumnDescription column) => false;

    protected override Task<T> GuardAsync<T>(Func<Task<T>> action, CancellationToken cancellation)
        => PostgreSqlErrors.GuardAsync(
            Name,
            async () =>
            {
                try
                {
                    return await action();
                }
                catch (PostgresException exception) when (PostgreSqlErrors.IsRefusal(exception))
                {
                    throw new SeedRefusedException(exception.Detail is { } detail ? $"{exception.MessageText} ({detail})" : exception.MessageText, exception);
                }
            },
            cancellation);

    protected override string Quote(string name) => PostgreSqlNames.Quote(name);

    protected override string Table(TableDescription table) => Catalog.Find(table).Sql;

    protected override string Rows(TableDescription table) => Catalog.Find(table).Rows;

    protected override string Selected(ColumnDescription column) => $"{Quote(column.Name)}::text";

    protected override SeedValue Read(object given) => SeedValue.Stored(given);

    protected override string Bind(DbCommand command, SeedCell cell)
    {
        command.Parameters.Add(new NpgsqlParameter { NpgsqlDbType = NpgsqlDbType.Unknown, Value = (object?)PostgreSqlSeedText.Of(cell) ?? DBNull.Value });
        return $"${command.Parameters.Count}";
    }

    /// <summary>Types that may have no equality are compared as texts, as are documents.</summary>
    protected override string Matches(SeedCell cell, string parameter)
        => cell.Column.Kind is ValueKind.Text or ValueKind.Json ? $"{Quote(cell.Column.Name)}::text = {Cast(cell, parameter)}::text" : $"{Quote(cell.Column.Name)} = {Cast(cell, parameter)}";

    /// <summary>Whatever its type or its collation takes for equal, another text is another value.</summary>
    protected override string Differs(SeedCell cell, string parameter)
        => cell.Column.Kind is ValueKind.String or ValueKind.Text or ValueKind.Json
            ? $"{Quote(cell.Column.Name)}::text COLLATE \"C\" IS DISTINCT FROM {Cast(cell, parameter)}::text COLLATE \"C\""
            : $"{Quote(cell.Column.Name)} IS DISTINCT FROM {Cast(cell, parameter)}";

    protected override string Overriding(IReadOnlyList<SeedCell> cells) => cells.Any(cell => cell.Column.Default == PostgreSqlCatalog.AlwaysIdentity) ? " OVERRIDING SYSTEM VALUE" : "";

    protected override Task LockAsync(CancellationToken cancellation) => _session.ExecuteAsync(Lock, cancellation);

    /// <summary>A key that the server is about to give must not be one that was given by us.</summary>
    protected override async Task BeforeInsertAsync(TableDescription table, IReadOnlyList<SeedCell> cells, CancellationToken cancellation)
    {
        var defaults = table.StoredColumns.Where(column => column.Default is not null).Select(column => column.Name).ToArray();
        if (_behind.ContainsKey(table.Key) && defaults.Any(name => cells.All(cell => cell.Column.Name != name)))
        {
            await AdvanceAsync(cancellation);
        }

        if (cells.Any(cell => defaults.Contains(cell.Column.Name)))
        {
            _behind[table.Key] = table;
        }
    }

    protected override async Task AdvanceAsync(CancellationToken cancellation)
    {
        if (_behind.Count > 0)
        {
            await new PostgreSqlSequences(_session, Catalog).AdvanceAsync([.. _behind.Values], [], cancellation);
            _behind.Clear();
        }
    }

    /// <summary>A number is rounded as its column does it, and a text padded; but none is cut, for an insert would not do that.</summary>
    private static string Cast(SeedCell cell, string parameter)
        => cell.Column.StoreType.StartsWith("character varying", StringComparison.Ordinal) ? $"{parameter}::text" : $"CAST({parameter} AS {cell.Column.StoreType})";
}
