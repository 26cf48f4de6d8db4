using Greenhouse.EfBackup.PostgreSql.Server;

namespace Greenhouse.EfBackup.PostgreSql.Tests.Faults;

/// <summary>A server for the tests of one class, who may stop it.</summary>
public sealed class OwnCluster : IDisposable
{
    // What was committed must be there after a crash, as it is on the servers of applications.
    private readonly Lazy<PrivateCluster> _cluster = new(() => PrivateCluster.Create(new Dictionary<string, string> { ["synchronous_commit"] = "on" }));
    private readonly Lazy<ServerRole> _owner;

    public OwnCluster() => _owner = new(() => Server.CreateRole(TestServer.NewName()));

    public PrivateCluster Server => _cluster.Value;

    private bool IsStopped { get; set; }

    /// <summary>A database with no rights beyond it for its owner.</summary>
    public PostgreSqlTestDatabase CreateDatabase() => new(TestServer.NewName(), Server, _owner.Value);

    public void Stop()
    {
        IsStopped = true;
        Server.Stop();
    }

    /// <summary>Waits until it has stopped by itself.</summary>
    public void AwaitStop()
    {
        Server.AwaitStop();
        IsStopped = true;
    }

    /// <summary>Starts it again, if it was stopped.</summary>
    public void Start()
    {
        if (IsStopped)
        {
            Server.Start();
            IsStopped = false;
        }
    }

    public void Execute(string sql) => PostgreSqlDump.Execute(Server.ConnectionString, sql);

    public void Dispose()
    {
        if (_cluster.IsValueCreated)
        {
            Server.Dispose();
        }
    }
}
