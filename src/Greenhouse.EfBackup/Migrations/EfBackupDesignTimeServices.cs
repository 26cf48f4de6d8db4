using Microsoft.EntityFrameworkCore.Design;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.Extensions.DependencyInjection;

namespace Greenhouse.EfBackup.Migrations;

/// <summary>
/// Gives EF's tools (<c>dotnet ef database update</c>, a migration bundle) the snapshot before a migration. The package's targets name it in an attribute of the
/// application's assembly; nobody needs to call it.
/// </summary>
public sealed class EfBackupDesignTimeServices : IDesignTimeServices
{
    /// <inheritdoc/>
    public void ConfigureDesignTimeServices(IServiceCollection serviceCollection) => MigratorDecoration.Add(serviceCollection, Decorate);

    /// <summary>A context with UseEfBackup takes its snapshot by itself: it only gets another way to say so.</summary>
    private static IMigrator Decorate(IServiceProvider services, IMigrator inner)
    {
        var talk = ReporterTalk.Of(services) ?? LogTalk.Instance;
        return inner is SnapshotMigrator migrator ? migrator.With(talk) : new SnapshotMigrator(inner, services.GetRequiredService<ICurrentDbContext>(), talk, exclusive: false);
    }
}
