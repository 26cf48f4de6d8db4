using Greenhouse.EfBackup.PostgreSql.Server;
using Greenhouse.EfBackup.Protocol;
using Npgsql;
using Xunit;

namespace Greenhouse.EfBackup.PostgreSql.Tests.Faults;

/// <summary>Connections that are not to be had, and such as come back as others.</summary>
public sealed class FewConnectionsTests : FaultTest
{
    private const int Readings = 40_000;
    private const string Counted = "counted";

    private readonly List<ServerRole> _roles = [];

    public FewConnectionsTests() => Backups.Settings = Backups.Settings with { Readers = 4 };

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task A_pool_of_few_connections_is_enough(int connections)
    {
        var database = CreateGarden(Readings, note: 100);
        var before = DatabaseState.Of(database);
        // Who waits for a pool that is empty does so until this time is over.
        await using var context = GardenModel.Open(new NpgsqlConnectionStringBuilder(database.ConnectionString) { MaxPoolSize = connections, Timeout = 1000, ApplicationName = Counted }.ConnectionString);
        var most = 0;
        Backups.Listener = _ => most = Math.Max(most, Connections(database));

        var file = (await EndOf(Backups.CreateAsync(context))).File!;
        Backups.Listener = _ => { };
        database.Damage();
        await EndOf(Backups.RestoreAsync(context, file));

        Assert.Equal(connections, most);
        before.AssertSame(DatabaseState.Of(database));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task A_server_that_gives_few_connections_is_enough(int connections)
    {
        var database = CreateGarden(Readings, note: 100);
        var before = DatabaseState.Of(database);
        var role = LimitedRole(connections);
        await using var context = GardenModel.Open(new NpgsqlConnectionStringBuilder(TestServer.Server.ConnectionTo(database.Name, role)) { ApplicationName = Counted }.ConnectionString);
        var most = 0;
        Backups.Listener = _ => most = Math.Max(most, Connections(database));

        var file = (await EndOf(Backups.CreateAsync(context))).File!;
        Backups.Listener = _ => { };
        database.Damage();
        Until(() => Connections(database) == 0, "the backup's connections are gone");
        await EndOf(Backups.RestoreAsync(context, file));

        Assert.Equal(connections, most);
        before.AssertSame(DatabaseState.Of(database));
    }

    [Fact]
    public async Task A_server_that_gives_no_connection_at_all_says_so()
    {
        var database = CreateGarden();
        var role = LimitedRole(connections: 0);
        await using var context = GardenModel.Open(TestServer.Server.ConnectionTo(database.Name, role));

        var refused = await RefusedAsync("EFB1212", () => Backups.CreateAsync(context));

        Assert.Equal($"the server of {database.Name} has no connection left: too many connections for role \"{role.Name}\"", refused.Message);
        Assert.Contains("end some that are not needed, or raise the limit", refused.Help, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_context_that_tries_again_after_failures_is_backed_up_and_restored()
    {
        var database = CreateGarden(Readings, note: 100);
        var before = DatabaseState.Of(database);
        await using var context = GardenModel.Open(database.ConnectionString, npgsql => npgsql.EnableRetryOnFailure());

        var file = (await Backups.CreateAsync(context)).File!;
        database.Damage();
        await Backups.RestoreAsync(context, file, Specification.Backups.Options(safety: true));

        before.AssertSame(DatabaseState.Of(database));
    }

    /// <summary>EF does so, or an application: the next connection would see another state, and change it for good.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_backup_whose_connection_is_opened_anew_does_not_go_on(bool pooled)
    {
        var database = CreateGarden(Readings, note: 100);
        var before = DatabaseState.Of(database);
        await using var context = GardenModel.Open(new NpgsqlConnectionStringBuilder(database.ConnectionString) { Pooling = pooled }.ConnectionString);
        Backups.Listener = said =>
        {
            if (said is WarningEvent)
            {
                OpenAnew(context);
            }
        };

        var lost = await RefusedAsync("EFB1214", () => Backups.CreateAsync(context, Specification.Backups.Without("Labels")));

        AssertSays(lost);
        await AssertUnharmedAsync(database, before);
    }

    [Theory]
    [InlineData(Stages.Safety, false)]
    [InlineData(Stages.Safety, true)]
    [InlineData(Stages.Clear, true)]
    [InlineData(Stages.Load, true)]
    public async Task A_restore_whose_connection_is_opened_anew_does_not_go_on(string stage, bool pooled)
    {
        var database = CreateGarden();
        var changed = await ChangeAsync(database, """UPDATE "Beds" SET "Name" = 'another'""");
        await using var context = GardenModel.Open(new NpgsqlConnectionStringBuilder(database.ConnectionString) { Pooling = pooled }.ConnectionString);
        When(stage, stage == Stages.Safety ? "Readings" : "Plants", () => OpenAnew(context));

        var lost = await RefusedAsync("EFB1214", () => Backups.RestoreAsync(context, changed.File, Specification.Backups.Options(safety: stage == Stages.Safety)));

        AssertSays(lost);
        Backups.Files.Where(file => file != changed.File).ToList().ForEach(File.Delete);
        await AssertUnharmedAsync(database, changed);
    }

    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        _roles.ForEach(TestServer.Server.DropRole);
    }

    private static void AssertSays(EfBackupException lost)
    {
        Assert.Contains("was lost: it was closed in the middle of a transaction", lost.Message, StringComparison.Ordinal);
        Assert.Contains("as it was before", lost.Help, StringComparison.Ordinal);
    }

    private static int Connections(PostgreSqlTestDatabase database)
        => database.Query($"SELECT pid::text FROM pg_stat_activity WHERE datname = current_database() AND application_name = '{Counted}'").Count;

    /// <summary>May do what the owner may, with so many connections.</summary>
    private ServerRole LimitedRole(int connections)
    {
        var role = TestServer.Server.CreateRole(TestServer.NewName());
        _roles.Add(role);
        PostgreSqlDump.Execute(TestServer.Server.ConnectionString, $"ALTER ROLE {role.Name} CONNECTION LIMIT {connections}; GRANT {TestServer.Owner.Name} TO {role.Name}");
        return role;
    }

    private void OpenAnew(GardenModel.Context context)
    {
        Happened = true;
        ConnectionOf(context).Close();
        ConnectionOf(context).Open();
    }
}
