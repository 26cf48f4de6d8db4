using System.CommandLine;
using Greenhouse.EfBackup.Protocol;

namespace Greenhouse.EfBackup.Tool.Commands;

/// <summary>The backup to read: a path from where the user stands, the word <c>latest</c>, or a migration that it was taken before.</summary>
internal sealed class FileArgument(string workingDirectory)
{
    private readonly Argument<string?> _file = new("file") { Description = "A backup file, or `latest`: the newest valid backup, never a safety one", Arity = ArgumentArity.ZeroOrOne };
    private readonly Option<string?> _before = new("--before") { Description = "In place of a file: the newest backup that was taken before this migration", HelpName = "migration" };

    public void AddTo(Command command)
    {
        command.Arguments.Add(_file);
        command.Options.Add(_before);
    }

    /// <summary>What a name on the command line stands for.</summary>
    public string PathOf(string file) => file == BackupRequest.Latest ? file : Path.GetFullPath(file, workingDirectory);

    /// <exception cref="Launch.LaunchException">Neither is named, or both are.</exception>
    public (string? File, string? Before) Read(ParseResult parsed) => (parsed.GetValue(_file), parsed.GetValue(_before)) switch
    {
        (null, null) => throw UsageError.Because($"`{parsed.CommandResult.Command.Name}` names no backup", "Name a file, `latest`, or a migration with --before"),
        ({ } file, null) => (PathOf(file), null),
        (null, { } migration) => (null, migration),
        ({ } file, _) => throw UsageError.Because($"both '{file}' and --before name a backup", "Leave one of them away"),
    };
}
