using Greenhouse.EfBackup.Databases;
using Greenhouse.EfBackup.Protocol;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Storage;

namespace Greenhouse.EfBackup.Hosting;

/// <summary>A database that a restore makes where there is none, and that is gone again where the restore fails.</summary>
internal sealed class MadeDatabase(DbContext context) : IAsyncDisposable
{
    private readonly string? _connectionString = context.Database.IsRelational() ? context.Database.GetConnectionString() : null;
    private bool _made;

    /// <summary>Opens the database, and makes it first where it is missing.</summary>
    public async Task<Databases.IDatabase> OpenAsync(DatabaseSettings settings, CancellationToken cancellation)
    {
        try
        {
            return await SupportedDatabases.OpenAsync(context, settings, cancellation);
        }
        catch (EfBackupException exception) when (exception.ErrorCode == ErrorCode.DatabaseNotFound)
        {
            context.Database.SetConnectionString(_connectionString);
            await context.GetService<IRelationalDatabaseCreator>().CreateAsync(cancellation);
            _made = true;
            return await SupportedDatabases.OpenAsync(context, settings, cancellation);
        }
    }

    /// <summary>It holds what it should.</summary>
    public void Keep() => _made = false;

    public async ValueTask DisposeAsync()
    {
        if (_made)
        {
            await context.Database.CloseConnectionAsync();
            await context.GetService<IRelationalDatabaseCreator>().DeleteAsync();
        }
    }
}
