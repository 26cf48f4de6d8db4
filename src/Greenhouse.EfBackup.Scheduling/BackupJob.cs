using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Greenhouse.EfBackup.Scheduling;

/// <summary>
/// Backs up at a time of every day. Where the application was not running then, it is done when it starts; of several instances one does it, as the folder and a lock of
/// the database say. What fails is tried again, and never ends the application.
/// </summary>
internal sealed class BackupJob<TContext>(EfBackupJobOptions options, EfBackupJobStatus<TContext> status, IServiceScopeFactory scopes, ILoggerFactory logs, TimeProvider time) : BackgroundService
    where TContext : DbContext
{
    private static readonly Action<ILogger, string, Exception?> _failed = LoggerMessage.Define<string>(LogLevel.Error, EfBackupEventId.JobFailed, "the daily backup of {Context} could not be tried");
    private readonly ILogger _log = logs.CreateLogger(EfBackupEventId.Category);
    private readonly DailySchedule _schedule = new(options.At, options.TimeZone);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            var next = await TryAsync(stoppingToken) ? _schedule.After(time.GetUtcNow()) : RetryTime();
            status.Waits(next);
            await Task.Delay(next - time.GetUtcNow() is { Ticks: > 0 } pause ? pause : TimeSpan.Zero, time, stoppingToken);
        }
    }

    /// <returns>Whether there is a backup now that is not older than the last time of the schedule.</returns>
    private async Task<bool> TryAsync(CancellationToken cancellation)
    {
        try
        {
            await using var scope = scopes.CreateAsyncScope();
            var context = scope.ServiceProvider.GetRequiredService<TContext>();
            var due = _schedule.UpTo(time.GetUtcNow());
            var result = await context.Database.BackupAsync(options.Folder, options.Backup with { UnlessNewerThan = due, Time = time }, progress: null, cancellation);
            status.Done(result);
            return result.File is not null;
        }
        // Of the application's own code too, which makes the context and may throw what it likes.
        catch (Exception exception) when (!cancellation.IsCancellationRequested)
        {
            status.Failed(exception);
            if (exception is not EfBackupException)
            {
                _failed(_log, typeof(TContext).Name, exception);
            }

            return false;
        }
    }

    private DateTimeOffset RetryTime()
    {
        var now = time.GetUtcNow();
        var (again, next) = (now + options.RetryAfter, _schedule.After(now));
        return again < next ? again : next;
    }
}
