using System.CommandLine;
using Greenhouse.EfBackup.Protocol;
using Greenhouse.EfBackup.Tool.Display;

namespace Greenhouse.EfBackup.Tool.Commands;

/// <summary>One verb: how it is declared, what its command line means, and how its result is shown. Running it is the same for all.</summary>
internal abstract class Verb(Command declaration)
{
    private readonly DisplayOptionSet _display = new();

    public Command Declaration { get; } = declaration;

    /// <summary>Reads a command line that the parser found nothing wrong with.</summary>
    /// <exception cref="Launch.LaunchException">Options contradict each other.</exception>
    public VerbOptions Read(ParseResult parsed, string[]? applicationArguments)
    {
        var display = _display.Read(parsed);
        var options = Read(parsed, display);
        if (applicationArguments is not null && !BackupRequest.NeedsApplication(options.Verb, options.Level, options.Against))
        {
            throw UsageError.Because($"`{Declaration.Name}` starts no application that would take the arguments after `--`", "Leave them away");
        }

        return options with { ApplicationArguments = applicationArguments ?? [], Given = GivenBy(parsed) };
    }

    private HashSet<string> GivenBy(ParseResult parsed)
        => [.. Declaration.Options.Where(option => parsed.GetResult(option) is { Implicit: false }).Select(option => option.Name)];

    /// <summary>Writes the result for people.</summary>
    public abstract void Print(ResultEvent result, ResultWriter writer);

    protected abstract VerbOptions Read(ParseResult parsed, DisplayOptions display);

    /// <summary>Adds what every verb has; last, so that it stands last in the help.</summary>
    protected void AddDisplayOptions() => _display.AddTo(Declaration);
}
