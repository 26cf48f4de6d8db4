using System.Net;
using System.Net.Sockets;
using Npgsql;
using Xunit;

namespace Greenhouse.EfBackup.PostgreSql.Tests.Faults;

/// <summary>The server is not there, or does not let in.</summary>
public sealed class LoginTests(OwnCluster cluster) : FaultTest, IClassFixture<OwnCluster>
{
    private const string Secret = "aVerySecretWord";

    [PrivateClusterTheory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_wrong_password_is_refused(bool retrying)
        => AssertSays(
            await RefusedAsync("EFB1213", retrying, settings => settings.Password = Secret),
            "the server of postgres refuses the login: password authentication failed for user \"postgres\"",
            "user and password in the connection string");

    [PrivateClusterFact]
    public async Task An_unknown_user_is_refused()
        => AssertSays(
            await RefusedAsync("EFB1213", false, settings => (settings.Username, settings.Password) = ("nobody_there", Secret)),
            "the server of postgres refuses the login: password authentication failed for user \"nobody_there\"",
            "user and password in the connection string");

    [PrivateClusterFact]
    public async Task A_password_that_is_missing_is_asked_for()
        => AssertSays(
            await RefusedAsync("EFB1213", false, settings => settings.Password = null),
            "the server of postgres wants a password and the connection string has none",
            "PGPASSFILE");

    [PrivateClusterTheory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_database_that_is_missing_is_named(bool retrying)
        => AssertSays(
            await RefusedAsync("EFB1201", retrying, settings => settings.Database = "nothing_there"),
            "the database nothing_there is not there",
            "`dotnet ef database update`");

    [PrivateClusterTheory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_server_that_does_not_run_is_said_not_to_be_reached(bool retrying)
        => AssertSays(
            await RefusedAsync("EFB1212", retrying, settings => (settings.Port, settings.Password) = (UnusedPort(), Secret)),
            "the server of postgres can't be reached: Connection refused",
            "start it, or name the right host and port");

    [PrivateClusterFact]
    public async Task A_host_that_is_unknown_is_said_not_to_be_reached()
        => Assert.StartsWith(
            "the server of postgres can't be reached: ",
            (await RefusedAsync("EFB1212", false, settings => (settings.Host, settings.Password) = ("nowhere.invalid", Secret))).Message,
            StringComparison.Ordinal);

    [PrivateClusterFact]
    public async Task A_server_that_never_answers_is_said_not_to_be_reached()
    {
        using var silent = new TcpListener(IPAddress.Loopback, 0);
        silent.Start();

        var refused = await RefusedAsync("EFB1212", false, settings => (settings.Port, settings.Timeout, settings.Password) = (((IPEndPoint)silent.LocalEndpoint).Port, 1, Secret));

        Assert.StartsWith("the server of postgres can't be reached: ", refused.Message, StringComparison.Ordinal);
    }

    [PrivateClusterTheory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_server_that_closes_the_connection_before_the_login_is_said_not_to_be_reached(bool retrying)
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        using var stop = new CancellationTokenSource();
        var closing = CloseEachAsync(listener, stop.Token);

        AssertSays(
            await RefusedAsync("EFB1212", retrying, settings => (settings.Port, settings.Password) = (((IPEndPoint)listener.LocalEndpoint).Port, Secret)),
            "the server of postgres can't be reached: the server closed it",
            "start it, or name the right host and port");

        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => closing);
    }

    [PrivateClusterFact]
    public async Task A_database_that_the_user_may_not_enter_is_named()
    {
        var user = cluster.Server.CreateRole(TestServer.NewName());
        using var database = cluster.CreateDatabase();
        cluster.Execute($"REVOKE CONNECT ON DATABASE {database.Name} FROM public");

        var refused = await RefusedAsync("EFB1211", false, settings => (settings.Database, settings.Username, settings.Password) = (database.Name, user.Name, user.Password));

        AssertSays(refused, $"{database.Name}: permission denied for database \"{database.Name}\"", "Grant it");
    }

    [PrivateClusterFact]
    public async Task A_server_that_is_starting_or_stopping_is_said_not_to_be_reached()
    {
        using var database = cluster.CreateDatabase();
        // Whoever is connected keeps it from stopping, and nobody else gets in.
        using (new OtherSession(database.ConnectionString, "SELECT 1"))
        {
            cluster.Server.BeginToStop();
            AssertSays(await RefusedAsync("EFB1212", false, _ => { }), "the server of postgres can't be reached: the database system is shutting down", "start it");
        }

        cluster.AwaitStop();
        cluster.Start();
    }

    private static async Task CloseEachAsync(TcpListener listener, CancellationToken cancellation)
    {
        while (true)
        {
            using var connected = await listener.AcceptTcpClientAsync(cancellation);
            // Whoever speaks is not cut off in the middle of it: that would be a reset.
            await connected.GetStream().ReadAtLeastAsync(new byte[1], 1, throwOnEndOfStream: false, cancellation);
        }
    }

    private static int UnusedPort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static void AssertSays(EfBackupException refused, string message, string help)
    {
        Assert.Equal(message, refused.Message);
        Assert.Contains(help, refused.Help, StringComparison.Ordinal);
    }

    private async Task<EfBackupException> RefusedAsync(string code, bool retrying, Action<NpgsqlConnectionStringBuilder> change)
    {
        var settings = new NpgsqlConnectionStringBuilder(cluster.Server.ConnectionString);
        change(settings);
        await using var context = GardenModel.Open(settings.ConnectionString, npgsql =>
        {
            if (retrying)
            {
                npgsql.EnableRetryOnFailure(maxRetryCount: 1, TimeSpan.Zero, errorCodesToAdd: null);
            }
        });

        var refused = await RefusedAsync(code, () => Backups.CreateAsync(context));

        var said = string.Join('\n', [refused.ToString(), refused.Help, .. refused.Details]);
        Assert.DoesNotContain(settings.Password ?? new NpgsqlConnectionStringBuilder(cluster.Server.ConnectionString).Password!, said, StringComparison.Ordinal);
        Assert.Empty(Backups.Files);
        return refused;
    }
}
