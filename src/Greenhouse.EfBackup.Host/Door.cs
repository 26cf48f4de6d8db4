using System.Reflection;

namespace Greenhouse.EfBackup.Host;

/// <summary>Calls the library's door by reflection: the host is compiled without the library, which may be of another version than itself.</summary>
internal static class Door
{
    /// <summary>The contract that this host speaks.</summary>
    private const int Contract = 1;

    private const string TypeName = "Greenhouse.EfBackup.Hosting.HostDoor";
    private const int NotLoaded = 6;
    private const BindingFlags Members = BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic;

    /// <summary>A launcher that knows what it wants has written it before this has passed: then there is no time left to use.</summary>
    private static readonly TimeSpan AtOnce = TimeSpan.FromMilliseconds(50);

    private static readonly ManualResetEventSlim Asked = new();

    private delegate int RunDelegate(string request, Action<string> emit, Func<string?> ask, CancellationToken cancellation);

    /// <summary>
    /// Loads the library on a thread of its own and, while the request is still to come, lets it warm up where it offers to
    /// (<c>static void Warm()</c>). Whatever fails here fails again, and is said, when the request is there.
    /// </summary>
    public static void Prepare() => new Thread(() =>
    {
        try
        {
            var library = Library.Load();
            if (!Asked.Wait(AtOnce))
            {
                library.GetType(TypeName)?.GetMethod("Warm", Members)?.CreateDelegate<Action>()();
            }
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            // See above.
        }
    })
    { IsBackground = true, Name = "prepare" }.Start();

    public static int Run(string request, EventPipe events, Func<string?> ask, CancellationToken cancellation)
    {
        Asked.Set();
        try
        {
            var library = Library.Load();
            if (Open(library, out var contract) is { } run)
            {
                return run(request, events.Emit, ask, cancellation);
            }

            events.Emit(Skew(library, contract));
            return NotLoaded;
        }
        catch (FileNotFoundException e) when (e.FileName?.StartsWith("Microsoft.EntityFrameworkCore.Design", StringComparison.Ordinal) == true)
        {
            events.Emit(ErrorLine.Write("EFB1101", NotLoaded, "The application does not hold Microsoft.EntityFrameworkCore.Design",
                "Add it to the startup project: `dotnet add package Microsoft.EntityFrameworkCore.Design`", e.ToString()));
            return NotLoaded;
        }
        catch (Exception e) when (e is FileNotFoundException or FileLoadException or BadImageFormatException)
        {
            events.Emit(ErrorLine.Write("EFB1107", NotLoaded, $"An assembly could not be loaded: {e.Message}",
                "Build or publish the application again, with all its dependencies", e.ToString()));
            return NotLoaded;
        }
        catch (Exception e)
        {
            events.Emit(ErrorLine.Write("EFB1901", 1, $"An unexpected error: {e.Message}", "Please report it with the stack below", e.ToString()));
            return 1;
        }
    }

    private static RunDelegate? Open(Assembly library, out int contract)
    {
        var door = library.GetType(TypeName);
        contract = door?.GetField("Contract", Members)?.GetRawConstantValue() as int? ?? 0;
        return contract == Contract ? door!.GetMethod("Run", Members)?.CreateDelegate<RunDelegate>() : null;
    }

    private static string Skew(Assembly library, int contract)
    {
        var ours = typeof(Door).Assembly.GetName().Version!.ToString(3);
        var theirs = library.GetName().Version?.ToString(3);
        return ErrorLine.Write("EFB1014", NotLoaded,
            $"The host is version {ours} (contract {Contract}), the application's Greenhouse.EfBackup is version {theirs} (contract {contract}); they do not understand each other",
            $"Bring both to one version: `dotnet tool update dotnet-ef-backup --version {theirs}`, or set the PackageReference Greenhouse.EfBackup to {ours}", null);
    }
}
