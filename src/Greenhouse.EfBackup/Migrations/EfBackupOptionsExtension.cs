using System.Globalization;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.Extensions.DependencyInjection;

namespace Greenhouse.EfBackup.Migrations;

/// <summary>What <see cref="EfBackupDbContextOptionsExtensions"/> leaves in the options of a context.</summary>
internal sealed class EfBackupOptionsExtension(EfBackupOptions options) : IDbContextOptionsExtension
{
    private DbContextOptionsExtensionInfo? _info;

    public EfBackupOptions Options => options;

    public DbContextOptionsExtensionInfo Info => _info ??= new ExtensionInfo(this);

    public void ApplyServices(IServiceCollection services)
        => MigratorDecoration.Add(
            services,
            (provider, inner) => inner is SnapshotMigrator ? inner : new SnapshotMigrator(inner, provider.GetRequiredService<ICurrentDbContext>(), LogTalk.Instance, exclusive: true));

    public void Validate(IDbContextOptions options)
    {
        if (options.FindExtension<CoreOptionsExtension>()?.InternalServiceProvider is not null)
        {
            throw new InvalidOperationException("UseEfBackup has no effect on services that are given by UseInternalServiceProvider; leave one of them out.");
        }

        // Extensions add their services in this order, and there must be a migrator already.
        if (!options.Extensions.TakeWhile(extension => extension != this).Any(extension => extension.Info.IsDatabaseProvider))
        {
            throw new InvalidOperationException("UseEfBackup must be called after the database provider was chosen: options.UseSqlite(...).UseEfBackup(), options.UseNpgsql(...).UseEfBackup().");
        }
    }

    /// <summary>The settings are read from the context's options when it migrates: they are no part of EF's services.</summary>
    private sealed class ExtensionInfo(EfBackupOptionsExtension extension) : DbContextOptionsExtensionInfo(extension)
    {
        public override bool IsDatabaseProvider => false;

        public override string LogFragment => ((EfBackupOptionsExtension)Extension).Options.BeforeMigration ? "EfBackup " : "EfBackup=false ";

        public override int GetServiceProviderHashCode() => 0;

        public override bool ShouldUseSameServiceProvider(DbContextOptionsExtensionInfo other) => other is ExtensionInfo;

        public override void PopulateDebugInfo(IDictionary<string, string> debugInfo)
            => debugInfo["EfBackup:BeforeMigration"] = ((EfBackupOptionsExtension)Extension).Options.BeforeMigration.ToString(CultureInfo.InvariantCulture);
    }
}
