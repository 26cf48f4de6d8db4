using Greenhouse.EfBackup.Launch;
using Greenhouse.EfBackup.Tool;
using Greenhouse.EfBackup.Tool.Commands;

var arguments = Arguments.Split(args);
var commandLine = new CommandLine(Environment.CurrentDirectory);
var parsed = commandLine.Parse(arguments.Own);
if (parsed.Errors.Count == 0 && parsed.Action is { } help)
{
    return parsed.Invoke();
}

try
{
    var (verb, options) = commandLine.Read(parsed, arguments.Application);
    return Session.Run(verb, options);
}
catch (LaunchException e)
{
    return Session.Refuse(e.ToEvent(), json: arguments.Own.Contains("--json"), verb: parsed.CommandResult.Command.Name);
}
