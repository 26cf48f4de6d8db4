using System.CommandLine;
using Greenhouse.EfBackup.Protocol;

namespace Greenhouse.EfBackup.Tool.Commands;

/// <summary>The backup to read: a path from where the user stands, or the word <c>latest</c>.</summary>
internal sealed class FileArgument(string workingDirectory)
{
    private readonly Argument<string> _file = new("file") { Description = "A backup file, or `latest`: the newest valid backup, never a safety one" };

    public void AddTo(Command command) => command.Arguments.Add(_file);

    public string Read(ParseResult parsed) => parsed.GetRequiredValue(_file) is var file && file == BackupRequest.Latest
        ? BackupRequest.Latest
        : Path.GetFullPath(file, workingDirectory);
}
