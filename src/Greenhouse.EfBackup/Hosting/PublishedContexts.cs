using System.Reflection;
using Greenhouse.EfBackup.Protocol;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;

namespace Greenhouse.EfBackup.Hosting;

/// <summary>
/// Discovery where EF's design package is absent, as it is in published output: design-time factories first, then contexts with a
/// constructor of no parameters, then contexts of the application's host.
/// </summary>
internal sealed class PublishedContexts(ApplicationRequest application, Assembly target, Assembly startup)
{
    public DbContext Create()
    {
        var types = new[] { target, startup }.Distinct().SelectMany(Types).Where(type => !type.IsAbstract && !type.IsGenericTypeDefinition).ToArray();
        var factories = types.SelectMany(type => FactoryInterfaces(type).Select(contract => (Context: contract.GenericTypeArguments[0], Factory: type))).ToArray();
        var contexts = types.Where(type => type.IsSubclassOf(typeof(DbContext))).Concat(factories.Select(pair => pair.Context)).Distinct().ToDictionary(type => type.FullName!, StringComparer.Ordinal);

        var name = ApplicationContext.Choose(contexts.Keys, application.Context, target.GetName().Name!);
        try
        {
            return FromFactory(factories.FirstOrDefault(pair => pair.Context == contexts[name]).Factory)
                ?? FromConstructor(contexts[name])
                ?? ApplicationHost.GetContext(contexts[name], startup, application.Arguments)
                ?? throw new InvalidOperationException("there is no IDesignTimeDbContextFactory for it, no constructor without parameters, and no host that registers it");
        }
        catch (Exception exception)
        {
            // Whatever the application's code throws while it starts.
            throw ApplicationContext.Threw(name, exception is TargetInvocationException { InnerException: { } inner } ? inner : exception);
        }
    }

    private static IEnumerable<Type> FactoryInterfaces(Type type)
        => type.GetInterfaces().Where(contract => contract.IsGenericType && contract.GetGenericTypeDefinition() == typeof(IDesignTimeDbContextFactory<>));

    private static IEnumerable<Type> Types(Assembly assembly)
    {
        try
        {
            return assembly.GetTypes();
        }
        catch (ReflectionTypeLoadException exception)
        {
            return exception.Types.OfType<Type>();
        }
    }

    private static DbContext? FromConstructor(Type type)
        => type.GetConstructor(Type.EmptyTypes) is { } constructor ? (DbContext)constructor.Invoke(null) : null;

    private DbContext? FromFactory(Type? factory)
        => factory is null ? null
            : (DbContext)factory.GetMethod(nameof(IDesignTimeDbContextFactory<DbContext>.CreateDbContext), [typeof(string[])])!
                .Invoke(Activator.CreateInstance(factory), [application.Arguments.ToArray()])!;
}
