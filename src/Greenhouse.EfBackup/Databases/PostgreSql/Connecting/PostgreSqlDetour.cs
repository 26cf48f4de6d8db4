using System.Data;
using Greenhouse.EfBackup.Protocol;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Npgsql;

namespace Greenhouse.EfBackup.Databases.PostgreSql.Connecting;

/// <summary>Has a context work on another database of the same server for a while; its connection is then as the application had it.</summary>
internal sealed class PostgreSqlDetour : IAsyncDisposable
{
    private readonly DbContext _context;
    private readonly NpgsqlConnection _connection;
    private readonly NpgsqlConnection? _own;
    private readonly bool _owned;
    private readonly string? _connectionString;

    private PostgreSqlDetour(DbContext context, NpgsqlConnection connection, NpgsqlConnection? own, bool owned)
    {
        (_context, _connection, _own, _owned) = (context, connection, own, owned);
        _connectionString = context.Database.GetConnectionString();
        context.Database.SetDbConnection(connection);
    }

    /// <summary>The database of the context under another name: the same server, user and password.</summary>
    public static NpgsqlConnection Clone(NpgsqlConnection own, string? database = null)
        => own.CloneWith(new NpgsqlConnectionStringBuilder(own.ConnectionString) { Database = database ?? own.Database, Pooling = false }.ConnectionString);

    /// <param name="context">Its connection is closed.</param>
    /// <param name="database">It is there.</param>
    /// <exception cref="EfBackupException">The application itself has opened the connection.</exception>
    public static PostgreSqlDetour Take(DbContext context, string database)
    {
        var own = (NpgsqlConnection)context.Database.GetDbConnection();
        var options = context.GetService<IDbContextOptions>().Extensions.OfType<RelationalOptionsExtension>().First();
        // One that the application made and gave away would be disposed of here.
        return !ReferenceEquals(options.Connection, own) ? new PostgreSqlDetour(context, Clone(own, database), null, owned: true)
            : options.IsConnectionOwned ? new PostgreSqlDetour(context, Clone(own, database), own.CloneWith(own.ConnectionString), owned: true)
            : new PostgreSqlDetour(context, Clone(own, database), own, owned: false);
    }

    public static void RefuseOpen(DbContext context)
    {
        if (context.Database.GetDbConnection().State != ConnectionState.Closed)
        {
            throw new EfBackupException(ErrorCode.NotRehearsed, "the application has opened the connection itself, which would have to work on a scratch database", "leave it closed until then");
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _context.Database.CloseConnectionAsync();
        _context.Database.SetDbConnection(_own, _owned);
        // Where the context makes its own it does so from a data source, or from a string, which it has forgotten.
        if (_own is null && _context.Database.GetConnectionString() is null)
        {
            _context.Database.SetConnectionString(_connectionString);
        }

        await _connection.DisposeAsync();
    }
}
