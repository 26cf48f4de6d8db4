using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Greenhouse.EfBackup.Scheduling;

/// <summary>Registers the job that backs up every day.</summary>
public static class EfBackupJobExtensions
{
    /// <summary>
    /// A hosted service that backs up the context's database every day into a folder, and removes older backups as the policy says. Where the application was not running
    /// at that time, it is done when it starts. Of several instances one does it. A failure is logged, tried again, and said by the health check.
    /// </summary>
    /// <typeparam name="TContext">The context, which is registered with the services.</typeparam>
    /// <param name="services">The application's services.</param>
    /// <param name="configure">Sets when, where and how.</param>
    /// <returns>The same services.</returns>
    /// <exception cref="InvalidOperationException">The context has a job already.</exception>
    /// <exception cref="ArgumentException">The backup is of some rows: that stands in for no whole one, which the job and its health look for.</exception>
    public static IServiceCollection AddEfBackupJob<TContext>(this IServiceCollection services, Action<EfBackupJobOptions>? configure = null)
        where TContext : DbContext
    {
        ArgumentNullException.ThrowIfNull(services);
        if (services.Any(service => service.ServiceType == typeof(EfBackupJobStatus<TContext>)))
        {
            throw new InvalidOperationException($"{typeof(TContext).Name} has a backup job already.");
        }

        var options = new EfBackupJobOptions();
        configure?.Invoke(options);
        if (options.Backup is { Where.Count: > 0 } or { Limit: not null } or { WithRelated: true } or { AndDependents: true })
        {
            throw new ArgumentException("A daily backup is of all rows: a backup of some of them stands in for no whole one, and the health of the job would never be good.", nameof(configure));
        }

        services.AddLogging();
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton<EfBackupJobStatus<TContext>>();
        services.AddSingleton(provider => new BackupHealth<TContext>(options, provider.GetRequiredService<EfBackupJobStatus<TContext>>(), provider.GetRequiredService<TimeProvider>()));
        return services.AddSingleton<IHostedService>(provider => new BackupJob<TContext>(
            options, provider.GetRequiredService<EfBackupJobStatus<TContext>>(), provider.GetRequiredService<IServiceScopeFactory>(), provider.GetRequiredService<ILoggerFactory>(), provider.GetRequiredService<TimeProvider>()));
    }

    /// <summary>The health of a job: healthy while there is a backup that is new enough, degraded where the last try failed, else what <paramref name="failureStatus"/> says.</summary>
    /// <typeparam name="TContext">The context of the job.</typeparam>
    /// <param name="health">The application's health checks.</param>
    /// <param name="name">What the check is called.</param>
    /// <param name="failureStatus">What it says where no backup is new enough; null for unhealthy.</param>
    /// <param name="tags">To choose it by.</param>
    /// <returns>The same health checks.</returns>
    public static IHealthChecksBuilder AddEfBackupJob<TContext>(this IHealthChecksBuilder health, string name = "backup", HealthStatus? failureStatus = null, IEnumerable<string>? tags = null)
        where TContext : DbContext
    {
        ArgumentNullException.ThrowIfNull(health);
        return health.Add(new HealthCheckRegistration(name, provider => provider.GetRequiredService<BackupHealth<TContext>>(), failureStatus, tags));
    }
}
