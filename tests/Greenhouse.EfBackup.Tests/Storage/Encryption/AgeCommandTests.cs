using System.Diagnostics;
using System.Text;
using Greenhouse.EfBackup.Storage.Encryption;

namespace Greenhouse.EfBackup.Tests.Storage.Encryption;

/// <summary>The command <c>age</c> and ours read what the other wrote. It asks for passphrases on a terminal only, which <c>script</c> makes for it.</summary>
public sealed class AgeCommandTests : IDisposable
{
    private const string Text = "Größe und 12 Äpfel";
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [AgeTheory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(65535)]
    [InlineData(65536)]
    [InlineData(65537)]
    [InlineData(200_000)]
    public void It_opens_what_we_wrote(int length)
    {
        var content = Content(length);
        using (var file = File.Create(_folder.At("a.age")))
        using (var stream = new AgeWriteStream(file, new Passphrase(Text, workFactor: 8)))
        {
            stream.Write(content);
        }

        var said = Run($"age -d {_folder.At("a.age")} > {_folder.At("out")}", exitCode: 0, Text);

        Assert.Contains("passphrase", said, StringComparison.Ordinal);
        Assert.Equal(content, File.ReadAllBytes(_folder.At("out")));
    }

    /// <summary>It takes its full work factor, and so a second or two, each time: the sizes are those that have something of their own.</summary>
    [AgeTheory]
    [InlineData(0)]
    [InlineData(65536)]
    [InlineData(200_000)]
    public void We_open_what_it_wrote(int length)
    {
        var content = Content(length);
        File.WriteAllBytes(_folder.At("in"), content);

        Run($"age -p -o {_folder.At("a.age")} {_folder.At("in")}", exitCode: 0, Text, Text);

        var (given, code) = Forged.Read(File.ReadAllBytes(_folder.At("a.age")), new Passphrase(Text));
        Assert.Null(code);
        Assert.Equal(content, given);
    }

    [AgeTheory]
    [InlineData("incorrect horse", 0)]
    [InlineData(Text, 1)]
    public void It_refuses_as_we_do_what_another_passphrase_closed_or_somebody_cut(string typed, int cut)
    {
        using (var file = File.Create(_folder.At("a.age")))
        {
            using (var stream = new AgeWriteStream(file, new Passphrase(Text, workFactor: 2)))
            {
                stream.Write(Content(100));
            }

            file.SetLength(file.Length - cut);
        }

        Run($"age -d {_folder.At("a.age")} > {_folder.At("out")}", exitCode: 1, typed);

        Assert.Equal(cut > 0 ? "EFB1306" : "EFB1321", Forged.Read(File.ReadAllBytes(_folder.At("a.age")), new Passphrase(typed)).Code);
    }

    /// <summary>Answers each question in turn.</summary>
    /// <returns>What the terminal showed.</returns>
    private static string Run(string command, int exitCode, params string[] answers)
    {
        using var process = Process.Start(new ProcessStartInfo("script", ["-q", "-e", "-c", command, "/dev/null"]) { RedirectStandardInput = true, RedirectStandardOutput = true })!;
        var shown = new StringBuilder();
        foreach (var answer in answers)
        {
            ReadUntil(process.StandardOutput, ": ", shown);
            process.StandardInput.Write(answer + "\n");
            process.StandardInput.Flush();
        }

        shown.Append(process.StandardOutput.ReadToEnd());
        process.WaitForExit();
        Assert.True(exitCode == process.ExitCode, $"{command} ended with {process.ExitCode}: {shown}");
        return shown.ToString();
    }

    private static void ReadUntil(StreamReader output, string end, StringBuilder shown)
    {
        var start = shown.Length;
        while (!shown.ToString(start, shown.Length - start).EndsWith(end, StringComparison.Ordinal) && output.Read() is >= 0 and var letter)
        {
            shown.Append((char)letter);
        }
    }

    private static byte[] Content(int length)
    {
        var bytes = new byte[length];
        new Random(length).NextBytes(bytes);
        return bytes;
    }

    /// <summary>Needs the command <c>age</c>, and <c>script</c>, which Debian always has; where <c>CI</c> is set it must be there.</summary>
    [AttributeUsage(AttributeTargets.Method)]
    private sealed class AgeTheoryAttribute : TheoryAttribute
    {
        private static readonly string[] _commands = ["age", "script"];

        public AgeTheoryAttribute()
        {
            var folders = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator);
            var missing = _commands.FirstOrDefault(command => !folders.Any(folder => File.Exists(Path.Combine(folder, command))));
            Skip = missing is null || Environment.GetEnvironmentVariable("CI") is { Length: > 0 } ? null : $"the command {missing} is not installed";
        }
    }
}
