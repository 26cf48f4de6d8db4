namespace Greenhouse.EfBackup.Launch;

/// <summary>The argument list that starts the host. It holds no secret: the request goes over standard input.</summary>
internal static class HostCommand
{
    public const string AssemblyName = "Greenhouse.EfBackup.Host.dll";

    /// <param name="hostFolder">The folder of the host.</param>
    /// <param name="target">The application in whose closure the host runs; null for its own.</param>
    /// <param name="eventHandle">The inherited end of the events' pipe.</param>
    public static IReadOnlyList<string> Arguments(string hostFolder, LaunchTarget? target, string eventHandle)
    {
        List<string> arguments = ["exec"];
        if (target is not null)
        {
            // An application for a runtime that this machine lacks runs on a newer one, as the SDK's own tools do.
            arguments.AddRange(["--roll-forward", "Major", "--depsfile", target.DepsFile, "--runtimeconfig", target.RuntimeConfig]);
            foreach (var path in target.ProbingPaths)
            {
                arguments.AddRange(["--additionalprobingpath", Path.TrimEndingDirectorySeparator(path)]);
            }
        }

        arguments.AddRange([Path.Combine(hostFolder, AssemblyName), "--events", eventHandle]);
        return arguments;
    }
}
