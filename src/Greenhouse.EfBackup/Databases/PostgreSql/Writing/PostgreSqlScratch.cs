using System.Globalization;
using Greenhouse.EfBackup.Databases.PostgreSql.Catalog;
using Greenhouse.EfBackup.Databases.PostgreSql.Connecting;
using Greenhouse.EfBackup.Protocol;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Greenhouse.EfBackup.Databases.PostgreSql.Writing;

/// <summary>A scratch database on the same server, of the same encoding, collation and search path, with the same extensions as far as the user may make them.</summary>
internal sealed class PostgreSqlScratch : IScratchDatabase
{
    private const int FirstWithForce = 13;

    // Columns that not every version has, by their names.
    private const string Definition = """
        SELECT pg_catalog.format('TEMPLATE template0 ENCODING %L LC_COLLATE %L LC_CTYPE %L', pg_catalog.pg_encoding_to_char(d.encoding), d.datcollate, d.datctype)
            || CASE pg_catalog.to_jsonb(d) ->> 'datlocprovider'
                   WHEN 'i' THEN pg_catalog.format(' LOCALE_PROVIDER icu ICU_LOCALE %L', coalesce(pg_catalog.to_jsonb(d) ->> 'datlocale', pg_catalog.to_jsonb(d) ->> 'daticulocale'))
                   WHEN 'b' THEN pg_catalog.format(' LOCALE_PROVIDER builtin BUILTIN_LOCALE %L', pg_catalog.to_jsonb(d) ->> 'datlocale')
                   ELSE '' END,
            pg_catalog.current_setting('search_path')
        FROM pg_catalog.pg_database d WHERE d.datname = pg_catalog.current_database()
        """;

    // The schema in which tables are made that name none, and the extensions.
    private const string Surroundings = """
        SELECT pg_catalog.format('CREATE SCHEMA IF NOT EXISTS %I', pg_catalog.current_schema()) WHERE pg_catalog.current_schema() IS NOT NULL
        UNION ALL
        (SELECT pg_catalog.format('CREATE SCHEMA IF NOT EXISTS %I; CREATE EXTENSION IF NOT EXISTS %I SCHEMA %I', n.nspname, e.extname, n.nspname)
        FROM pg_catalog.pg_extension e JOIN pg_catalog.pg_namespace n ON n.oid = e.extnamespace WHERE n.nspname <> 'pg_catalog' ORDER BY e.oid)
        """;

    private const string Abandoned = $"""
        SELECT d.datname::text FROM pg_catalog.pg_database d
        WHERE pg_catalog.starts_with(d.datname::text, '{PostgreSqlScratchName.Prefix}') AND pg_catalog.shobj_description(d.oid, 'pg_database') = $1
              AND pg_catalog.pg_has_role(d.datdba, 'USAGE') AND NOT EXISTS (SELECT FROM pg_catalog.pg_stat_activity a WHERE a.datid = d.oid)
        """;

    private readonly DbContext _context;
    private readonly Action<string, Exception> _left;
    private readonly PostgreSqlScratchName _name = new(Guid.NewGuid());
    private PostgreSqlSession _live;
    private NpgsqlConnection _connection;
    private PostgreSqlDetour? _detour;
    private bool _made;

    private PostgreSqlScratch(DbContext context, NpgsqlConnection connection, Action<string, Exception> left)
    {
        (_context, _connection, _left) = (context, connection, left);
        _live = new PostgreSqlSession(connection, context);
    }

    public string Place => _name.ToString();

    /// <param name="context">Its connection is closed.</param>
    /// <param name="left">Told of what could not be removed, and why.</param>
    /// <exception cref="EfBackupException">The user may not make one, or the server is not there.</exception>
    public static async Task<PostgreSqlScratch> MakeAsync(DbContext context, Action<string, Exception> left, CancellationToken cancellation)
    {
        PostgreSqlDetour.RefuseOpen(context);
        var scratch = new PostgreSqlScratch(context, PostgreSqlDetour.Clone((NpgsqlConnection)context.Database.GetDbConnection()), left);
        try
        {
            await PostgreSqlErrors.GuardAsync(scratch._connection.Database, () => scratch.MakeAsync(cancellation), cancellation);
            return scratch;
        }
        catch
        {
            await scratch.DisposeAsync();
            throw;
        }
    }

    /// <summary>Nothing interrupts it.</summary>
    public async ValueTask DisposeAsync()
    {
        try
        {
            if (_detour is not null)
            {
                await _detour.DisposeAsync();
            }

            if (_made)
            {
                await DropAsync();
            }
        }
        catch (Exception exception) when (exception is NpgsqlException or EfBackupException)
        {
            _left(Place, exception);
        }
        finally
        {
            await _connection.DisposeAsync();
        }
    }

