using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.Extensions.DependencyInjection;

namespace Greenhouse.EfBackup.Migrations;

/// <summary>Puts a migrator around the one that a collection of services has.</summary>
internal static class MigratorDecoration
{
    /// <summary>The last one of a kind is the one that is served; the new one lives as long.</summary>
    /// <param name="services">Services of EF or of its tools; without a migrator they stay as they are.</param>
    /// <param name="decorate">Makes the new one of the old one.</param>
    public static void Add(IServiceCollection services, Func<IServiceProvider, IMigrator, IMigrator> decorate)
    {
        if (services.LastOrDefault(service => service.ServiceType == typeof(IMigrator)) is { } inner)
        {
            services.Add(ServiceDescriptor.Describe(typeof(IMigrator), provider => decorate(provider, Make(inner, provider)), inner.Lifetime));
        }
    }

    private static IMigrator Make(ServiceDescriptor service, IServiceProvider provider)
        => (IMigrator)(service.ImplementationInstance
            ?? service.ImplementationFactory?.Invoke(provider)
            ?? ActivatorUtilities.CreateInstance(provider, service.ImplementationType!));
}
