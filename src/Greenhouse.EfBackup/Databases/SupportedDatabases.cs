using System.Runtime.CompilerServices;
using Greenhouse.EfBackup.Protocol;
using Microsoft.EntityFrameworkCore;

namespace Greenhouse.EfBackup.Databases;

/// <summary>The kinds of databases that are served, by the name of their EF Core provider. A kind's types load only when it is in use.</summary>
internal static class SupportedDatabases
{
    private const string Sqlite = "Microsoft.EntityFrameworkCore.Sqlite";
    private const string PostgreSql = "Npgsql.EntityFrameworkCore.PostgreSQL";

    /// <exception cref="EfBackupException">The provider is none of those that tests prove, or the database can't be opened.</exception>
    public static async Task<IDatabase> OpenAsync(DbContext context, DatabaseSettings settings, CancellationToken cancellation)
    {
        var provider = context.Database.ProviderName;
        // EF builds its model at the first look at it, which takes about as long as opening a connection; and opening looks at none.
        var building = Task.Run(() => context.Model.GetRelationalModel(), cancellation);
        try
        {
            return await OpenAsync(context, provider, settings, cancellation);
        }
        finally
        {
            await building;
        }
    }

    private static Task<IDatabase> OpenAsync(DbContext context, string? provider, DatabaseSettings settings, CancellationToken cancellation)
        => provider switch
        {
            Sqlite => OpenSqliteAsync(context, settings, cancellation),
            PostgreSql => OpenPostgreSqlAsync(context, settings, cancellation),
            var other => throw new EfBackupException(
                ErrorCode.ProviderNotSupported,
                $"the database provider {other} is not supported",
                $"supported are {Sqlite} and {PostgreSql}; back other databases up with their own tools"),
        };

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static async Task<IDatabase> OpenSqliteAsync(DbContext context, DatabaseSettings settings, CancellationToken cancellation)
        => await Databases.Sqlite.SqliteDatabase.OpenAsync(context, settings, cancellation);

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static async Task<IDatabase> OpenPostgreSqlAsync(DbContext context, DatabaseSettings settings, CancellationToken cancellation)
        => await Databases.PostgreSql.PostgreSqlDatabase.OpenAsync(context, settings, cancellation);
}
