using Greenhouse.EfBackup.Tool;

namespace Greenhouse.EfBackup.Launch.Tests;

/// <summary>What is wrong on a command line is said.</summary>
public sealed class WrongCommandLineTests
{
    [Theory]
    [InlineData("", "Required command")]
    [InlineData("frobnicate", "frobnicate")]
    [InlineData("create --conection x", "--conection")]
    [InlineData("create extra", "extra")]
    [InlineData("create --project", "--project")]
    [InlineData("create --project a --project b", "--project")]
    [InlineData("create --include", "--include")]
    [InlineData("create --output ''", "--output has an empty value")]
    [InlineData("restore ''", "<file> has an empty value")]
    [InlineData("restore", "restore")]
    [InlineData("verify", "verify")]
    [InlineData("show", "show")]
    [InlineData("diff", "diff")]
    [InlineData("diff a b c", "c")]
    [InlineData("diff a ''", "<file> has an empty value")]
    [InlineData("diff a --limit 0", "--limit is '0'")]
    [InlineData("diff a --limit 100001", "--limit is '100001'")]
    [InlineData("diff a --before b", "--before")]
    [InlineData("undo --html a", "--html")]
    [InlineData("show a b", "b")]
    [InlineData("list --no-build", "--no-build")]
    [InlineData("verify latest --yes", "--yes")]
    [InlineData("create --quiet --verbose", "contradict")]
    [InlineData("create --parallel 0", "--parallel is '0'")]
    [InlineData("create --parallel 17", "--parallel is '17'")]
    [InlineData("create --parallel two", "--parallel is 'two'")]
    [InlineData("create --parallel 2.0", "--parallel is '2.0'")]
    [InlineData("create --lock-timeout -1", "--lock-timeout is '-1'")]
    [InlineData("restore latest --lock-timeout 1000001", "--lock-timeout is '1000001'")]
    [InlineData("restore latest --parallel 2", "--parallel")]
    [InlineData("verify latest --lock-timeout 2", "--lock-timeout is about the application")]
    [InlineData("verify latest --level file --no-build", "--no-build is about the application")]
    [InlineData("verify latest --level deep", "deep")]
    [InlineData("create --verify", "--verify")]
    [InlineData("migrate --verify deep", "deep")]
    [InlineData("prune", "no rule")]
    [InlineData("prune --yes --reason safety", "no rule")]
    [InlineData("prune --keep-last 0", "--keep-last is '0'")]
    [InlineData("prune --keep-within 30", "--keep-within is '30'")]
    [InlineData("create --max-size 10", "--max-size is '10'")]
    [InlineData("prune --keep-last 1 --reason other", "other")]
    [InlineData("list --max-age 26h", "part of a check")]
    [InlineData("list --check --max-age soon", "--max-age is 'soon'")]
    [InlineData("create --assembly a.dll --project b", "--assembly")]
    [InlineData("list --assembly a.dll -s b", "--assembly")]
    [InlineData("create --assembly a.dll --no-build", "compiled already")]
    [InlineData("create --assembly a.dll --framework net9.0", "compiled already")]
    [InlineData("restore latest --assembly a.dll --configuration Release", "compiled already")]
    public void A_wrong_command_line_is_refused(string line, string because)
    {
        var error = Assert.Throws<LaunchException>(() => CommandLineTests.Read([.. line.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(a => a == "''" ? "" : a)]));

        Assert.Equal(("EFB1001", 2), (error.Code.Id, error.ToEvent().ExitCode));
        Assert.Contains(because, error.Message, StringComparison.Ordinal);
        Assert.False(string.IsNullOrEmpty(error.Help));
    }

    [Theory]
    [InlineData("list")]
    [InlineData("prune --keep-last 1")]
    [InlineData("verify latest")]
    [InlineData("show latest")]
    public void Verbs_without_an_application_take_no_arguments_for_it(string line)
    {
        var commandLine = new CommandLine(CommandLineTests.Here);
        var parsed = commandLine.Parse(line.Split(' '));

        var error = Assert.Throws<LaunchException>(() => commandLine.Read(parsed, ["x"]));

        Assert.Equal("EFB1001", error.Code.Id);
    }
}
