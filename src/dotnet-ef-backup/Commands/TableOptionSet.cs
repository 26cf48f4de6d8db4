using System.CommandLine;

namespace Greenhouse.EfBackup.Tool.Commands;

/// <summary>Which tables.</summary>
internal sealed class TableOptionSet
{
    private readonly Option<string[]> _include = new("--include") { Description = "Only this table (by table or entity name, in which * stands for any characters and ? for one); repeatable", Arity = ArgumentArity.OneOrMore };
    private readonly Option<string[]> _exclude = new("--exclude") { Description = "Not this table; repeatable", Arity = ArgumentArity.OneOrMore };

    public void AddTo(Command command)
    {
        command.Options.Add(_include);
        command.Options.Add(_exclude);
    }

    public VerbOptions Read(ParseResult parsed, VerbOptions options)
        => options with { Include = parsed.GetValue(_include) ?? [], Exclude = parsed.GetValue(_exclude) ?? [] };
}
