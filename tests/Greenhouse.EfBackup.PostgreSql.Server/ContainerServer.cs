using Npgsql;
using Testcontainers.PostgreSql;

namespace Greenhouse.EfBackup.PostgreSql.Server;

/// <summary>A server in a container. Compiled only with <c>-p:UseTestcontainers=true</c>.</summary>
internal sealed class ContainerServer : PostgreSqlServer
{
    private const string Image = "postgres:17";

    private readonly PostgreSqlContainer _container;

    public ContainerServer()
    {
        _container = new PostgreSqlBuilder(Image).WithPassword(RandomPassword()).WithCommand("-c", "max_connections=200").Build();
        _container.StartAsync().GetAwaiter().GetResult();
        // Not pooled: who is connected keeps a database from being copied.
        ConnectionString = new NpgsqlConnectionStringBuilder(_container.GetConnectionString()) { Pooling = false }.ConnectionString;
    }

    public override string ConnectionString { get; }

    /// <summary>The image has the programs of the server's own version, and lets its superuser in by the socket.</summary>
    public override string Run(string program, string database, params string[] arguments)
    {
        string[] command = [program, "--username", PostgreSqlBuilder.DefaultUsername, "--dbname", database, .. arguments];
        var result = _container.ExecAsync(command).GetAwaiter().GetResult();
        return result.ExitCode == 0 ? result.Stdout : throw new InvalidOperationException($"{program} ended with {result.ExitCode}: {result.Stderr}");
    }

    protected override void Dispose(bool disposing)
    {
        _container.DisposeAsync().AsTask().GetAwaiter().GetResult();
        base.Dispose(disposing);
    }
}
