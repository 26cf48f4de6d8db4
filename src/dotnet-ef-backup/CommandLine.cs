using System.CommandLine;
using System.CommandLine.Parsing;
using Greenhouse.EfBackup.Launch;
using Greenhouse.EfBackup.Tool.Commands;

namespace Greenhouse.EfBackup.Tool;

/// <summary>All verbs, and what a command line makes of them.</summary>
internal sealed class CommandLine
{
    private readonly RootCommand _root = new("Backup and restore of the data behind an EF Core application");
    private readonly IReadOnlyList<Verb> _verbs;

    public CommandLine(string workingDirectory)
    {
        _verbs =
        [
            new CreateVerb(workingDirectory),
            new RestoreVerb(workingDirectory),
            new VerifyVerb(workingDirectory),
            new ListVerb(workingDirectory),
            new ShowVerb(workingDirectory),
            new DiffVerb(workingDirectory),
            new PruneVerb(workingDirectory),
            new MigrateVerb(workingDirectory),
            new UndoVerb(workingDirectory),
        ];
        foreach (var verb in _verbs)
        {
            _root.Subcommands.Add(verb.Declaration);
        }
    }

    /// <summary>Reads arguments (without what follows <c>--</c>). A file name that begins with @ is a file name.</summary>
    public ParseResult Parse(string[] arguments) => _root.Parse(arguments, new ParserConfiguration { ResponseFileTokenReplacer = null, EnablePosixBundling = false });

    /// <summary>The verb and its options.</summary>
    /// <exception cref="LaunchException">The command line is wrong.</exception>
    public (Verb Verb, VerbOptions Options) Read(ParseResult parsed, string[]? applicationArguments)
    {
        if (parsed.Errors is [var first, ..])
        {
            // An unknown verb is also a missing one; its name says more.
            var what = parsed.UnmatchedTokens is [var unknown, ..] ? $"'{unknown}' is not known here" : first.Message.TrimEnd('.');
            throw UsageError.Because(what, $"`{Usage(parsed)} --help` shows what it takes");
        }

        RefuseEmptyValues(parsed.CommandResult);
        var verb = _verbs.Single(v => v.Declaration == parsed.CommandResult.Command);
        return (verb, verb.Read(parsed, applicationArguments));
    }

    private static string Usage(ParseResult parsed)
        => parsed.CommandResult.Command is RootCommand ? "dotnet ef-backup" : "dotnet ef-backup " + parsed.CommandResult.Command.Name;

    /// <summary>An empty value is a shell variable that was not set, and never what somebody means.</summary>
    private static void RefuseEmptyValues(CommandResult command)
    {
        foreach (var child in command.Children)
        {
            if (child.Tokens.Any(t => string.IsNullOrWhiteSpace(t.Value)))
            {
                var name = child is OptionResult option ? option.Option.Name : "<file>";
                throw UsageError.Because($"{name} has an empty value", "Give it one, or leave it away");
            }
        }
    }
}