    private async Task MakeAsync(CancellationToken cancellation)
    {
        await ConnectionInterception.OpenAsync(_context, _connection, cancellation);
        await RemoveAbandonedAsync(cancellation);
        await _live.ExecuteAsync(Invariant($"SELECT pg_catalog.pg_advisory_lock({_name.Key})"), cancellation);
        var (definition, path) = (await _live.QueryAsync(Definition, row => (row.GetString(0), row.GetString(1)), cancellation))[0];
        await CreateAsync(definition);
        cancellation.ThrowIfCancellationRequested();
        await _live.ExecuteAsync($"COMMENT ON DATABASE {Quoted} IS {PostgreSqlNames.Text(PostgreSqlScratchName.Comment(_connection.Database))}", cancellation);
        // The server's own spelling of a list of names.
        await _live.ExecuteAsync($"ALTER DATABASE {Quoted} SET search_path = {(path.Length == 0 ? "''" : path)}", cancellation);
        var surroundings = await _live.QueryAsync(Surroundings, row => row.GetString(0), cancellation);
        _detour = PostgreSqlDetour.Take(_context, Place);
        await AddAsync(surroundings, cancellation);
    }

    private string Quoted => PostgreSqlNames.Quote(Place);

    /// <summary>Not interrupted: whether there is one then would be open, and it could stay.</summary>
    private async Task CreateAsync(string definition)
    {
        try
        {
            await _live.ExecuteAsync($"CREATE DATABASE {Quoted} {definition}", CancellationToken.None);
            _made = true;
        }
        catch (PostgresException exception)
        {
            throw new EfBackupException(
                ErrorCode.NotRehearsed,
                $"no scratch database can be made on the server of {_connection.Database}: {exception.MessageText}",
                exception.SqlState == PostgresErrorCodes.InsufficientPrivilege ? "give the user the right to (`ALTER ROLE ... CREATEDB`), or name another one with --connection" : "mend what it says",
                inner: exception);
        }
    }

    /// <summary>One that the user may not make, the migrations may do without.</summary>
    private async Task AddAsync(IEnumerable<string> surroundings, CancellationToken cancellation)
    {
        await _context.Database.OpenConnectionAsync(cancellation);
        try
        {
            var session = new PostgreSqlSession((NpgsqlConnection)_context.Database.GetDbConnection(), _context);
            foreach (var sql in surroundings)
            {
                try
                {
                    await session.ExecuteAsync(sql, cancellation);
                }
                catch (PostgresException) when (!cancellation.IsCancellationRequested)
                {
                    // Where one is needed, what needs it says so.
                }
            }
        }
        finally
        {
            await _context.Database.CloseConnectionAsync();
        }
    }

    private async Task DropAsync()
    {
        var sql = $"DROP DATABASE IF EXISTS {Quoted}{(_connection.FullState == System.Data.ConnectionState.Open && _connection.PostgreSqlVersion.Major < FirstWithForce ? "" : " WITH (FORCE)")}";
        try
        {
            await _live.ExecuteAsync(sql, CancellationToken.None);
        }
        catch (Exception exception) when (exception is NpgsqlException or InvalidOperationException && _connection.FullState != System.Data.ConnectionState.Open)
        {
            // The connection has gone since: another one will do.
            await _connection.DisposeAsync();
            _connection = PostgreSqlDetour.Clone((NpgsqlConnection)_context.Database.GetDbConnection());
            _live = new PostgreSqlSession(_connection, _context);
            await ConnectionInterception.OpenAsync(_context, _connection, CancellationToken.None);
            await _live.ExecuteAsync(sql, CancellationToken.None);
        }
    }

    /// <summary>Those of processes that were killed; what is not surely one of them stays.</summary>
    private async Task RemoveAbandonedAsync(CancellationToken cancellation)
    {
        foreach (var name in (await _live.QueryAsync(Abandoned, row => row.GetString(0), cancellation, PostgreSqlScratchName.Comment(_connection.Database))).Select(PostgreSqlScratchName.Parse).OfType<PostgreSqlScratchName>())
        {
            if ((await _live.QueryAsync(Invariant($"SELECT pg_catalog.pg_try_advisory_lock({name.Key})"), row => row.GetBoolean(0), cancellation))[0])
            {
                try
                {
                    // Without force: it fails where somebody is connected.
                    await _live.ExecuteAsync($"DROP DATABASE IF EXISTS {PostgreSqlNames.Quote(name.ToString())}", cancellation);
                }
                catch (PostgresException) when (!cancellation.IsCancellationRequested)
                {
                    // It stays for the next.
                }

                await _live.ExecuteAsync(Invariant($"SELECT pg_catalog.pg_advisory_unlock({name.Key})"), cancellation);
            }
        }
    }

    private static string Invariant(FormattableString sql) => sql.ToString(CultureInfo.InvariantCulture);
}
