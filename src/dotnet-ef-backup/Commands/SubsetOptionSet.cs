using System.CommandLine;
using Greenhouse.EfBackup.Launch;

namespace Greenhouse.EfBackup.Tool.Commands;

/// <summary>Which rows of the tables.</summary>
internal sealed class SubsetOptionSet
{
    private readonly Option<string[]> _where = new("--where") { Description = "Only rows of a table that meet a condition in the database's SQL: \"Customers=Region = 'EU'\"; repeatable", Arity = ArgumentArity.OneOrMore, HelpName = "table=condition" };
    private readonly Option<string?> _limit = new("--limit") { Description = "At most so many rows of a table, the first by key", HelpName = "rows" };
    private readonly Option<bool> _withRelated = new("--with-related") { Description = "The selected rows and what they reference, of whatever table, so that the backup restores on its own" };
    private readonly Option<bool> _andDependents = new("--and-dependents") { Description = "The same, and what hangs on the selected rows" };

    public void AddTo(Command command)
    {
        command.Options.Add(_where);
        command.Options.Add(_limit);
        command.Options.Add(_withRelated);
        command.Options.Add(_andDependents);
    }

    /// <exception cref="LaunchException">The number is none.</exception>
    public VerbOptions Read(ParseResult parsed, VerbOptions options) => options with
    {
        Where = parsed.GetValue(_where) ?? [],
        Limit = WholeNumber.RowsOfTable(_limit.Name, parsed.GetValue(_limit)),
        WithRelated = parsed.GetValue(_withRelated),
        AndDependents = parsed.GetValue(_andDependents),
    };
}
