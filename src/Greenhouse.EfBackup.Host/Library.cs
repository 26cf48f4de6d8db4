using System.Reflection;
using System.Runtime.Loader;

namespace Greenhouse.EfBackup.Host;

/// <summary>
/// Finds the library. Where the application itself uses Greenhouse.EfBackup, its copy is taken, because its options, attributes and statics
/// must be the ones that the library sees; else the copy beside the host.
/// </summary>
internal static class Library
{
    public const string Name = "Greenhouse.EfBackup";

    private static readonly Lazy<Assembly> Loaded = new(Find);

    /// <summary>The library, loaded once.</summary>
    public static Assembly Load() => Loaded.Value;

    private static Assembly Find()
    {
        var folder = Path.GetDirectoryName(typeof(Library).Assembly.Location)!;
        return InClosure(folder)
            ? AssemblyLoadContext.Default.LoadFromAssemblyName(new AssemblyName(Name))
            : new LibraryContext().LoadFromAssemblyPath(Path.Combine(folder, Name + ".dll"));
    }

    /// <summary>
    /// Looks the name up in the list that the runtime was started with: trying to load it would cost an exception where it is absent.
    /// The copy in the host's own folder is on that list when no application's dependency list replaces it, and does not count.
    /// </summary>
    private static bool InClosure(string ownFolder)
    {
        var list = (string?)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES") ?? "";
        var end = list.IndexOf(Path.DirectorySeparatorChar + Name + ".dll", StringComparison.OrdinalIgnoreCase);
        if (end < 0)
        {
            return false;
        }

        var start = list.LastIndexOf(Path.PathSeparator, end) + 1;
        return !string.Equals(list[start..end], ownFolder, StringComparison.Ordinal);
    }

    /// <summary>
    /// Holds the library alone. Everything else comes from the application, asked for by name without a version:
    /// the library is compiled against one release of EF Core and works with whichever the application has.
    /// </summary>
    private sealed class LibraryContext() : AssemblyLoadContext(Library.Name)
    {
        protected override Assembly? Load(AssemblyName assemblyName)
        {
            try
            {
                return Default.LoadFromAssemblyName(new AssemblyName(assemblyName.Name!));
            }
            catch (FileNotFoundException)
            {
                return null;
            }
        }
    }
}
