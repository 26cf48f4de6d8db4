using System.Data;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace Greenhouse.EfBackup.Databases.Sqlite;

/// <summary>Has a context work on another file for a while; its connection is then as the application had it.</summary>
internal sealed class SqliteDetour(DbContext context) : IAsyncDisposable
{
    private readonly bool _wasOpen = context.Database.GetDbConnection().State != ConnectionState.Closed;

    /// <summary>The application's own.</summary>
    public string ConnectionString { get; } = context.Database.GetConnectionString()!;

    /// <param name="file">It is there.</param>
    public async Task TakeAsync(string file)
    {
        await context.Database.GetDbConnection().CloseAsync();
        context.Database.SetConnectionString(new SqliteConnectionStringBuilder(ConnectionString) { DataSource = file, Mode = SqliteOpenMode.ReadWrite, Pooling = false }.ConnectionString);
    }

    public async ValueTask DisposeAsync()
    {
        var connection = context.Database.GetDbConnection();
        await context.Database.CloseConnectionAsync();
        if (connection.ConnectionString != ConnectionString)
        {
            context.Database.SetConnectionString(ConnectionString);
        }

        if (_wasOpen && connection.State == ConnectionState.Closed)
        {
            await connection.OpenAsync();
        }
    }
}
