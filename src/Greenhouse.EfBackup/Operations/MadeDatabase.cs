using System.Data.Common;
using Greenhouse.EfBackup.Databases;
using Greenhouse.EfBackup.Protocol;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Storage;

namespace Greenhouse.EfBackup.Operations;

/// <summary>A database that a restore or a migration makes where there is none, and that is gone again where that fails.</summary>
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
            await MakeAsync(exception);
            cancellation.ThrowIfCancellationRequested();
            return await SupportedDatabases.OpenAsync(context, settings, cancellation);
        }
    }

    /// <summary>Not interrupted: whether there is one then would be open, and it could stay.</summary>
    private async Task MakeAsync(EfBackupException missing)
    {
        try
        {
            await context.GetService<IRelationalDatabaseCreator>().CreateAsync(CancellationToken.None);
            _made = true;
        }
        catch (DbException exception)
        {
            throw new EfBackupException(
                ErrorCode.DatabaseFailed,
                $"{missing.Message}; and it can't be made: {exception.Message}",
                "make it, or the folder that it is to lie in, or give the user the right to (`ALTER ROLE ... CREATEDB`)",
                inner: exception);
        }
    }

    /// <summary>It holds what it should.</summary>
    public void Keep() => _made = false;

    public async ValueTask DisposeAsync()
    {
        if (_made)
        {
            await context.Database.CloseConnectionAsync();
            try
            {
                await context.GetService<IRelationalDatabaseCreator>().DeleteAsync();
            }
            catch (DbException)
            {
                // It stays, empty or whole; why all of it failed is what counts.
            }
        }
    }
}
