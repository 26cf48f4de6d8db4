using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.Loader;
using Greenhouse.EfBackup.Protocol;
using Microsoft.EntityFrameworkCore;

namespace Greenhouse.EfBackup.Hosting;

/// <summary>Loads the compiled application and makes its context, the way EF Core's own tools do.</summary>
internal static class ApplicationContext
{
    private const string DesignAssembly = "Microsoft.EntityFrameworkCore.Design";

    /// <exception cref="EfBackupException">The application can't be loaded, or there is no context, or several, or it can't be made.</exception>
    public static DbContext Create(ApplicationRequest application, Progress progress)
    {
        var startup = Load(application.StartupAssembly);
        var target = application.Assembly == application.StartupAssembly ? startup : Load(application.Assembly);
        return HasDesign() ? CreateByDesign(application, target, startup, progress)
            : application.Published ? new PublishedContexts(application, target, startup).Create()
            : throw new EfBackupException(
                ErrorCode.DesignMissing,
                $"{Path.GetFileNameWithoutExtension(application.StartupAssembly)} does not reference {DesignAssembly}",
                $"add it: `dotnet add package {DesignAssembly}`, to the startup project");
    }

    /// <summary>Puts another connection string in the application's place.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static void SetConnection(DbContext context, string connection) => context.Database.SetConnectionString(connection);

    /// <summary>The one context that was asked for, or the only one there is.</summary>
    /// <param name="found">Full names of the contexts.</param>
    /// <param name="wanted">The name asked for, full or short; null for the only one.</param>
    /// <param name="place">Where they were looked for.</param>
    public static string Choose(IReadOnlyCollection<string> found, string? wanted, string place)
    {
        var matching = wanted is null ? [.. found] : found.Where(name => IsCalled(name, wanted)).ToArray();
        return (matching.Length, found.Count) switch
        {
            (1, _) => matching[0],
            (_, 0) => throw new EfBackupException(ErrorCode.NoContext, $"no DbContext was found in {place}", "name the project that holds it with --project (and the one that starts the application with --startup-project)"),
            (0, _) => throw new EfBackupException(ErrorCode.ContextNotFound, $"no DbContext of {place} is called '{wanted}'", "name one of these with --context", [.. found]),
            _ => throw new EfBackupException(ErrorCode.SeveralContexts, $"{place} has several DbContexts{(wanted is null ? "" : $" called '{wanted}'")}", "name one of these with --context", matching),
        };
    }

    /// <summary>What the application threw while its context was made.</summary>
    public static EfBackupException Threw(string context, Exception exception)
        => new(
            ErrorCode.ContextThrew,
            $"{context} could not be created: {exception.Message}{(exception.InnerException is { } inner ? $" ({inner.Message})" : "")}",
            "make `dotnet ef dbcontext info` work; an IDesignTimeDbContextFactory is the surest way (https://aka.ms/efcore-docs-design-time)",
            inner: exception);

    /// <summary>Full or short name, or the assembly-qualified one, case ignored as EF's tools do.</summary>
    private static bool IsCalled(string fullName, string wanted)
        => string.Equals(fullName, wanted.Split(',')[0], StringComparison.OrdinalIgnoreCase)
            || fullName.EndsWith($".{wanted}", StringComparison.OrdinalIgnoreCase)
            || fullName.EndsWith($"+{wanted}", StringComparison.OrdinalIgnoreCase);

    private static Assembly Load(string path)
    {
        try
        {
            return AssemblyLoadContext.Default.LoadFromAssemblyName(AssemblyName.GetAssemblyName(path));
        }
        catch (Exception exception) when (exception is IOException or BadImageFormatException)
        {
            throw new EfBackupException(
                ErrorCode.ApplicationNotLoaded,
                $"{path} can't be loaded: {exception.Message}",
                "build the startup project; where it does not reference the project of --project, add the reference",
                inner: exception);
        }
    }

    private static bool HasDesign()
    {
        try
        {
            return AssemblyLoadContext.Default.LoadFromAssemblyName(new AssemblyName(DesignAssembly)) is not null;
        }
        catch (FileNotFoundException)
        {
            return false;
        }
    }

    /// <summary>Apart, so that the design package's types load only where it is there.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static DbContext CreateByDesign(ApplicationRequest application, Assembly target, Assembly startup, Progress progress)
        => new DesignTimeContexts(application, target, startup, progress).Create();
}
