using System.CommandLine;
using Greenhouse.EfBackup.Launch;

namespace Greenhouse.EfBackup.Tool.Commands;

/// <summary>How the application is built and started: for the verbs that need its database.</summary>
internal sealed class ApplicationOptionSet
{
    private readonly Option<string?> _framework = new("--framework") { Description = "The target framework, where the project has several" };
    private readonly Option<string?> _configuration = new("--configuration") { Description = "The build configuration (default: Debug)" };
    private readonly Option<string?> _runtime = new("--runtime") { Description = "The runtime identifier to build for" };
    private readonly Option<bool> _noBuild = new("--no-build") { Description = "Take the last build as it is" };
    private readonly Option<string?> _connection = new("--connection") { Description = "Another connection string than the application's; the variable " + ConnectionVariable.Name + " keeps it out of the list of processes" };

    private readonly Option<string?> _lockTimeout = new("--lock-timeout") { Description = "How many seconds a lock that somebody else holds is waited for (default: 30, with SQLite what the connection string says)", HelpName = "seconds" };

    public void AddTo(Command command)
    {
        command.Options.Add(_framework);
        command.Options.Add(_configuration);
        command.Options.Add(_runtime);
        command.Options.Add(_noBuild);
        command.Options.Add(_connection);
        command.Options.Add(_lockTimeout);
    }

    /// <summary>The first of them that the command line has; null where it has none.</summary>
    public string? FirstIn(ParseResult parsed)
        => new Option[] { _framework, _configuration, _runtime, _noBuild, _connection, _lockTimeout }.FirstOrDefault(option => parsed.GetResult(option) is { Implicit: false })?.Name;

    public string? Connection(ParseResult parsed) => ConnectionVariable.Or(parsed.GetValue(_connection));

    public int? LockTimeout(ParseResult parsed) => WholeNumber.LockTimeout(_lockTimeout.Name, parsed.GetValue(_lockTimeout));

    public LaunchOptions Read(ParseResult parsed, LaunchOptions options)
    {
        var built = options with
        {
            Framework = parsed.GetValue(_framework),
            Configuration = parsed.GetValue(_configuration),
            Runtime = parsed.GetValue(_runtime),
            NoBuild = parsed.GetValue(_noBuild),
        };
        return built.Assembly is not null && (built.NoBuild || (built.Framework ?? built.Configuration ?? built.Runtime) is not null)
            ? throw UsageError.Because("--assembly is compiled already", "Leave --framework, --configuration, --runtime and --no-build away")
            : built;
    }
}
