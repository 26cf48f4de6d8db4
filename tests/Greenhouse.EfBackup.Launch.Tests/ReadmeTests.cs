using System.CommandLine;
using System.Text.RegularExpressions;
using Greenhouse.EfBackup.Tool;

namespace Greenhouse.EfBackup.Launch.Tests;

/// <summary>The README's tables of verbs, options and properties against what the tool and the targets take.</summary>
public sealed partial class ReadmeTests
{
    private static readonly string _root = Root();
    private static readonly string[] _rows = [.. File.ReadAllLines(Path.Combine(_root, "README.md")).Where(line => line.StartsWith('|'))];

    private static readonly Command[] _verbs = [.. new CommandLine(_root).Parse([]).CommandResult.Command.Subcommands];

    [Fact]
    public void Every_verb_has_its_row()
    {
        Assert.NotEmpty(_verbs);
        Assert.All(_verbs, verb => Assert.Contains(_rows, row => row.StartsWith($"| `{verb.Name}", StringComparison.Ordinal)));
    }

    [Fact]
    public void Every_option_has_its_row_with_the_verbs_that_take_it()
    {
        var documented = _rows.Select(row => Option().Matches(row.Split('|')[1]).Select(match => match.Value).ToArray() is { Length: > 0 } names ? (Names: names, Verbs: row.Split('|')[2].Trim()) : default)
            .Where(row => row.Names is not null)
            .SelectMany(row => row.Names.Select(name => (Name: name, row.Verbs)))
            .ToDictionary(row => row.Name, row => row.Verbs);

        var taken = _verbs.SelectMany(verb => verb.Options.Where(option => option is not System.CommandLine.Help.HelpOption)
                .SelectMany(option => option.Aliases.Append(option.Name)).Select(name => (Name: name, Verb: verb.Name)))
            .ToLookup(pair => pair.Name, pair => pair.Verb);

        Assert.Equal(taken.Select(option => option.Key).Order(), documented.Keys.Order());
        Assert.All(taken, option => Assert.Equal(option.Count() == _verbs.Length ? "all" : string.Join(", ", option), documented[option.Key]));
    }

    [Fact]
    public void Every_property_that_a_target_reads_has_its_row()
    {
        var properties = Directory.GetFiles(Path.Combine(_root, "src/Greenhouse.EfBackup/buildTransitive"))
            .SelectMany(file => Property().Matches(File.ReadAllText(file)).Select(match => match.Groups[1].Value))
            .Distinct()
            // Where the package's own files lie: for this repository, not for users.
            .Except(["EfBackupTaskAssembly", "EfBackupHostDirectory"]);

        Assert.All(properties, property => Assert.Contains(_rows, row => row.Split('|')[1].Contains($"`{property}`", StringComparison.Ordinal)));
    }

    [Fact]
    public void The_two_commands_come_first()
    {
        var first = File.ReadAllLines(Path.Combine(_root, "README.md")).SkipWhile(line => !line.StartsWith("```", StringComparison.Ordinal)).Skip(1).Take(2).ToArray();

        Assert.StartsWith("$ dotnet build samples/Greenhouse -t:BackupData", first[0], StringComparison.Ordinal);
        Assert.StartsWith("$ build/test.sh", first[1], StringComparison.Ordinal);
    }

    private static string Root()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "Greenhouse.EfBackup.sln")))
        {
            folder = Path.GetDirectoryName(folder)!;
        }

        return folder;
    }

    [GeneratedRegex(@"(?<=`)--?[a-z-]+(?=`)")]
    private static partial Regex Option();

    [GeneratedRegex(@"\$\((EfBackup\w+)\)")]
    private static partial Regex Property();
}
