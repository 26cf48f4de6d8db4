using System.Text.Json;

namespace Greenhouse.EfBackup.Package.Tests.Workshop;

/// <summary>A process that has ended.</summary>
public sealed record Ran(string Command, int ExitCode, string Output, string Error)
{
    /// <summary>Standard output as the one document that <c>--json</c> promises.</summary>
    public JsonElement Json => JsonDocument.Parse(Output).RootElement;

    /// <summary>The first line of standard output.</summary>
    public string FirstLine => Output.Split('\n')[0].TrimEnd('\r');

    /// <summary>All that was said, for whoever wants to know why.</summary>
    public override string ToString() => $"$ {Command}\nexit code {ExitCode}\n--- stdout\n{Output}--- stderr\n{Error}";

    /// <summary>Asserts the exit code.</summary>
    public Ran Ended(int exitCode)
    {
        Assert.True(ExitCode == exitCode, $"exit code {exitCode} was expected of\n{this}");
        return this;
    }

    /// <summary>Asserts an error with its code and exit code, and that its message names each of <paramref name="names"/>.</summary>
    public void Refused(string code, int exitCode, params string[] names)
    {
        Ended(exitCode);
        Assert.Contains($"error {code}: ", Error, StringComparison.Ordinal);
        Assert.Contains("; ", Error.Split('\n').Single(l => l.Contains($"error {code}: ", StringComparison.Ordinal)), StringComparison.Ordinal);
        Assert.Empty(Output);
        Assert.All(names, name => Assert.Contains(name, Error, StringComparison.Ordinal));
    }
}
