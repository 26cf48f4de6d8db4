using System.Diagnostics;
using Greenhouse.EfBackup.Package.Tests.Workshop;

namespace Greenhouse.EfBackup.Package.Tests;

/// <summary>Ctrl-C and sudden death in the middle of 300,000 rows: whole files only, and rows from before or after.</summary>
public sealed class InterruptionTests : PackageTest
{
    private readonly Shop _large;

    public InterruptionTests(Packages packages, ITestOutputHelper log)
        : base(packages, log)
    {
        _large = new Shop(Path.Combine(Folder, "large.db"));
        Packages.CopyLarge(_large.File);
    }

    [Fact]
    public async Task Interrupting_a_create_leaves_no_file()
    {
        using var running = Start("create");
        await running.UntilAsync(IsWriting);
        running.Interrupt();
        var ran = await Logged(running);

        if (ran.ExitCode == 130)
        {
            Assert.Contains("error EFB1900", ran.Error, StringComparison.Ordinal);
            Assert.Empty(Files);
        }

        Assert.True(ran.ExitCode is 0 or 130, ran.ToString());
        Assert.Empty(Temporary());
        await EveryFileIsWhole();
    }

    [Fact]
    public async Task Interrupting_a_restore_leaves_the_rows_from_before()
    {
        var (file, before, after) = await Prepare();

        using var running = Start("restore", file, "--yes", "--verbose");
        await running.UntilAsync(() => running.Error.Contains("clear ", StringComparison.Ordinal));
        running.Interrupt();
        var ran = await Logged(running);

        Assert.True(ran.ExitCode is 0 or 130, ran.ToString());
        Assert.Equal(ran.ExitCode == 130 ? before : after, _large.Figures());
        Assert.False(File.Exists(_large.File + "-journal"));
        Assert.Empty(Temporary());
        await EveryFileIsWhole();
    }

    [Fact]
    public async Task Interrupting_the_safety_backup_leaves_neither_it_nor_a_change()
    {
        var (file, before, after) = await Prepare();

        using var running = Start("restore", file, "--yes", "--verbose");
        await running.UntilAsync(IsWriting);
        running.Interrupt();
        var ran = await Logged(running);

        Assert.True(ran.ExitCode is 0 or 130, ran.ToString());
        Assert.Equal(ran.ExitCode == 130 ? before : after, _large.Figures());
        Assert.Empty(Temporary());
        await EveryFileIsWhole();
    }

    [Fact]
    public async Task Killing_the_host_while_it_writes_leaves_no_file_of_a_backups_name()
    {
        using var running = Start("create");
        await running.UntilAsync(IsWriting);
        KillHost(running);
        var ran = await Logged(running);

        Assert.True(ran.ExitCode is 0 or 1, ran.ToString());
        if (ran.ExitCode == 1)
        {
            Assert.Contains("error EFB1012", ran.Error, StringComparison.Ordinal);
            Assert.Empty(Files);
        }

        Assert.Equal(1, (await Large("create", "--json")).Ended(0).Json.GetProperty("tables")[0].GetProperty("rows").GetInt32());
        await EveryFileIsWhole();
    }

    [Fact]
    public async Task Killing_the_host_while_it_loads_leaves_the_rows_from_before()
    {
        var (file, before, after) = await Prepare();

        using var running = Start("restore", file, "--yes", "--verbose");
        await running.UntilAsync(() => running.Error.Contains("clear ", StringComparison.Ordinal));
        KillHost(running);
        var ran = await Logged(running);

        Assert.True(ran.ExitCode is 0 or 1, ran.ToString());
        Assert.Contains(_large.Figures(), new[] { before, after });
        await EveryFileIsWhole();
        (await Large("restore", file, "--yes", "--no-safety-backup")).Ended(0);
        Assert.Equal(after, _large.Figures());
    }

    /// <summary>A backup of the rows as they were, and other rows in the database.</summary>
    private async Task<(string File, string Before, string After)> Prepare()
    {
        var after = _large.Figures();
        var file = (await Large("create", "--quiet")).Ended(0).FirstLine;
        _large.Execute("""UPDATE "Orders" SET "Note" = 'changed' WHERE "Id" % 3 = 0; DELETE FROM "Orders" WHERE "Id" < 1000""");
        return (file, _large.Figures(), after);
    }

    private Running Start(string verb, params string[] arguments)
        => Packages.StartGroup(Packages.App("Shop10"), ["ef-backup", .. OnArguments(verb, _large.Connection, arguments)]);

    private Task<Ran> Large(string verb, params string[] arguments) => Tool(Packages.App("Shop10"), OnArguments(verb, _large.Connection, arguments));

    private string[] Temporary() => Directory.Exists(Backups) ? Directory.GetFiles(Backups, ".*.tmp") : [];

    private bool IsWriting() => Temporary().Any(file => new FileInfo(file) is { Exists: true, Length: > 1 << 20 });

    private async Task EveryFileIsWhole()
    {
        foreach (var file in Files)
        {
            (await Tool(Folder, "verify", file)).Ended(0);
        }
    }

    /// <summary>The host is of the session that the command leads.</summary>
    private static void KillHost(Running running)
    {
        foreach (var folder in Directory.GetDirectories("/proc").Where(f => int.TryParse(Path.GetFileName(f), out _)))
        {
            try
            {
                var session = File.ReadAllText(Path.Combine(folder, "stat")).Split(") ")[^1].Split(' ')[3];
                if (session == $"{running.Id}" && File.ReadAllText(Path.Combine(folder, "cmdline")).Contains("Greenhouse.EfBackup.Host.dll", StringComparison.Ordinal))
                {
                    using var host = Process.GetProcessById(int.Parse(Path.GetFileName(folder)));
                    host.Kill();
                }
            }
            catch (Exception e) when (e is IOException or ArgumentException or UnauthorizedAccessException)
            {
                // It has ended meanwhile.
            }
        }
    }
}
