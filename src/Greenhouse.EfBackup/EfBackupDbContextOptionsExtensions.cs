using Greenhouse.EfBackup.Migrations;
using Greenhouse.EfBackup.Operations;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;

namespace Greenhouse.EfBackup;

/// <summary>What takes part where an application migrates: a snapshot before, and a seed after.</summary>
public static class EfBackupDbContextOptionsExtensions
{
    /// <summary>
    /// <c>Database.Migrate()</c> and <c>MigrateAsync()</c> take a backup first, where migrations are pending and the database holds rows. Of several processes that start
    /// together one takes it and migrates while the others wait.
    /// </summary>
    /// <param name="builder">The context's options; its database provider has been chosen.</param>
    /// <param name="configure">Sets where the backup goes, and how.</param>
    /// <returns>The same options.</returns>
    public static DbContextOptionsBuilder UseEfBackup(this DbContextOptionsBuilder builder, Action<EfBackupOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        var options = new EfBackupOptions();
        configure?.Invoke(options);
        ((IDbContextOptionsBuilderInfrastructure)builder).AddOrUpdateExtension(new EfBackupOptionsExtension(options));
        return builder;
    }

    /// <inheritdoc cref="UseEfBackup(DbContextOptionsBuilder, Action{EfBackupOptions}?)"/>
    /// <typeparam name="TContext">The context's type.</typeparam>
    public static DbContextOptionsBuilder<TContext> UseEfBackup<TContext>(this DbContextOptionsBuilder<TContext> builder, Action<EfBackupOptions>? configure = null)
        where TContext : DbContext
        => (DbContextOptionsBuilder<TContext>)UseEfBackup((DbContextOptionsBuilder)builder, configure);

    /// <summary>
    /// <c>EnsureCreated</c>, <c>Migrate</c> and <c>dotnet ef database update</c> apply a seed in the end, where EF Core seeds: by <c>UseSeeding</c> and <c>UseAsyncSeeding</c>. What the
    /// options have of these already comes before it. Rows that are there as the seed has them are not written. Where migrations are still pending afterwards, it is not applied.
    /// </summary>
    /// <param name="builder">The context's options.</param>
    /// <param name="path">The file; a relative one lies beside the application, or else in the current folder. It is read when it is applied.</param>
    /// <param name="options">How; null for what is usual.</param>
    /// <returns>The same options.</returns>
    /// <exception cref="NotSupportedException">EF Core is older than 9. Call <see cref="EfBackupDatabaseExtensions.SeedAsync"/> after the database was made or migrated.</exception>
    public static DbContextOptionsBuilder UseBackupSeeding(this DbContextOptionsBuilder builder, string path, EfBackupSeedOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentException.ThrowIfNullOrEmpty(path);
        SeedingHook.Add(builder, path, options ?? new EfBackupSeedOptions());
        return builder;
    }

    /// <inheritdoc cref="UseBackupSeeding(DbContextOptionsBuilder, string, EfBackupSeedOptions?)"/>
    /// <typeparam name="TContext">The context's type.</typeparam>
    public static DbContextOptionsBuilder<TContext> UseBackupSeeding<TContext>(this DbContextOptionsBuilder<TContext> builder, string path, EfBackupSeedOptions? options = null)
        where TContext : DbContext
        => (DbContextOptionsBuilder<TContext>)UseBackupSeeding((DbContextOptionsBuilder)builder, path, options);
}
