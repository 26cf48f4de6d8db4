using System.CommandLine;
using Greenhouse.EfBackup.Launch;

namespace Greenhouse.EfBackup.Tool.Commands;

/// <summary>Whether the rows that differ are shown, and how many.</summary>
internal sealed class RowOptionSet
{
    private readonly Option<bool> _rows = new("--rows") { Description = "Show the rows that differ, with their values" };
    private readonly Option<string?> _limit = new("--limit") { Description = "How many rows of each change are shown a table (default: 200)", HelpName = "rows" };

    public void AddTo(Command command)
    {
        command.Options.Add(_rows);
        command.Options.Add(_limit);
    }

    /// <exception cref="LaunchException">The number is none.</exception>
    public VerbOptions Read(ParseResult parsed, VerbOptions options)
        => options with { Rows = parsed.GetValue(_rows), Limit = WholeNumber.Limit(_limit.Name, parsed.GetValue(_limit)) };
}
