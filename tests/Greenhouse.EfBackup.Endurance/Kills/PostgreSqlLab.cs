using Greenhouse.EfBackup.PostgreSql.Tests;
using Greenhouse.EfBackup.Specification;
using Npgsql;

namespace Greenhouse.EfBackup.Endurance.Kills;

/// <summary>A database of a server of its own; states are kept as databases that it is made from.</summary>
internal sealed class PostgreSqlLab : Lab
{
    private static readonly TimeSpan _betweenLooks = TimeSpan.FromMilliseconds(10);
    private readonly PostgreSqlTestDatabase _database = new(TestServer.NewName());

    public override string Kind => "postgresql";

    public override string ConnectionString => _database.ConnectionString;

    public override TestDatabase Database => _database;

    public override IReadOnlyList<string> Complaints() => [];

    /// <summary>The server finds out by itself that a client is gone; what it had been told to do before is done then, or not.</summary>
    protected override void Settle()
    {
        NpgsqlConnection.ClearAllPools();
        while (_database.Query("SELECT pid::text FROM pg_stat_activity WHERE datname = current_database() AND backend_type = 'client backend' AND pid <> pg_backend_pid()").Count > 0)
        {
            Thread.Sleep(_betweenLooks);
        }

        // Nor may who has looked stay: a database with somebody in it is not copied.
        NpgsqlConnection.ClearAllPools();
    }

    protected override void SaveDatabase(string name)
    {
        Settle();
        Copy(_database.Name, $"{_database.Name}_{name}");
    }

    protected override void BringDatabaseBack(string name)
    {
        NpgsqlConnection.ClearAllPools();
        TestServer.Server.DropDatabase(_database.Name);
        Copy($"{_database.Name}_{name}", _database.Name);
    }

    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        // Of a server that was given, too.
        foreach (var name in KillScenarios.Names)
        {
            TestServer.Server.DropDatabase($"{_database.Name}_{name}");
        }

        TestServer.Stop();
    }

    private static void Copy(string from, string to)
        => PostgreSqlDump.Execute(TestServer.Server.ConnectionString, $"CREATE DATABASE {PostgreSqlDump.Quote(to)} TEMPLATE {PostgreSqlDump.Quote(from)} OWNER {PostgreSqlDump.Quote(TestServer.Owner.Name)}");
}
