using Greenhouse.EfBackup.Migrations;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;

namespace Greenhouse.EfBackup;

/// <summary>Turns the snapshot before a migration on for an application that migrates by itself.</summary>
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
}
