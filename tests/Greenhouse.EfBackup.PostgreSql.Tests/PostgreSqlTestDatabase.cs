using Greenhouse.EfBackup.PostgreSql.Server;
using Greenhouse.EfBackup.Specification;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Greenhouse.EfBackup.PostgreSql.Tests;

/// <summary>A database that the engine sees as its owner, and the tests as the superuser.</summary>
public sealed class PostgreSqlTestDatabase : TestDatabase
{
    /// <summary>What stands in the way of somebody who does not wait: a lock, a timeout, a serialization failure, a deadlock.</summary>
    private static readonly string[] _inTheWay = ["55P03", "57014", "40001", "40P01"];

    private readonly PostgreSqlServer _server;
    private readonly ServerRole _owner;

    public PostgreSqlTestDatabase(string name)
        : this(name, TestServer.Server, TestServer.Owner)
    {
    }

    /// <summary>A database of another server than that of all tests.</summary>
    public PostgreSqlTestDatabase(string name, PostgreSqlServer server, ServerRole owner)
    {
        (Name, _server, _owner) = (name, server, owner);
        server.CreateDatabase(name, owner);
    }

    public string Name { get; }

    /// <summary>Connects its owner, pooled as in most applications.</summary>
    public string ConnectionString => new NpgsqlConnectionStringBuilder(_server.ConnectionTo(Name, _owner)) { Pooling = true, MaxPoolSize = 20 }.ConnectionString;

    private string Owner => _server.ConnectionTo(Name, _owner);

    /// <summary>Connects the superuser.</summary>
    public string SuperuserConnectionString => _server.ConnectionTo(Name);

    private string Look => _server.LookAt(Name);

    public override void Configure(DbContextOptionsBuilder options) => options.UseNpgsql(ConnectionString);

    public override void Execute(string sql)
    {
        using var connection = Connect(Owner);
        PostgreSqlDump.Execute(connection, sql);
    }

    public override bool TryExecute(string sql)
    {
        using var connection = Connect(Owner);
        using var transaction = connection.BeginTransaction();
        try
        {
            PostgreSqlDump.Execute(connection, $"SET LOCAL lock_timeout = '1s'; SET LOCAL statement_timeout = '1s'; {sql}");
            transaction.Commit();
            return true;
        }
        catch (PostgresException exception) when (_inTheWay.Contains(exception.SqlState))
        {
            return false;
        }
    }

    public override void ExecuteUnchecked(string sql)
    {
        using var connection = Connect(Look);
        PostgreSqlDump.Execute(connection, $"SET session_replication_role = replica; {sql}");
    }

    public override Dump Dump()
    {
        using var connection = Connect(Look);
        return PostgreSqlDump.Of(connection);
    }

    /// <summary>What <c>pg_dump</c> makes of it, without what differs from run to run.</summary>
    public override IReadOnlyList<string> Schema()
        => [.. _server.Run("pg_dump", Name, "--schema-only").Split('\n').Where(line => line.Length > 0 && !IsOfTheRun(line))];

    /// <summary>The first column of a query, which must be text.</summary>
    public IReadOnlyList<string> Query(string sql)
    {
        using var connection = Connect(Look);
        return PostgreSqlDump.Query(connection, sql);
    }

    /// <summary>Databases that stand for this one in a rehearsal.</summary>
    public IReadOnlyList<string> Scratches
        => Query($"SELECT datname::text FROM pg_database WHERE datname LIKE 'efbackup\\_rehearsal\\_%' AND shobj_description(oid, 'pg_database') = 'Greenhouse.EfBackup: rehearsal of a restore of {Name}'");

    public override void Damage()
    {
        using var connection = Connect(Look);
        PostgreSqlDamage.Do(connection);
    }

    protected override void Dispose(bool disposing)
    {
        foreach (var pooled in new[] { ConnectionString, Look })
        {
            using var connection = new NpgsqlConnection(pooled);
            NpgsqlConnection.ClearPool(connection);
        }

        _server.DropDatabase(Name);
        base.Dispose(disposing);
    }

    private static bool IsOfTheRun(string line)
        => line is "--"
            || line.StartsWith("-- Dumped", StringComparison.Ordinal)
            || line.StartsWith(@"\restrict", StringComparison.Ordinal)
            || line.StartsWith(@"\unrestrict", StringComparison.Ordinal);

    private static NpgsqlConnection Connect(string connectionString)
    {
        var connection = new NpgsqlConnection(connectionString);
        connection.Open();
        return connection;
    }
}
