using System.Text.RegularExpressions;
using Greenhouse.EfBackup.Protocol;

namespace Greenhouse.EfBackup.Launch;

/// <summary>Asks MSBuild what a project is, in one process; the build, where one is wanted, goes along in the same one.</summary>
internal static partial class ProjectEvaluation
{
    public static ProjectProperties Run(string projectFile, LaunchOptions options, bool build, CancellationToken cancellation)
    {
        var directory = Path.GetDirectoryName(projectFile)!;
        var process = CapturedProcess.Run(DotnetCommand.Create(Arguments(projectFile, options, build), directory), cancellation);
        var properties = ProjectProperties.Parse(projectFile, process.Output);
        if (build && properties is not null)
        {
            // Before any compiler's errors: those of a framework that nobody meant help nobody.
            TargetResolver.RequireFramework(properties, options.Framework);
        }

        if (process.ExitCode == 0 && properties is not null)
        {
            return properties;
        }

        throw build
            ? new LaunchException(ErrorCode.BuildFailed, $"'{projectFile}' did not build", "Correct the errors below, or use --no-build with an earlier build",
                Findings(process, directory))
            : new LaunchException(ErrorCode.EvaluationFailed, $"MSBuild could not read '{projectFile}'",
                "Correct the errors below; the .NET SDK 8.0 or newer is needed", Findings(process, directory));
    }

    /// <summary>
    /// <c>-getProperty</c> without a target evaluates only; with one it builds too, says what it found on standard error and the properties on
    /// standard output.
    /// </summary>
    public static IReadOnlyList<string> Arguments(string projectFile, LaunchOptions options, bool build)
    {
        List<string> arguments = build ? ["build", projectFile, "-t:Build", "-verbosity:quiet"] : ["msbuild", projectFile];
        arguments.AddRange(["-nologo", "-getProperty:" + string.Join(',', ProjectProperties.Names)]);
        if (options.Configuration is { } configuration)
        {
            arguments.Add("-property:Configuration=" + configuration);
        }

        if (options.Framework is { } framework)
        {
            arguments.Add("-property:TargetFramework=" + framework);
        }

        if (options.Runtime is { } runtime)
        {
            // What `dotnet build --runtime` sets.
            arguments.AddRange(["-property:RuntimeIdentifier=" + runtime, "-property:_CommandLineDefinedRuntimeIdentifier=true"]);
        }

        return arguments;
    }

    /// <summary>The compiler's errors without the noise; where it names none, all that was said.</summary>
    private static string[] Findings(CapturedProcess process, string directory)
    {
        var lines = (process.Error + "\n" + process.Output).Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        var errors = lines.Where(l => ErrorLine().IsMatch(l)).Distinct().Select(l => l.Replace(directory + Path.DirectorySeparatorChar, "")).ToArray();
        return errors.Length > 0 ? errors : [.. lines.Where(l => !l.StartsWith('{')).Take(20)];
    }

    [GeneratedRegex(@"\berror\b.*:")]
    private static partial Regex ErrorLine();
}
