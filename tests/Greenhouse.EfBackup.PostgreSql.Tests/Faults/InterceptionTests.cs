using System.Data.Common;
using Greenhouse.EfBackup.PostgreSql.Server;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Npgsql;
using Xunit;

namespace Greenhouse.EfBackup.PostgreSql.Tests.Faults;

/// <summary>What an application does to its connections is done to those of all readers.</summary>
public sealed class InterceptionTests : FaultTest
{
    private const int Readings = 40_000;

    private readonly List<ServerRole> _roles = [];

    public InterceptionTests() => Backups.Settings = Backups.Settings with { Readers = 3 };

    [Fact]
    public async Task A_role_that_an_interceptor_sets_reads_and_restores()
    {
        var database = CreateGarden(Readings, note: 100);
        var before = DatabaseState.Of(database);
        var settingRole = new Interceptor(opened: connection => PostgreSqlDump.Execute(connection, $"SET ROLE {TestServer.Owner.Name}"));
        await using var context = Open(new NpgsqlConnectionStringBuilder(TestServer.Server.ConnectionTo(database.Name, Powerless())) { Pooling = true }.ConnectionString, settingRole);

        var file = (await Backups.CreateAsync(context)).File!;

        // One connection is that of the context, the others are those of its readers.
        Assert.Equal((3, 3), (settingRole.Opening.Count, settingRole.Opened.Count));
        database.Damage();
        await Backups.RestoreAsync(context, file);
        before.AssertSame(DatabaseState.Of(database));
    }

    [Fact]
    public async Task A_role_that_an_interceptor_sets_can_be_interrupted()
    {
        var database = CreateGarden(Readings, note: 100);
        Stuck.In(database);
        var before = DatabaseState.Of(database);
        Backups.Settings = Backups.Settings with { LockTimeout = TimeSpan.FromHours(1) };
        var settingRole = new Interceptor(opened: connection => PostgreSqlDump.Execute(connection, $"SET ROLE {TestServer.Owner.Name}"));
        await using var context = Open(TestServer.Server.ConnectionTo(database.Name, Powerless()), settingRole);
        using var interrupted = new CancellationTokenSource();
        using (var stuck = Stuck.Hold(database))
        {
            var backup = Task.Run(() => Backups.CreateAsync(context, cancellation: interrupted.Token));
            Until(() => stuck.Reached, "a reader waits");
            await interrupted.CancelAsync();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => EndOf(backup));
            Until(() => !stuck.Reached, "no reader waits any more");
        }

        Happened = true;
        await AssertUnharmedAsync(database, before);
    }

    [Fact]
    public async Task A_password_that_an_interceptor_brings_opens_every_reader()
    {
        var database = CreateGarden(Readings, note: 100);
        var settings = new NpgsqlConnectionStringBuilder(database.ConnectionString) { Password = null };
        var withPassword = new NpgsqlConnectionStringBuilder(database.ConnectionString).ConnectionString;
        var bringing = new Interceptor(opening: connection => connection.ConnectionString = withPassword);
        await using var context = Open(settings.ConnectionString, bringing);

        Assert.Equal(Readings, await BackUpAsync(context));

        Assert.Equal(3, bringing.Opened.Count);
    }

    [Fact]
    public async Task A_password_that_a_data_source_brings_opens_every_reader()
    {
        var database = CreateGarden(Readings, note: 100);
        var settings = new NpgsqlConnectionStringBuilder(database.ConnectionString) { Password = null };
        var asked = 0;
        var builder = new NpgsqlDataSourceBuilder(settings.ConnectionString);
        builder.UsePasswordProvider(
            _ => throw new NotSupportedException(),
            (_, _) =>
            {
                Interlocked.Increment(ref asked);
                return new ValueTask<string>(TestServer.Owner.Password);
            });
        await using var source = builder.Build();
        await using var context = new GardenModel.Context(new DbContextOptionsBuilder<GardenModel.Context>().UseNpgsql(source).Options);

        Assert.Equal(Readings, await BackUpAsync(context));

        Assert.Equal(3, asked);
    }

    [Fact]
    public async Task A_connection_that_is_open_already_stays_open()
    {
        var database = CreateGarden(Readings, note: 100);
        await using var context = database.Open<GardenModel.Context>();
        await context.Database.OpenConnectionAsync();
        var process = ProcessOf(context);

        Assert.Equal(Readings, await BackUpAsync(context));

        Assert.Equal(process, ProcessOf(context));
        Assert.Equal(10, await context.Beds.CountAsync());
    }

    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        _roles.ForEach(TestServer.Server.DropRole);
    }

    private static GardenModel.Context Open(string connectionString, IInterceptor interceptor)
        => new(new DbContextOptionsBuilder<GardenModel.Context>().UseNpgsql(connectionString).AddInterceptors(interceptor).Options);

    private async Task<long> BackUpAsync(DbContext context)
        => Specification.Backups.Check((await Backups.CreateAsync(context)).File!).Metadata.Statistics["Readings"];

    /// <summary>May become the owner, and do nothing as himself.</summary>
    private ServerRole Powerless()
    {
        var role = TestServer.Server.CreateRole(TestServer.NewName());
        _roles.Add(role);
        PostgreSqlDump.Execute(TestServer.Server.ConnectionString, $"ALTER ROLE {role.Name} NOINHERIT; GRANT {TestServer.Owner.Name} TO {role.Name}");
        return role;
    }

    private sealed class Interceptor(Action<NpgsqlConnection>? opening = null, Action<NpgsqlConnection>? opened = null) : DbConnectionInterceptor
    {
        public HashSet<DbConnection> Opening { get; } = [];

        public HashSet<DbConnection> Opened { get; } = [];

        public override ValueTask<InterceptionResult> ConnectionOpeningAsync(DbConnection connection, ConnectionEventData eventData, InterceptionResult result, CancellationToken cancellationToken = default)
        {
            Assert.NotNull(eventData.Context);
            Opening.Add(connection);
            opening?.Invoke((NpgsqlConnection)connection);
            return ValueTask.FromResult(result);
        }

        public override Task ConnectionOpenedAsync(DbConnection connection, ConnectionEndEventData eventData, CancellationToken cancellationToken = default)
        {
            Opened.Add(connection);
            opened?.Invoke((NpgsqlConnection)connection);
            return Task.CompletedTask;
        }
    }
}
