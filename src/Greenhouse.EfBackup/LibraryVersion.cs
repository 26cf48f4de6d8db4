using System.Reflection;
using System.Runtime.Loader;

namespace Greenhouse.EfBackup;

/// <summary>The version of this library, as its package has it.</summary>
internal static class LibraryVersion
{
    /// <summary>Without the commit that a build appends.</summary>
    public static string Text { get; } = Of(typeof(LibraryVersion).Assembly);

    /// <summary>The application's closure holds this library; else it came from the host's folder.</summary>
    public static bool IsFromApplication => AssemblyLoadContext.GetLoadContext(typeof(LibraryVersion).Assembly) == AssemblyLoadContext.Default;

    public static string Of(Assembly assembly)
        => assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0];
}
