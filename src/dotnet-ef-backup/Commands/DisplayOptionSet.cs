using System.CommandLine;

namespace Greenhouse.EfBackup.Tool.Commands;

/// <summary>The options that every verb has: how much is said, and in which form.</summary>
internal sealed class DisplayOptionSet
{
    private readonly Option<bool> _json = new("--json") { Description = "Print one JSON document on standard output" };
    private readonly Option<bool> _verbose = new("--verbose", "-v") { Description = "Say more: versions, tables as they are done, stacks of errors" };
    private readonly Option<bool> _quiet = new("--quiet", "-q") { Description = "Say less: results, warnings and errors only" };
    private readonly Option<bool> _noColor = new("--no-color") { Description = "No colours and no moving progress" };

    public void AddTo(Command command)
    {
        command.Options.Add(_json);
        command.Options.Add(_verbose);
        command.Options.Add(_quiet);
        command.Options.Add(_noColor);
    }

    public DisplayOptions Read(ParseResult parsed)
    {
        var options = new DisplayOptions(parsed.GetValue(_json), parsed.GetValue(_verbose), parsed.GetValue(_quiet), parsed.GetValue(_noColor));
        return options is { Verbose: true, Quiet: true }
            ? throw UsageError.Because("--verbose and --quiet contradict each other", "Give one of them")
            : options;
    }
}
