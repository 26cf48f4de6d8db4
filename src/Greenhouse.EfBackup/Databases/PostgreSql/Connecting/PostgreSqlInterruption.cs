using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Greenhouse.EfBackup.Databases.PostgreSql.Connecting;

/// <summary>
/// Ends a COPY that the server does not answer yet, or takes no more rows of: the driver can cancel neither. Another connection asks the server to; where
/// none is to be had, the connection is broken.
/// </summary>
internal sealed class PostgreSqlInterruption : IAsyncDisposable
{
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(5);
    private readonly CancellationTokenSource _late = new();
    private readonly CancellationTokenRegistration _registration;
    private Task _asking = Task.CompletedTask;

    /// <param name="context">Whose interceptors open the other connection.</param>
    /// <param name="connection">The connection that is at work.</param>
    public PostgreSqlInterruption(DbContext context, NpgsqlConnection connection, CancellationToken cancellation)
    {
        var process = connection.ProcessID;
        _registration = cancellation.Register(() =>
        {
            _asking = Task.Run(() => AskAsync(context, connection, process));
            _late.CancelAfter(_patience);
        });
    }

    /// <summary>Cancelled where asking did not help.</summary>
    public CancellationToken Late => _late.Token;

    public async ValueTask DisposeAsync()
    {
        await _registration.DisposeAsync();
        // Otherwise it would meet what the connection does next.
        await _asking;
        _late.Dispose();
    }

    private async Task AskAsync(DbContext context, NpgsqlConnection connection, int process)
    {
        try
        {
            await using var other = (NpgsqlConnection)((ICloneable)connection).Clone();
            await ConnectionInterception.OpenAsync(context, other, Late);
            // Who logged in may cancel what he began; a role that an interceptor has set may not.
            await new PostgreSqlSession(other, context).ExecuteAsync($"RESET ROLE; SELECT pg_catalog.pg_cancel_backend({process})", Late);
        }
        catch (Exception exception) when (exception is NpgsqlException or OperationCanceledException or InvalidOperationException)
        {
            // No other connection to be had: the first one is broken next.
        }
    }
}
