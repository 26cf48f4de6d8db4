using Microsoft.Extensions.Logging;

namespace Greenhouse.EfBackup.Specification;

/// <summary>A log that keeps the events of the library.</summary>
internal sealed class KeptEvents : ILoggerProvider, ILogger
{
    private readonly List<string> _said = [];

    /// <summary>Level, id and name of each.</summary>
    public IReadOnlyList<string> Said
    {
        get
        {
            lock (_said)
            {
                return [.. _said];
            }
        }
    }

    public ILogger CreateLogger(string categoryName) => categoryName == EfBackupEventId.Category ? this : Microsoft.Extensions.Logging.Abstractions.NullLogger.Instance;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull
        => null;

    public bool IsEnabled(LogLevel logLevel) => logLevel > LogLevel.Debug;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        lock (_said)
        {
            _said.Add($"{logLevel} {eventId.Id} {eventId.Name}");
        }
    }

    public void Dispose()
    {
    }
}
