using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.Extensions.Logging;

namespace Greenhouse.EfBackup.Databases;

/// <summary>Opens a connection that is not the context's own as if it were: the application's connection interceptors may put tokens in or set roles.</summary>
internal static class ConnectionInterception
{
    public static async Task OpenAsync(DbContext context, DbConnection connection, CancellationToken cancellation)
    {
        if (context.GetService<IInterceptors>().Aggregate<IDbConnectionInterceptor>() is not { } interceptor)
        {
            await connection.OpenAsync(cancellation);
            return;
        }

        var (id, start) = (Guid.NewGuid(), DateTimeOffset.UtcNow);
        var opening = new ConnectionEventData(new Definition(RelationalEventId.ConnectionOpening), Message, connection, context, id, async: true, start);
        if (!(await interceptor.ConnectionOpeningAsync(connection, opening, default, cancellation)).IsSuppressed)
        {
            await connection.OpenAsync(cancellation);
        }

        var opened = new ConnectionEndEventData(new Definition(RelationalEventId.ConnectionOpened), Message, connection, context, id, async: true, start, DateTimeOffset.UtcNow - start);
        await interceptor.ConnectionOpenedAsync(connection, opened, cancellation);
    }

    private static string Message(EventDefinitionBase definition, EventData data) => definition.EventId.Name ?? "";

    private sealed class Definition(EventId id) : EventDefinitionBase(new LoggingOptions(), id, LogLevel.Debug, $"RelationalEventId.{id.Name}");

    /// <summary>Nothing is logged by it.</summary>
    private sealed class LoggingOptions : ILoggingOptions
    {
        public bool IsSensitiveDataLoggingEnabled => false;

        public bool IsSensitiveDataLoggingWarned { get; set; }

        public WarningsConfiguration WarningsConfiguration { get; } = new();

        public bool DetailedErrorsEnabled => false;

        public void Initialize(IDbContextOptions options)
        {
        }

        public void Validate(IDbContextOptions options)
        {
        }

        public bool ShouldWarnForStringEnumValueInJson(Type enumType) => false;
    }
}
