using Greenhouse.EfBackup.Scheduling;
using Greenhouse.EfBackup.Specification;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Xunit;
using Shop = Greenhouse.EfBackup.Specification.ShopModel;

namespace Greenhouse.EfBackup.Sqlite.Tests.Scheduling;

/// <summary>The job in an application's services, with a clock that the test moves.</summary>
public sealed class JobTests : Specification<SqliteFixture>
{
    private static readonly DateTimeOffset _noon = new(2024, 1, 10, 12, 0, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset _tomorrow = new(2024, 1, 11, 3, 0, 0, TimeSpan.Zero);
    private readonly ManualTime _time = new(_noon);
    private readonly KeptEvents _log = new();
    private readonly List<ServiceProvider> _applications = [];

    [Fact]
    public async Task It_backs_up_at_the_start_where_the_last_time_was_missed_and_then_every_day_and_keeps_the_policy()
    {
        var status = await StartAsync((SqliteTestDatabase)Create<Shop.Context>(Shop.Fill));

        await WaitsForAsync(_tomorrow);
        Assert.Equal((_noon, "backup-2024-01-10T12-00-00-000Z.json"), (status.LastBackup, Path.GetFileName(status.File)));
        _time.GoTo(_tomorrow);
        await WaitsForAsync(_tomorrow.AddDays(1));

        Assert.Equal((_tomorrow, null, _tomorrow.AddDays(1)), (status.LastBackup, status.LastFailure, status.Next));
        Assert.Equal(["backup-2024-01-11T03-00-00-000Z.json"], Backups.Files.Select(Path.GetFileName));
        Assert.Equal(HealthStatus.Healthy, (await HealthAsync()).Status);
    }

    [Fact]
    public async Task Of_two_instances_one_does_it_and_both_know_of_it()
    {
        var database = (SqliteTestDatabase)Create<Shop.Context>(Shop.Fill);
        var (one, other) = (await StartAsync(database), await StartAsync(database));

        await UntilAsync(() => _time.Awaited.Count == 2);
        // Whoever came while the other was at it looks again.
        _time.GoTo(_noon.AddMinutes(15));
        await WaitsForAsync(_tomorrow, _tomorrow);

        Assert.Equal(Assert.Single(Backups.Files), one.File);
        Assert.Equal(one.File, other.File);
    }

    [Fact]
    public async Task A_failure_is_said_by_the_health_and_the_log_and_tried_again()
    {
        var status = await StartAsync(new SqliteTestDatabase(Path.Combine(Fixture.Folder, "late.db")));

        await WaitsForAsync(_noon.AddMinutes(15));
        Assert.Equal("EFB1206", Assert.IsType<EfBackupException>(status.LastFailure).Code);
        var sick = await HealthAsync();
        await using (var context = new SqliteTestDatabase(Path.Combine(Fixture.Folder, "late.db")).Open<Shop.Context>())
        {
            await context.Database.EnsureCreatedAsync();
        }

        _time.GoTo(_noon.AddMinutes(15));
        await WaitsForAsync(_tomorrow);

        Assert.Equal(HealthStatus.Unhealthy, sick.Status);
        Assert.StartsWith("no backup is known; the last try failed: EFB1206: ", sick.Description, StringComparison.Ordinal);
        Assert.Equal((null, HealthStatus.Healthy), (status.LastFailure, (await HealthAsync()).Status));
        Assert.Equal(["Error 14 OperationFailed", "Information 10 BackupTaken"], _log.Said);
    }

    [Fact]
    public async Task A_context_that_can_not_be_made_does_not_end_the_application()
    {
        var status = await StartAsync(database: null);

        await WaitsForAsync(_noon.AddMinutes(15));

        Assert.Contains("No service for type", status.LastFailure!.Message, StringComparison.Ordinal);
        Assert.Equal(["Error 20 JobFailed"], _log.Said);
    }

    [Theory]
    [InlineData(26, false, HealthStatus.Healthy)]
    [InlineData(26, true, HealthStatus.Degraded)]
    [InlineData(27, false, HealthStatus.Unhealthy)]
    [InlineData(27, true, HealthStatus.Unhealthy)]
    public async Task The_health_is_that_of_the_newest_backup(int hours, bool failed, HealthStatus expected)
    {
        var status = new EfBackupJobStatus<Shop.Context>();
        status.Done(new EfBackupCreateResult { File = "backup.json", Timestamp = _noon });
        if (failed)
        {
            status.Failed(new InvalidOperationException("no"));
        }

        _time.GoTo(_noon.AddHours(hours));
        var found = await new BackupHealth<Shop.Context>(new EfBackupJobOptions(), status, _time)
            .CheckHealthAsync(new HealthCheckContext { Registration = new HealthCheckRegistration("backup", _ => null!, failureStatus: null, tags: null) });

        Assert.Equal(expected, found.Status);
        Assert.StartsWith("the newest backup is of 2024-01-10 12:00:00 UTC", found.Description, StringComparison.Ordinal);
    }

    [Fact]
    public void A_context_has_one_job()
    {
        var services = new ServiceCollection().AddEfBackupJob<Shop.Context>();

        Assert.Throws<InvalidOperationException>(() => services.AddEfBackupJob<Shop.Context>());
    }

    [Fact]
    public void A_job_that_would_take_some_rows_only_is_refused()
        => Assert.Throws<ArgumentException>(() => new ServiceCollection().AddEfBackupJob<Shop.Context>(job => job.Backup = new EfBackupCreateOptions { Limit = 10 }));

    protected override void Dispose(bool disposing)
    {
        foreach (var application in _applications)
        {
            // Its background work ends before the databases go.
            Task.Run(() => JobOf(application).StopAsync(CancellationToken.None)).GetAwaiter().GetResult();
            application.Dispose();
        }

        _log.Dispose();
        base.Dispose(disposing);
    }

    private async Task<EfBackupJobStatus<Shop.Context>> StartAsync(SqliteTestDatabase? database)
    {
        var services = new ServiceCollection().AddSingleton<TimeProvider>(_time).AddLogging(builder => builder.AddProvider(_log).SetMinimumLevel(LogLevel.Information));
        if (database is not null)
        {
            services.AddDbContext<Shop.Context>(database.Configure);
        }

        services.AddEfBackupJob<Shop.Context>(options =>
        {
            options.Folder = Backups.Folder;
            options.Backup = new EfBackupCreateOptions { Retention = new EfBackupRetention { KeepLast = 1 } };
        });
        services.AddHealthChecks().AddEfBackupJob<Shop.Context>();
        var application = services.BuildServiceProvider();
        _applications.Add(application);
        await JobOf(application).StartAsync(CancellationToken.None);
        return application.GetRequiredService<EfBackupJobStatus<Shop.Context>>();
    }

    private static BackupJob<Shop.Context> JobOf(ServiceProvider application) => application.GetServices<IHostedService>().OfType<BackupJob<Shop.Context>>().Single();

    private async Task<HealthReportEntry> HealthAsync() => (await _applications[0].GetRequiredService<HealthCheckService>().CheckHealthAsync()).Entries["backup"];

    private Task WaitsForAsync(params DateTimeOffset[] times) => UntilAsync(() => _time.Awaited.SequenceEqual(times));

    private static async Task UntilAsync(Func<bool> holds)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        while (!holds())
        {
            await Task.Delay(10, patience.Token);
        }
    }
}
