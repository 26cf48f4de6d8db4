using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.Extensions.Logging;

namespace Greenhouse.EfBackup;

/// <summary>The events of <see cref="EfBackupEventId"/> in a context's own log.</summary>
internal sealed class OperationLog(DbContext context)
{
    private static readonly Action<ILogger, string, Exception?> _snapshot = LoggerMessage.Define<string>(LogLevel.Information, EfBackupEventId.SnapshotTaken, "{Message}");
    private static readonly Action<ILogger, string, Exception?> _warning = LoggerMessage.Define<string>(LogLevel.Warning, EfBackupEventId.WarningRaised, "{Message}");
    private static readonly Action<ILogger, string, Exception?> _detail = LoggerMessage.Define<string>(LogLevel.Debug, EfBackupEventId.Detail, "{Message}");

    private static readonly Action<ILogger, string, string, long, long, double, Exception?> _taken = LoggerMessage.Define<string, string, long, long, double>(
        LogLevel.Information, EfBackupEventId.BackupTaken, "{Database} was backed up into {File}: {Rows} rows, {Bytes} bytes, {Seconds} s");

    private static readonly Action<ILogger, string, string, Exception?> _skipped = LoggerMessage.Define<string, string>(
        LogLevel.Information, EfBackupEventId.BackupSkipped, "{Database} was not backed up: {Why}");

    private static readonly Action<ILogger, string, string, long, double, Exception?> _restored = LoggerMessage.Define<string, string, long, double>(
        LogLevel.Information, EfBackupEventId.BackupRestored, "{Database} was restored from {File}: {Rows} rows, {Seconds} s");

    private static readonly Action<ILogger, string, string, long, double, Exception?> _verified = LoggerMessage.Define<string, string, long, double>(
        LogLevel.Information, EfBackupEventId.BackupVerified, "{File} passed its verification ({Level}): {Rows} rows, {Seconds} s");

    private static readonly Action<ILogger, string, string, long, long, long, Exception?> _seeded = LoggerMessage.Define<string, string, long, long, long>(
        LogLevel.Information, EfBackupEventId.SeedApplied, "{Database} was seeded from {File}: {Inserted} rows inserted, {Updated} updated, {Unchanged} unchanged");

    private static readonly Action<ILogger, string, string, string, Exception?> _failed = LoggerMessage.Define<string, string, string>(
        LogLevel.Error, EfBackupEventId.OperationFailed, "{Code}: {Message}; {Help}");

    private readonly ILogger _logger = context.GetService<ILoggerFactory>().CreateLogger(EfBackupEventId.Category);

    public void Snapshot(string message) => _snapshot(_logger, message, null);

    public void Warn(string message) => _warning(_logger, message, null);

    public void Detail(string message) => _detail(_logger, message, null);

    public void Taken(string database, string file, long rows, long bytes, double seconds) => _taken(_logger, database, file, rows, bytes, seconds, null);

    public void Skipped(string database, string why) => _skipped(_logger, database, why, null);

    public void Restored(string database, string file, long rows, double seconds) => _restored(_logger, database, file, rows, seconds, null);

    public void Verified(string file, string level, long rows, double seconds) => _verified(_logger, file, level, rows, seconds, null);

    public void Seeded(string database, string file, long inserted, long updated, long unchanged) => _seeded(_logger, database, file, inserted, updated, unchanged, null);

    public void Failed(EfBackupException exception) => _failed(_logger, exception.Code, exception.Message, exception.Help, exception);
}
