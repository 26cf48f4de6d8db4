using System.CommandLine;
using Greenhouse.EfBackup.Launch;

namespace Greenhouse.EfBackup.Tool.Commands;

/// <summary>Whose backups: what a verb needs that reads files and starts no application.</summary>
internal sealed class FolderOptionSet(string workingDirectory)
{
    private readonly Option<string?> _project = new("--project", "-p") { Description = "The project that holds contexts and migrations, file or folder (default: the only one here)" };
    private readonly Option<string?> _startup = new("--startup-project", "-s") { Description = "The project that starts the application, file or folder (default: the same)" };
    private readonly Option<string?> _assembly = new("--assembly") { Description = "A compiled, published application (.dll) in place of a project" };
    private readonly Option<string?> _context = new("--context", "-c") { Description = "The DbContext's name" };
    private readonly Option<string?> _output = new("--output", "-o") { Description = "The folder of the backups (default: the project's property EfBackupOutput, or backups/ in its folder)" };

    public void AddTo(Command command)
    {
        command.Options.Add(_project);
        command.Options.Add(_startup);
        command.Options.Add(_assembly);
        command.Options.Add(_context);
        command.Options.Add(_output);
    }

    public string? Context(ParseResult parsed) => parsed.GetValue(_context);

    public string? Output(ParseResult parsed) => parsed.GetValue(_output) is { } folder ? Path.GetFullPath(folder, workingDirectory) : null;

    public LaunchOptions Read(ParseResult parsed)
    {
        var options = new LaunchOptions
        {
            Project = parsed.GetValue(_project),
            StartupProject = parsed.GetValue(_startup),
            Assembly = parsed.GetValue(_assembly),
            WorkingDirectory = workingDirectory,
        };
        return options.Assembly is not null && (options.Project ?? options.StartupProject) is not null
            ? throw UsageError.Because("--assembly stands in place of --project and --startup-project", "Leave --assembly or the projects away")
            : options;
    }
}
