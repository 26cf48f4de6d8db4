using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Greenhouse.EfBackup.Scheduling;

/// <summary>Healthy while there is a backup that is new enough; degraded while there is and the last try failed. It looks at no file and no database: it may be asked often.</summary>
internal sealed class BackupHealth<TContext>(EfBackupJobOptions options, EfBackupJobStatus<TContext> status, TimeProvider time) : IHealthCheck
    where TContext : DbContext
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var (last, failure) = (status.LastBackup, status.LastFailure);
        var description = Describe(last, failure);
        var result = last is not { } taken ? failure is null && status.Next is null ? HealthCheckResult.Healthy(description) : new HealthCheckResult(context.Registration.FailureStatus, description, failure)
            : time.GetUtcNow() - taken > options.MaxAge ? new HealthCheckResult(context.Registration.FailureStatus, description, failure)
            : failure is not null ? HealthCheckResult.Degraded(description, failure)
            : HealthCheckResult.Healthy(description);
        return Task.FromResult(result);
    }

    private static string Describe(DateTimeOffset? last, Exception? failure)
    {
        var age = last is { } taken ? string.Create(CultureInfo.InvariantCulture, $"the newest backup is of {taken.UtcDateTime:yyyy-MM-dd HH:mm:ss} UTC") : "no backup is known";
        return failure is null ? age : $"{age}; the last try failed: {(failure is EfBackupException known ? known.Code + ": " : "")}{failure.Message}";
    }
}
